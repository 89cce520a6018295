public import NotebookSyntax

/// A parameter that names the results of several earlier cells.
///
/// In a notebook it is a list, `models: [first, second]`, or one name. Where it is left out, it is
/// every earlier result that will do.
@propertyWrapper
public struct Inputs<Value: InputValue>: Sendable {
  /// A result, and what the notebook calls it.
  public struct Named: Sendable {
    public var name: String
    public var value: Value
  }

  let help: String
  var bound: Bound<[Named]>?
  /// The results that were named or filled in.
  var references: [String] = []
  /// What those have of which more is known than that they are there, and where they are named.
  public internal(set) var shapes: [(name: String, place: SourceRange, shape: ResultShape)] = []

  /// Declares inputs, of which there has to be at least one.
  public init(_ help: String) { self.help = help }

  public var wrappedValue: [Named] {
    guard let values = bound?.value else {
      preconditionFailure("Inputs were read before they were bound")
    }
    return values
  }

  /// The results that were named or filled in.
  public var names: [String] { references }

  /// Where the names of the results are written, for a diagnostic about them.
  public var projectedValue: SourceRange? { bound?.range }
}

extension Inputs: Declared {
  var written: String? {
    references.isEmpty ? nil : "[\(references.joined(separator: ", "))]"
  }

  var dependencies: [String] { references.map { String($0.prefix { $0 != "." }) } }

  func declaration(named name: String) -> ParameterDeclaration {
    ParameterDeclaration(
      name: name, help: help, shape: .list(of: .result(ResultSlot(for: Value.self))),
      isRequired: true, filling: .all)
  }

  func unwritten(as name: String, in cell: Cell, scope: Scope) throws(Diagnostic) -> Self {
    let candidates = scope.results.filter { $0.shape.map { Value.accepts($0.type) } ?? false }
    guard !candidates.isEmpty else {
      // A result of an unknown type may be what is missing.
      if scope.hasUnknownType { return self }
      throw Diagnostic(
        .missingInput, "'\(cell.operation.text)' needs '\(name)', and no earlier cell makes one",
        at: cell.operation.range,
        help: "'\(name)' is a list, each of \(Value.typeDescription); put cells that make them "
          + "before this one")
    }
    let references = candidates.map { ($0.name, cell.operation.range) }
    return try bound(to: references, at: cell.operation.range, as: name, scope: scope)
  }

  func bound(to entry: YAMLNode.Entry, scope: Scope) throws(Diagnostic) -> Self {
    let nodes: [YAMLNode] =
      if case .sequence(let items) = entry.value.content { items } else { [entry.value] }
    guard !nodes.isEmpty else {
      throw Diagnostic(
        .emptyList, "'\(entry.key)' needs at least one name", at: entry.value.range,
        help: "leave '\(entry.key)' out to take every earlier result that fits")
    }
    var references: [(String, SourceRange)] = []
    var places: [String: SourceRange] = [:]
    for node in nodes {
      guard let text = node.text, !text.isEmpty else {
        throw Diagnostic(
          .invalidValue, "'\(entry.key)' must be a list of names, each of \(Value.typeDescription)",
          at: node.range)
      }
      if let first = places.updateValue(node.range, forKey: text) {
        throw Diagnostic(
          .duplicateEntry, "'\(text)' is in the list twice", at: node.range,
          notes: [.init("first listed here", at: first)])
      }
      references.append((text, node.range))
    }
    do throws(Diagnostic) {
      return try bound(to: references, at: entry.value.range, as: entry.key, scope: scope)
    } catch {
      var problem = error
      if let origin = entry.value.origin { problem.notes.append(origin) }
      throw problem
    }
  }

  private func bound(
    to references: [(String, SourceRange)], at range: SourceRange, as name: String, scope: Scope
  ) throws(Diagnostic) -> Self {
    var copy = self
    var values: [Named] = []
    for (reference, place) in references {
      let result = try scope.resolve(reference, at: place)
      copy.references.append(reference)
      guard let shape = result.shape else { continue }
      copy.shapes.append((reference, place, shape))
      guard Value.accepts(shape.type) else {
        throw Diagnostic(
          .wrongType,
          "'\(name)' are each \(Value.typeDescription), but '\(reference)' is "
            + shape.typeDescription, at: place,
          notes: [.init("'\(result.name)' is the result of this cell", at: result.definition)])
      }
      if let value = result.value.flatMap({ Value($0) }) {
        values.append(Named(name: reference, value: value))
      }
    }
    if values.count == references.count { copy.bound = Bound(value: values, range: range) }
    return copy
  }
}
