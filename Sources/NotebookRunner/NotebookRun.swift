public import NotebookSyntax
public import Operations

/// A notebook and what became of its cells.
public struct NotebookRun: Sendable {
  public var notebook: Notebook
  public var seed: UInt64
  /// The front matter's parameters as they were used, in the order of their declaration.
  public var parameters: [Setting]
  /// What became of each cell, in the order of the notebook.
  public var cells: [CellRun]
  /// What the inline values of the notebook stand for, by their names such as `model.test.mse`.
  public var quoted: [String: ScalarValue]
  /// What is wrong with the report besides the failures of cells, such as a value that isn't
  /// there.
  public var problems: [Diagnostic]
  /// Whether the run was ended before its end.
  public var isInterrupted: Bool

  public init(
    notebook: Notebook, seed: UInt64, parameters: [Setting], cells: [CellRun],
    quoted: [String: ScalarValue] = [:], problems: [Diagnostic] = [], isInterrupted: Bool = false
  ) {
    self.notebook = notebook
    self.seed = seed
    self.parameters = parameters
    self.cells = cells
    self.quoted = quoted
    self.problems = problems
    self.isInterrupted = isInterrupted
  }

  /// All that is wrong with the report or odd about it, in the order of the text: the failures of
  /// cells that may not fail, the warnings of results, and the problems.
  public var diagnostics: [Diagnostic] {
    let ofCells = cells.flatMap { cell -> [Diagnostic] in
      switch cell.outcome {
      case .failed(let failure): cell.isMissing ? [failure] : []
      case .finished(let result): result.warnings
      case .skipped: []
      }
    }
    return Diagnostics(ofCells + problems).all
  }

  /// Makes an error of every warning.
  public mutating func takeWarningsForErrors() {
    for index in problems.indices { problems[index].severity = .error }
    for index in cells.indices {
      guard case .finished(var result) = cells[index].outcome else { continue }
      for number in result.warnings.indices { result.warnings[number].severity = .error }
      cells[index].outcome = .finished(result)
    }
  }

  /// Whether the report is right: nothing failed that may not fail, and nothing is missing.
  public var isComplete: Bool {
    !isInterrupted && !cells.contains(where: \.isMissing) && !Diagnostics(diagnostics).holdsError
  }
}

extension CheckedNotebook {
  /// Runs the cells in the order they are written, and tells of each event as it happens.
  ///
  /// A cell that fails doesn't end the run: cells that don't depend on it are run all the same.
  /// Cancelling the task ends the run at once; what was made is kept.
  public func run(
    _ settings: RunSettings = RunSettings(),
    onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async -> NotebookRun {
    var session = Session(self, settings: settings)
    var runs: [CellRun] = []
    /// Why nothing more is run; nil if all is well.
    var end: String?
    let cells = notebook.cells
    for (index, cell) in cells.enumerated() {
      let place = RunEvent.Place(cell: cell, index: index, count: cells.count)
      let tell: @Sendable (RunEvent.Kind) -> Void = { onEvent(RunEvent(place: place, kind: $0)) }
      if let end {
        runs.append(session.skip(cell, because: end))
        tell(.skipped(because: end))
        continue
      }
      let run = await session.run(cell, onEvent: tell)
      runs.append(run)
      if session.isInterrupted { end = Session.interruption }
      if settings.failsFast, run.isFailed, !run.mayFail { end = "'\(cell.result.text)' failed" }
    }
    let quoted = Dictionary(
      notebook.inlineValues.compactMap { value in
        session.value(quotedBy: value).map { (value.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
    return NotebookRun(
      notebook: notebook, seed: notebook.frontMatter.seed,
      parameters: parameters.entries.map { Setting($0.key, $0.value.description) },
      cells: runs, quoted: quoted, problems: session.problems(of: runs),
      isInterrupted: session.isInterrupted)
  }
}
