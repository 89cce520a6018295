public import Bounds
public import NotebookSyntax

/// A value that can be written in a cell's YAML.
public protocol ParameterValue: Sendable {
  /// What may be written, for errors, help and schemas.
  static var shape: ParameterShape { get }
  /// Reads the value by what is expected, or throws why it can't be.
  init(yaml: YAMLNode) throws(Mismatch)
  /// The value as a notebook would write it: no two values are written alike.
  var yaml: String { get }
  /// What prose quotes of the value; nil if it is not a single one.
  var fact: ScalarValue? { get }
  /// The value as it is written within brackets; the same if nothing in it needs quotes there.
  var yamlInBrackets: String { get }
}

extension ParameterValue {
  public var yamlInBrackets: String { yaml }
  public var fact: ScalarValue? { .text(yaml) }

  /// What may be written, as a clause such as "a whole number".
  public static var expectation: String { shape.expectation }
}

/// A value of numbers, of which a declaration can say where they lie.
public protocol BoundedParameterValue: ParameterValue, BoundedValue {
  /// What may be written where the numbers lie in an interval, and there are so many in a list.
  static func shape(in interval: Interval<Number>, count: Interval<Int>) -> ParameterShape
  /// Reads the value, or throws why it can't be or where it breaks its bounds.
  init(yaml: YAMLNode, in interval: Interval<Number>, count: Interval<Int>) throws(Mismatch)
}

/// Why what is written isn't the value that is expected.
public struct Mismatch: Error {
  /// Where, if it is only a part of what is written.
  public var range: SourceRange?
  /// The rule that is broken; nil if the expectation says it all.
  public var message: String?
  public var help: String?

  public init(at range: SourceRange? = nil, _ message: String? = nil, help: String? = nil) {
    self.range = range
    self.message = message
    self.help = help
  }
}

extension Int: ParameterValue {
  public static var shape: ParameterShape { .integer() }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    // A number such as 1e3 is whole too.
    if let number = node.plainText.flatMap(Int.init) {
      self = number
    } else if let number = try? Double(yaml: node), let whole = Int(exactly: number) {
      self = whole
    } else {
      throw Mismatch()
    }
  }

  public var yaml: String { String(self) }
  public var fact: ScalarValue? { .integer(self) }
}

extension UInt64: ParameterValue {
  public static var shape: ParameterShape { .integer((0...).interval) }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    if let number = node.plainText.flatMap({ UInt64($0) }) {
      self = number
    } else if let number = try? Double(yaml: node), let whole = UInt64(exactly: number) {
      self = whole
    } else {
      throw Mismatch()
    }
  }

  public var yaml: String { String(self) }
  public var fact: ScalarValue? { Int(exactly: self).map { .integer($0) } ?? .text(yaml) }
}

extension Double: ParameterValue {
  public static var shape: ParameterShape { .real() }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard let text = node.plainText, text.allSatisfy({ "+-.eE0123456789".contains($0) }),
      let number = Double(text), number.isFinite
    else { throw Mismatch() }
    self = number
  }

  public var yaml: String {
    Int(exactly: self).flatMap { $0.magnitude < 1_000_000_000 ? String($0) : nil } ?? String(self)
  }
  public var fact: ScalarValue? { .real(self) }
}

extension Bool: ParameterValue {
  public static var shape: ParameterShape { .flag }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard let text = node.plainText, let value = Bool(yaml: text) else { throw Mismatch() }
    self = value
  }

  public var yaml: String { String(self) }
}

extension String: ParameterValue {
  public static var shape: ParameterShape { .text }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard let text = node.text, !text.isEmpty else { throw Mismatch() }
    self = text
  }

  public var yaml: String { writtenInYAML(inBrackets: false) }
  public var yamlInBrackets: String { writtenInYAML(inBrackets: true) }
  public var fact: ScalarValue? { .text(self) }
}

extension Array: ParameterValue where Element: ParameterValue {
  public static var shape: ParameterShape { .list(of: Element.shape) }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    self = try Self.read(node, each: Element.shape) { item throws(Mismatch) in
      try Element(yaml: item)
    }
  }

  private static func read(
    _ node: YAMLNode, each shape: ParameterShape,
    _ element: (YAMLNode) throws(Mismatch) -> Element
  ) throws(Mismatch) -> Self {
    guard case .sequence(let items) = node.content else { throw Mismatch() }
    var values: Self = []
    for item in items {
      do throws(Mismatch) {
        values.append(try element(item))
      } catch {
        throw Mismatch(
          at: error.range ?? item.range,
          error.message ?? "each value of the list must be \(shape.expectation)", help: error.help)
      }
    }
    return values
  }

  public var yaml: String { "[" + map(\.yamlInBrackets).joined(separator: ", ") + "]" }
  public var fact: ScalarValue? { nil }
}

/// An enumeration of words is a parameter without further ado.
extension ParameterValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  public static var shape: ParameterShape { .word(allCases.map(\.rawValue)) }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    let word = node.text ?? ""
    guard let value = Self(rawValue: word) else {
      let near = suggestion(for: word, among: Self.allCases.map(\.rawValue))
      throw Mismatch(help: near?.hasPrefix("did you mean") ?? false ? near : nil)
    }
    self = value
  }

  public var yaml: String { rawValue }
}

// MARK: - Bounds

extension BoundedParameterValue where Number == Self {
  public init(yaml node: YAMLNode, in interval: Interval<Self>, count: Interval<Int>)
    throws(Mismatch)
  {
    self = try Self(yaml: node)
    guard isWithin(interval, count: count) else { throw Mismatch() }
  }
}

extension Int: BoundedParameterValue {
  public static func shape(in interval: Interval<Int>, count: Interval<Int>) -> ParameterShape {
    .integer(interval)
  }
}

extension Double: BoundedParameterValue {
  public static func shape(in interval: Interval<Double>, count: Interval<Int>) -> ParameterShape {
    .real(interval)
  }
}

extension Array: BoundedParameterValue where Element: BoundedParameterValue {
  public static func shape(
    in interval: Interval<Element.Number>, count: Interval<Int>
  ) -> ParameterShape {
    .list(of: Element.shape(in: interval, count: count), count: count)
  }

  public init(yaml node: YAMLNode, in interval: Interval<Element.Number>, count: Interval<Int>)
    throws(Mismatch)
  {
    let shape = Element.shape(in: interval, count: count)
    self = try Self.read(node, each: shape) { item throws(Mismatch) in
      try Element(yaml: item, in: interval, count: count)
    }
    guard count.contains(self.count) else { throw Mismatch() }
  }
}
