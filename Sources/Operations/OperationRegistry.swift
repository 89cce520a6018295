public import NotebookSyntax

/// The operations that a notebook may call, by name.
public struct OperationRegistry: Sendable {
  private var operations: [String: any NotebookOperation.Type] = [:]
  /// What the operations use besides what a notebook gives them.
  public var environment = OperationEnvironment()

  /// What the codes of diagnostics mean that the operations have of their own.
  public private(set) var explanations: [DiagnosticExplanation]

  /// Gathers operations, no two of which may have one name.
  public init(
    _ operations: [any NotebookOperation.Type], explanations: [DiagnosticExplanation] = []
  ) {
    self.explanations = explanations
    for operation in operations { add(operation) }
  }

  /// All operations of two registries, no two of which may have one name.
  public static func + (first: OperationRegistry, second: OperationRegistry) -> OperationRegistry {
    var all = first
    all.explanations += second.explanations
    all.environment.add(second.environment)
    for operation in second.operations.values { all.add(operation) }
    return all
  }

  private mutating func add(_ operation: any NotebookOperation.Type) {
    let earlier = operations.updateValue(operation, forKey: operation.name)
    precondition(earlier == nil, "Two operations are named '\(operation.name)'")
    assert(
      Dictionary(grouping: operation.declarations, by: \.name).allSatisfy { $1.count == 1 },
      "'\(operation.name)' has two parameters of one name")
  }

  public subscript(name: String) -> (any NotebookOperation.Type)? { operations[name] }

  /// Every operation, in the order of its name.
  public var all: [any NotebookOperation.Type] {
    operations.values.sorted { $0.name < $1.name }
  }

  /// Finds the operation that a cell calls, or throws that there is none.
  public func operation(of cell: Cell) throws(Diagnostic) -> any NotebookOperation.Type {
    let name = cell.operation.text
    if let operation = operations[name] { return operation }
    let isLanguage = Self.languages.contains(name.lowercased())
    throw Diagnostic(
      .unknownOperation, "No operation is named '\(name)'", at: cell.operation.range,
      help: isLanguage
        ? "cells call operations; to show code, write ```\(name) without braces"
        : suggestion(for: name))
  }

  /// What someone who wrote a name that isn't there may have meant.
  public func suggestion(for name: String) -> String? {
    NotebookSyntax.suggestion(for: name, among: all.map { $0.name })
  }

  /// What authors used to other notebooks put in braces.
  private static let languages: Set<String> = [
    "python", "r", "julia", "swift", "bash", "sh", "sql", "javascript", "js", "ojs",
  ]
}

extension OperationRegistry: ExpressibleByArrayLiteral {
  /// Gathers operations whose diagnostics need no explanation.
  public init(arrayLiteral operations: any NotebookOperation.Type...) { self.init(operations) }
}

extension OperationRegistry {
  /// A reference of all operations, in Markdown.
  public var reference: String { all.map { $0.reference }.joined(separator: "\n") }
}

extension NotebookOperation {
  /// What can be said about the operation, in Markdown.
  public static var reference: String {
    let rows = declarations.map {
      let cells = ["`\($0.name)`", $0.expectation, $0.fallbackDescription, $0.help]
      return "| \(cells.map { $0.replacing("|", with: #"\|"#) }.joined(separator: " | ")) |"
    }
    let shape = shapeOfAll
    let values = shape.valueNames.map { "`\($0)`" }.joined(separator: ", ")
    return """
      #### `\(name)`

      \(summary) Makes \(Result.typeDescription)\(values.isEmpty ? "" : " with \(values)").\
      \(shape.outputsInWords { "`\($0)`" }.map { " Shows \($0)." } ?? "")

      | Parameter | Value | Default | Meaning |
      | --- | --- | --- | --- |
      \(rows.joined(separator: "\n"))

      """
  }
}

extension ResultShape {
  /// "plots `curve` and tables `epochs`, `layers`"; nil if the result has neither.
  public func outputsInWords(_ quoted: (String) -> String) -> String? {
    let parts = [OutputKind.plot, .table].compactMap { kind -> String? in
      let names = outputs.filter { $0.kind == kind }.map { quoted($0.name) }
      guard !names.isEmpty else { return nil }
      let noun = names.count == 1 ? "the \(kind.rawValue)" : "the \(kind.rawValue)s"
      return "\(noun) \(names.joined(separator: ", "))"
    }
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }
}
