public import NotebookSyntax

/// A value that can be written in a cell's YAML.
public protocol ParameterValue: Sendable {
  /// What a person may write, such as "a whole number", for help and errors.
  static var expectation: String { get }
  /// Reads the value by what is expected, or throws why it can't be.
  init(yaml: YAMLNode) throws(Mismatch)
  /// The value as a notebook would write it: no two values are written alike.
  var yaml: String { get }
  /// The value as it is written within brackets; the same if nothing in it needs quotes there.
  var yamlInBrackets: String { get }
}

extension ParameterValue {
  public var yamlInBrackets: String { yaml }
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
  public static var expectation: String { "a whole number" }

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
}

extension UInt64: ParameterValue {
  public static var expectation: String { "a whole number, at least 0" }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard let number = node.plainText.flatMap({ UInt64($0) }) else { throw Mismatch() }
    self = number
  }

  public var yaml: String { String(self) }
}

extension Double: ParameterValue {
  public static var expectation: String { "a number" }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard let text = node.plainText, text.allSatisfy({ "+-.eE0123456789".contains($0) }),
      let number = Double(text), number.isFinite
    else { throw Mismatch() }
    self = number
  }

  public var yaml: String {
    Int(exactly: self).flatMap { $0.magnitude < 1_000_000_000 ? String($0) : nil } ?? String(self)
  }
}

extension Bool: ParameterValue {
  public static var expectation: String { "true or false" }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard let text = node.plainText, let value = Bool(yaml: text) else { throw Mismatch() }
    self = value
  }

  public var yaml: String { String(self) }
}

extension String: ParameterValue {
  public static var expectation: String { "text" }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard let text = node.text, !text.isEmpty else { throw Mismatch() }
    self = text
  }

  public var yaml: String { writtenInYAML(inBrackets: false) }
  public var yamlInBrackets: String { writtenInYAML(inBrackets: true) }
}

extension Array: ParameterValue where Element: ParameterValue {
  public static var expectation: String { "a list, each \(Element.expectation)" }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard case .sequence(let items) = node.content else { throw Mismatch() }
    self = []
    for item in items {
      do throws(Mismatch) {
        append(try Element(yaml: item))
      } catch {
        throw Mismatch(
          at: error.range ?? item.range,
          error.message ?? "each value of the list must be \(Element.expectation)", help: error.help
        )
      }
    }
  }

  public var yaml: String { "[" + map(\.yamlInBrackets).joined(separator: ", ") + "]" }
}

/// An enumeration of words is a parameter without further ado.
extension ParameterValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  public static var expectation: String {
    let words = allCases.map { "'\($0.rawValue)'" }
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

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
