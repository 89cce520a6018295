public import NotebookSyntax

/// What prose can say of a parameter of a cell, as in `{model.parameters.factors}`.
public struct ParameterFact: Hashable, Sendable {
  /// The parameter's name.
  public var name: String
  /// Its value, be it written, a default or what follows from others; nil if that isn't one value.
  public var value: ScalarValue?
  /// Why there is no value, as in "is a list"; empty if there is one.
  public var lack: String

  /// Makes a fact.
  public init(_ name: String, _ value: ScalarValue?, lack: String = "") {
    self.name = name
    self.value = value
    self.lack = lack
  }
}

extension ResultBinding {
  /// What stands between the name of a result and that of a parameter of its cell.
  public static let parameters = "parameters"

  /// What prose quotes of a parameter of the cell; nil if it is about something else or unknown.
  public func parameterFact(at path: some Collection<String>) -> ParameterFact? {
    guard path.first == Self.parameters else { return nil }
    let name = path.dropFirst().joined(separator: ".")
    return parameters?.first { $0.name == name }
  }

  /// The kind of a parameter of the cell that an inline value quotes; nil if that can't be known.
  ///
  /// - Throws: what is wrong with it.
  public func parameterKind(quotedBy value: InlineValue) throws(Diagnostic) -> ValueKind? {
    guard let parameters else { return nil }
    let path = value.path.dropFirst()
    let note = Diagnostic.Note("'\(name)' is made here", at: definition)
    guard path.count > 1 else {
      throw Diagnostic(
        .unknownPart, "'\(value.name)' is not a single value", at: value.range, notes: [note],
        help: parameters.first { $0.value != nil }.map {
          "name one of the parameters, such as '\(value.name).\($0.name)'"
        })
    }
    let asked = path.dropFirst().joined(separator: ".")
    guard let fact = parameterFact(at: path) else {
      throw Diagnostic(
        .unknownParameter, "The cell of '\(name)' has no parameter '\(asked)'", at: value.range,
        notes: [note], help: suggestion(for: asked, among: parameters.map(\.name)))
    }
    guard let scalar = fact.value else {
      throw Diagnostic(
        .unknownPart, "The parameter '\(asked)' of '\(name)' \(fact.lack)", at: value.range,
        notes: [note])
    }
    return scalar.kind
  }
}

extension ScalarValue {
  /// What kind of fact it is.
  public var kind: ValueKind {
    switch self {
    case .integer: .integer
    case .real: .real
    case .text: .text
    }
  }
}
