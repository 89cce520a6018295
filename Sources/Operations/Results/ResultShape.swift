/// What a result has, as far as that is known before it is made.
///
/// What results of a type can have is declared with the type. Which of that a result will have may
/// depend on the parameters of its cell and on the shapes of its inputs: a model that learns from a
/// table has no test error, a split may have no part for validation. An operation says so:
///
///     var resultShape: ResultShape {
///       var shape = ResultShape(of: Result.self)
///       if validation == 0 { shape.remove("validation", because: "'validation' is 0") }
///       return shape
///     }
public struct ResultShape: Sendable {
  public var type: any Presentable.Type
  /// The plots and tables that the result has, in their order.
  public private(set) var outputs: [NamedOutput]
  /// Whole numbers that the parameters fix, such as how many factors a model has.
  public var counts: [String: Int] = [:]
  /// What the parameters fix of how the result is made, such as the layers of a network.
  public var features: [String: String] = [:]
  /// Why the result lacks what others of its type have, by the path of it.
  private var absences: [String: String] = [:]
  /// Why the result lacks a plot or a table that others of its type have, by its name.
  private var outputAbsences: [String: String] = [:]
  /// What the result has besides what all results of its type can have.
  private var additions: [(name: String, kind: ValueKind)] = []

  /// All that results of a type can have.
  public init(of type: any Presentable.Type) {
    self.type = type
    outputs = type.namedOutputs
  }

  /// Takes away a value, or a part with all that is in it.
  ///
  /// - Parameters:
  ///   - paths: What is taken away.
  ///   - reason: A clause such as "'validation' is 0".
  public mutating func remove(_ paths: String..., because reason: String) {
    for path in paths { absences[path] = reason }
  }

  /// Takes away plots and tables.
  ///
  /// - Parameters:
  ///   - names: What they are called.
  ///   - reason: A clause such as "'epochs' is 0".
  public mutating func removeOutputs(_ names: [String], because reason: String) {
    outputs.removeAll { names.contains($0.name) }
    for name in names { outputAbsences[name] = reason }
  }

  /// Adds plots and tables that only some results of the type have.
  public mutating func addOutputs(_ more: [NamedOutput]) { outputs += more }

  /// Adds a value that only some results of the type have.
  public mutating func add(_ name: String, _ kind: ValueKind) { additions.append((name, kind)) }

  /// Why something isn't there; nil if it is, or if no result of the type has it.
  public func absence(of path: String) -> String? {
    let names = path.split(separator: ".")
    return names.indices.lazy.compactMap { absences[names[...$0].joined(separator: ".")] }.first
  }
}

extension ResultShape {
  /// What kinds of outputs the result has.
  public var outputKinds: Set<OutputKind> { Set(outputs.map(\.kind)) }

  /// ", because …" behind a sentence that says that a plot or a table isn't there; empty if no more
  /// is known.
  public func reasonOfOutput(_ name: String) -> String {
    outputAbsences[name].map { ", because \($0)" } ?? ""
  }

  /// What results of the type are called in a sentence.
  public var typeDescription: String { type.typeDescription }

  /// The kind of fact at the end of a path, of the result itself or of one of its parts; nil if
  /// there is none.
  public func valueKind(at path: some Collection<String>) -> ValueKind? {
    let name = path.joined(separator: ".")
    guard absence(of: name) == nil else { return nil }
    if let kind = ownKind(of: name) { return kind }
    return member(at: path.prefix(1))?.ownKind(of: path.dropFirst().joined(separator: "."))
  }

  private func ownKind(of name: String) -> ValueKind? {
    ownValues.first { $0.name == name }?.kind
  }

  /// The part at the end of a path; nil if the result has none there.
  public func member(at path: some Collection<String>) -> ResultShape? {
    guard let name = path.first else { return self }
    guard absence(of: name) == nil, let type = type.typeOfMember(name) else { return nil }
    var member = ResultShape(of: type)
    for (path, reason) in absences where path.hasPrefix("\(name).") {
      member.absences[String(path.dropFirst(name.count + 1))] = reason
    }
    return member.member(at: path.dropFirst())
  }

  /// The paths to facts of the result itself and of its parts, but not of their parts.
  public var valueNames: [String] {
    ownValues.map(\.name)
      + memberNames.flatMap { name in
        (member(at: [name])?.ownValues ?? []).map { "\(name).\($0.name)" }
      }
  }

  /// The values that every such result has, whatever its data are.
  public var certainValueNames: [String] {
    (type.ownValues.filter(\.isCertain).map(\.name) + additions.map(\.name))
      .filter { absence(of: $0) == nil }
  }

  /// ", because …" behind a sentence that says that something isn't there; empty if no more is
  /// known.
  public func reason(of path: String) -> String {
    absence(of: path).map { ", because \($0)" } ?? ""
  }

  /// The names of the parts.
  public var memberNames: [String] { type.memberNames.filter { absence(of: $0) == nil } }

  private var ownValues: [(name: String, kind: ValueKind)] {
    (type.ownValues.map { ($0.name, $0.kind) } + additions).filter { absence(of: $0.name) == nil }
  }
}
