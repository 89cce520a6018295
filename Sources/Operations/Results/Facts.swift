/// What prose and programs can quote of a result: its values and those of its parts, as plain data.
///
/// They are taken down when the result is made. Whoever quotes it later needs no more than them, so
/// the result itself may be gone, or may never have been in the memory of this process.
public struct Facts: Hashable, Sendable {
  /// The values of the result itself, in the order of their declaration.
  public let values: [NamedValue]
  /// All values, by paths such as `test.mse`, or `train.ratings` for one of a part.
  private let valuesByPath: [String: ScalarValue]

  /// Takes down values.
  ///
  /// - Parameters:
  ///   - values: Those of a result itself; of two with one name the first counts.
  ///   - parts: The values of its parts, which a value of its own with their path comes before.
  public init(_ values: [NamedValue], parts: [(name: String, values: [NamedValue])] = []) {
    self.values = values
    let ofParts = parts.flatMap { part in
      part.values.map { ("\(part.name).\($0.name)", $0.value) }
    }
    valuesByPath = Dictionary(values.map { ($0.name, $0.value) } + ofParts) { first, _ in first }
  }

  /// The value at the end of a path; nil if there is none.
  public subscript(path: String) -> ScalarValue? { valuesByPath[path] }
}

extension Presentable {
  /// What can be quoted of the result.
  public var facts: Facts {
    Facts(
      namedValues,
      parts: Self.resultMembers.compactMap { member in
        member.get(self).map { (member.name, $0.namedValues) }
      })
  }
}

extension Facts: ExpressibleByArrayLiteral {
  /// The values of a result that has no parts.
  public init(arrayLiteral values: NamedValue...) { self.init(values) }
}
