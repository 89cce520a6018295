import NotebookSyntax
import Operations

/// Why a result isn't there.
struct MissingResult: Sendable {
  /// Whether its own cell failed, and not one before it.
  var isFailure: Bool
  /// Whether a diagnostic says so; none does of a cell that may fail.
  var isTold: Bool
  /// What is to be told of its own cell, if nothing else says why it wasn't run.
  var problem: Diagnostic?

  func inWords(_ name: String) -> String {
    isFailure ? "'\(name)' failed" : "'\(name)' was not run"
  }
}

extension MissingResult {
  /// A cell that failed.
  init(of run: CellRun) {
    self.init(isFailure: true, isTold: !run.mayFail)
  }

  /// A cell that was not run, as a result that it uses is missing.
  init(of run: CellRun, after name: String, _ cause: MissingResult, in scope: Scope) {
    self.init(isFailure: false, isTold: cause.isTold || !run.mayFail)
    guard !cause.isTold, !run.mayFail else { return }
    problem = Diagnostic(
      .cellNotRun, "'\(run.cell.result.text)' was not run, because \(cause.inWords(name))",
      at: run.cell.operation.range, notes: scope.notes(onFailureOf: name),
      help: "write '#| error: true' in this cell too, or don't let it use '\(name)'")
  }
}

extension Session {
  /// What is wrong with a report of cells besides their own failures, and isn't explained by those.
  func problems(of cells: [CellRun]) -> [Diagnostic] {
    guard !isInterrupted else { return [] }
    let values = checked.notebook.inlineValues.compactMap(problem)
    let runs = Dictionary(cells.map { ($0.cell.result.text, $0) }) { first, _ in first }
    let references = checked.notebook.references.compactMap { reference, range in
      runs[reference.cell].flatMap { problem(with: reference, to: $0, at: range) }
    }
    return Diagnostics(missing.values.compactMap(\.problem) + values + references).all
  }

  private func problem(with value: InlineValue) -> Diagnostic? {
    let name = value.path[0]
    // Parameters are known of cells that failed, too.
    if value.path.dropFirst().first == ResultBinding.parameters, self.value(quotedBy: value) != nil
    {
      return nil
    }
    if let cause = missing[name] {
      guard !cause.isTold else { return nil }
      return Diagnostic(
        .unavailableValue, "'\(value.name)' isn't there, because \(cause.inWords(name))",
        at: value.range, notes: scope.notes(onFailureOf: name),
        help: "leave it out: a cell that may fail may leave nothing to quote")
    }
    guard let facts = scope[name]?.facts, facts[value.asked] == nil else { return nil }
    return Diagnostic(
      .unknownPart, "This '\(name)' has no '\(value.asked)'", at: value.range,
      help: suggestion(for: value.asked, among: facts.values.map(\.name)))
  }

  /// What is wrong with a reference to a figure or a table.
  private func problem(
    with reference: CrossReference, to run: CellRun, at range: SourceRange
  ) -> Diagnostic? {
    let kind: OutputKind
    switch reference.kind {
    case .figure: kind = .plot
    case .table: kind = .table
    case .equation, .section: return nil
    }
    if let cause = missing[reference.cell] {
      guard !cause.isTold else { return nil }
      return Diagnostic(
        .unavailableOutput,
        "'@\(reference.label)' leads nowhere, because \(cause.inWords(reference.cell))",
        at: range, notes: scope.notes(onFailureOf: reference.cell),
        help: "leave it out: a cell that may fail may leave nothing to refer to")
    }
    guard case .finished(let result) = run.outcome,
      !result.outputs.contains(where: {
        $0.kind == kind && (reference.output == nil || $0.name == reference.output)
      })
    else { return nil }
    let name = reference.output.map { " '\($0)'" } ?? ""
    return Diagnostic(
      .unavailableOutput, "This '\(reference.cell)' has no \(kind.rawValue)\(name) to refer to",
      at: range)
  }
}

extension Scope {
  fileprivate func notes(onFailureOf name: String) -> [Diagnostic.Note] {
    self[name].map { [.init("'\(name)' may fail, as its options say", at: $0.definition)] } ?? []
  }
}
