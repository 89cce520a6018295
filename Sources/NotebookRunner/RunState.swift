import NotebookSyntax
import Operations

/// What has been made so far, and what keeps later cells from running.
struct RunState {
  /// Why a result isn't there.
  struct Missing {
    /// Whether its own cell failed, and not one before it.
    var isFailure: Bool
    /// Whether a diagnostic says so; none does of a cell that may fail.
    var isTold: Bool
  }

  private(set) var scope = Scope()
  /// The results that were not made, by their names.
  var missing: [String: Missing] = [:]
  /// What is missing from the report for no other reason than that a cell failed that may fail.
  private var consequences: [Diagnostic] = []
  /// Why nothing more is run; nil if all is well.
  var stop: String?
  var isInterrupted = false

  mutating func define(
    _ cell: Cell, as shape: ResultShape?, parameters: [ParameterFact]?, value: (any Presentable)?
  ) {
    scope.define(
      ResultBinding(
        name: cell.result.text, shape: shape, parameters: parameters, value: value,
        definition: cell.result.range))
  }

  /// Says why a cell can't be run, and keeps that in mind; nil if it can.
  mutating func skip(_ cell: Cell, dependingOn names: [String], isAllowed: Bool) -> String? {
    guard let name = names.first(where: { missing[$0] != nil }), let cause = missing[name] else {
      return nil
    }
    let reason = cause.inWords(name)
    missing[cell.result.text] = Missing(isFailure: false, isTold: cause.isTold || !isAllowed)
    if !cause.isTold, !isAllowed {
      consequences.append(
        Diagnostic(
          .cellNotRun, "'\(cell.result.text)' was not run, because \(reason)",
          at: cell.operation.range, notes: note(name),
          help: "write '#| error: true' in this cell too, or don't let it use '\(name)'"))
    }
    return reason
  }

  /// What an inline value of a result stands for; nil if there is no such thing.
  func scalar(quotedBy value: InlineValue) -> ScalarValue? {
    guard let result = scope[value.path[0]] else { return nil }
    let path = value.path.dropFirst()
    return result.parameterFact(at: path)?.value ?? result.value?.value(at: path)
  }

  // MARK: What the report lacks

  /// What is wrong with the report of cells that have run besides their own failures, and isn't
  /// explained by those.
  func problems(of notebook: Notebook, cells: [CellRun]) -> [Diagnostic] {
    guard !isInterrupted else { return [] }
    let values = notebook.inlineValues.compactMap(problem)
    let runs = Dictionary(cells.map { ($0.cell.result.text, $0) }) { first, _ in first }
    let references = notebook.references.compactMap { reference, range in
      runs[reference.name].flatMap { problem(with: reference, to: $0, at: range) }
    }
    return Diagnostics(consequences + values + references).all
  }

  private func problem(with value: InlineValue) -> Diagnostic? {
    let name = value.path[0]
    // Parameters are known of cells that failed, too.
    if value.path.dropFirst().first == ResultBinding.parameters, scalar(quotedBy: value) != nil {
      return nil
    }
    if let cause = missing[name] {
      guard !cause.isTold else { return nil }
      return Diagnostic(
        .unavailableValue, "'\(value.name)' isn't there, because \(cause.inWords(name))",
        at: value.range, notes: note(name),
        help: "leave it out: a cell that may fail may leave nothing to quote")
    }
    guard let result = scope[name]?.value, scalar(quotedBy: value) == nil else { return nil }
    let asked = value.path.dropFirst().joined(separator: ".")
    return Diagnostic(
      .unknownPart, "This '\(name)' has no '\(asked)'", at: value.range,
      help: suggestion(for: asked, among: result.namedValues.map(\.name)))
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
    if let cause = missing[reference.name] {
      guard !cause.isTold else { return nil }
      return Diagnostic(
        .unavailableOutput,
        "'@\(reference.label)' leads nowhere, because \(cause.inWords(reference.name))",
        at: range, notes: note(reference.name),
        help: "leave it out: a cell that may fail may leave nothing to refer to")
    }
    guard case .finished(let result) = run.outcome,
      !result.outputs.contains(where: { $0.kind == kind })
    else { return nil }
    return Diagnostic(
      .unavailableOutput, "This '\(reference.name)' has no \(kind.rawValue) to refer to",
      at: range)
  }

  private func note(_ name: String) -> [Diagnostic.Note] {
    scope[name].map { [.init("'\(name)' may fail, as its options say", at: $0.definition)] } ?? []
  }
}

extension RunState.Missing {
  func inWords(_ name: String) -> String {
    isFailure ? "'\(name)' failed" : "'\(name)' was not run"
  }
}

extension Output {
  fileprivate var kind: OutputKind? {
    switch self {
    case .text: nil
    case .table: .table
    case .plot: .plot
    }
  }
}
