public import NotebookSyntax

/// A result that later cells can name: its shape at once, its facts and its value once it was made.
public struct ResultBinding: Sendable {
  public var name: String
  /// Nil if the operation that makes it is unknown, which is an error of its own.
  public var shape: ResultShape?
  /// What the parameters of the cell are; nil if that can't be told.
  public var parameters: [ParameterFact]?
  /// What can be quoted of the result.
  public var facts: Facts?
  public var value: (any Presentable)?
  /// Where its name is written.
  public var definition: SourceRange

  public init(
    name: String, shape: ResultShape?, parameters: [ParameterFact]? = nil, facts: Facts? = nil,
    value: (any Presentable)? = nil, definition: SourceRange
  ) {
    self.name = name
    self.shape = shape
    self.parameters = parameters
    self.facts = facts
    self.value = value
    self.definition = definition
  }
}

/// The results that a cell can refer to.
public struct Scope: Sendable {
  /// The results of earlier cells, in their order.
  public private(set) var results: [ResultBinding] = []
  /// Where all cells make theirs, to tell an author who refers to one too early.
  public var definitions: [String: SourceRange]

  /// The places of the results in their order, by name.
  private var indices: [String: Int] = [:]
  /// The types of the results, each with the places of its first few: what a cell could mean is found
  /// among a handful of types, however many results there are.
  private var types: [ObjectIdentifier: (type: any Presentable.Type, first: [Int])] = [:]
  /// Whether there is a result of an unknown type.
  private(set) var hasUnknownType = false

  /// How many results of a type are told apart.
  private static let mostCandidates = 5

  public init(definitions: [String: SourceRange] = [:]) { self.definitions = definitions }

  public subscript(name: String) -> ResultBinding? { indices[name].map { results[$0] } }

  /// Adds the result of a cell, or puts it in the place of the one that has its name.
  public mutating func define(_ result: ResultBinding) {
    guard let index = indices[result.name] else {
      add(result)
      return
    }
    var all = results
    all[index] = result
    self = Scope(definitions: definitions)
    for result in all { add(result) }
  }

  private mutating func add(_ result: ResultBinding) {
    indices[result.name] = results.count
    if let type = result.shape?.type {
      var entry = types[ObjectIdentifier(type)] ?? (type, [])
      if entry.first.count < Self.mostCandidates { entry.first.append(results.count) }
      types[ObjectIdentifier(type)] = entry
    } else {
      hasUnknownType = true
    }
    results.append(result)
  }

  /// The first results, at most five, of the types that will do.
  func candidates(_ accepts: (any Presentable.Type) -> Bool) -> [ResultBinding] {
    types.values.filter { accepts($0.type) }.flatMap(\.first).sorted()
      .prefix(Self.mostCandidates).map { results[$0] }
  }

  /// Finds the result or the part of one that a reference names.
  func resolve(_ reference: String, at range: SourceRange) throws(Diagnostic) -> ResultBinding {
    let path = reference.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard var found = self[path[0]] else {
      let notes = definitions[path[0]].map {
        [Diagnostic.Note("'\(path[0])' is the result of this cell", at: $0)]
      }
      throw Diagnostic(
        .unknownResult, "No earlier cell is named '\(path[0])'", at: range, notes: notes ?? [],
        help: notes == nil
          ? suggestion(for: path[0], among: results.map(\.name))
            ?? "put a cell that makes one before this one" : "move that cell before this one")
    }
    guard path.count > 1, let shape = found.shape else { return found }
    let rest = path.dropFirst()
    guard let member = shape.member(at: rest) else {
      let part = rest.joined(separator: ".")
      throw Diagnostic(
        .unknownPart, "'\(found.name)' has no '\(part)'\(shape.reason(of: part))", at: range,
        notes: [.init("'\(found.name)' is \(shape.typeDescription)", at: found.definition)],
        help: suggestion(for: part, among: shape.memberNames))
    }
    found.shape = member
    if let value = found.value {
      found.value = value.member(at: rest)
      guard found.value != nil else {
        throw Diagnostic(
          .unknownPart, "This '\(path[0])' has no '\(rest.joined(separator: "."))'", at: range)
      }
    }
    return found
  }
}
