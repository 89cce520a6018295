public import NotebookSyntax

/// A result that later cells can name: its type at once, its value once it has run.
public struct ResultBinding: Sendable {
  public var name: String
  /// Nil if the operation that makes it is unknown, which is an error of its own.
  public var type: (any Presentable.Type)?
  public var value: (any Presentable)?
  /// Where its name is written.
  public var definition: SourceRange

  public init(
    name: String, type: (any Presentable.Type)?, value: (any Presentable)? = nil,
    definition: SourceRange
  ) {
    self.name = name
    self.type = type
    self.value = value
    self.definition = definition
  }
}

/// The results that a cell can refer to.
public struct Scope: Sendable {
  /// The results of earlier cells, in their order.
  public var results: [ResultBinding]
  /// Where cells make theirs, later ones too, to tell an author who refers to one too early.
  public var later: [String: SourceRange]

  public init(results: [ResultBinding] = [], later: [String: SourceRange] = [:]) {
    self.results = results
    self.later = later
  }

  public subscript(name: String) -> ResultBinding? { results.first { $0.name == name } }

  /// Finds the result or the part of one that a reference names.
  func resolve(_ reference: String, at range: SourceRange) throws(Diagnostic) -> ResultBinding {
    let path = reference.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard var found = self[path[0]] else {
      let notes = later[path[0]].map { [Diagnostic.Note("'\(path[0])' is made here", at: $0)] }
      throw Diagnostic(
        "No earlier cell is named '\(path[0])'", at: range, notes: notes ?? [],
        help: notes == nil
          ? suggestion(for: path[0], among: results.map(\.name))
            ?? "put a cell that makes it before this one" : "move that cell before this one")
    }
    guard path.count > 1, let type = found.type else { return found }
    let rest = path.dropFirst()
    guard let member = type.member(at: rest) else {
      throw Diagnostic(
        "'\(found.name)' has no '\(rest.joined(separator: "."))'", at: range,
        notes: [.init("'\(found.name)' is \(type.typeDescription)", at: found.definition)],
        help: suggestion(for: rest.joined(separator: "."), among: type.memberNames))
    }
    found.type = member
    if let value = found.value {
      found.value = value.member(at: rest)
      guard found.value != nil else {
        throw Diagnostic("This '\(path[0])' has no '\(rest.joined(separator: "."))'", at: range)
      }
    }
    return found
  }
}
