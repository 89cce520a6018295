import Files
public import NotebookSyntax
public import Operations

/// Checks notebooks, and runs their cells in the order they are written.
public struct NotebookRunner: Sendable {
  public var registry: OperationRegistry
  /// The folder that the notebook's paths are relative to.
  public var folder: String
  /// The folder of the report, to which cells may write files.
  public var outputFolder: String
  /// Files that no cell may write, such as the notebook itself, with what each is.
  public var reservedFiles: [String: String] = [:]
  /// How many threads a cell may use, which results don't depend on.
  public var threads: Int
  /// Whether the first cell that fails ends the run.
  public var failsFast: Bool
  /// Whether the report lets the author's own HTML through.
  public var allowsHTML: Bool
  /// Where pictures are looked for; nil if they are not.
  public var pictures: PictureFiles?

  public init(
    registry: OperationRegistry, folder: String = ".", outputFolder: String = ".", threads: Int = 1,
    failsFast: Bool = false, allowsHTML: Bool = false, pictures: PictureFiles? = nil
  ) {
    self.registry = registry
    self.folder = folder
    self.outputFolder = outputFolder
    self.threads = threads
    self.failsFast = failsFast
    self.allowsHTML = allowsHTML
    self.pictures = pictures
  }

  /// Checks every cell and every inline value, without running anything.
  ///
  /// The problems that reading the notebook found are put among those that are found here.
  public func check(
    _ notebook: Notebook, overrides: ParameterOverrides = ParameterOverrides(),
    problems: [Diagnostic] = []
  ) -> CheckedNotebook {
    var checker = NotebookChecker(
      registry: registry, folder: folder, outputFolder: outputFolder,
      files: FileUses(reserved: reservedFiles), pictures: pictures, allowsHTML: allowsHTML,
      problems: problems)
    return checker.check(notebook, overrides: overrides)
  }

  /// Runs a notebook that is runnable, reporting each event as it happens.
  ///
  /// A cell that fails doesn't end the run: cells that don't depend on it are run all the
  /// same. Cancelling the task ends the run at once; what was made is kept.
  public func run(
    _ checked: CheckedNotebook, onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async -> NotebookRun {
    precondition(checked.isRunnable, "A notebook with errors was to be run")
    let notebook = checked.notebook
    var state = RunState()
    var runs: [CellRun] = []
    let cells = notebook.cells
    for (index, cell) in cells.enumerated() {
      let place = RunEvent.Place(cell: cell, index: index, count: cells.count)
      let run = await run(
        cell, of: notebook, state: &state,
        onEvent: { onEvent(RunEvent(place: place, kind: $0)) })
      runs.append(run)
    }
    let quoted = Dictionary(
      notebook.inlineValues.compactMap { value in
        (checked.parameters.scalar(quotedBy: value) ?? state.scalar(quotedBy: value))
          .map { (value.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
    return NotebookRun(
      notebook: notebook, seed: notebook.frontMatter.seed,
      parameters: checked.parameters.entries.map { Setting($0.key, $0.value.description) },
      cells: runs, quoted: quoted, problems: state.problems(of: notebook, cells: runs),
      isInterrupted: state.isInterrupted)
  }

  private func run(
    _ cell: Cell, of notebook: Notebook, state: inout RunState,
    onEvent: @escaping @Sendable (RunEvent.Kind) -> Void
  ) async -> CellRun {
    let clock = ContinuousClock()
    let start = clock.now
    var run = CellRun(
      cell: cell, options: cell.options.completed(by: notebook.frontMatter.defaults),
      settings: [], outcome: .skipped(because: ""), seconds: 0)
    let isAllowed = run.options.error == true
    var shape: ResultShape?
    var parameters: [ParameterFact]?
    var value: (any Presentable)?
    defer { state.define(cell, as: shape, parameters: parameters, value: value) }

    func skip(because reason: String) {
      run.outcome = .skipped(because: reason)
      onEvent(.skipped(because: reason))
    }

    do {
      let operation = try registry.operation(of: cell)
      shape = operation.shapeOfAll
      let call = try operation.call(cell, scope: state.scope)
      run.settings = call.settings
      shape = call.shape
      parameters = call.parameters
      if let reason = state.stop {
        skip(because: reason)
        return run
      }
      if let cause = state.skip(cell, dependingOn: call.dependencies, isAllowed: isAllowed) {
        skip(because: cause)
        return run
      }
      try Task.checkCancellation()
      onEvent(.started)
      let context = OperationContext(
        seed: cell.seed(from: notebook.frontMatter.seed), threads: threads, folder: folder,
        outputFolder: outputFolder,
        report: { onEvent(.progressed($0)) }, tell: { onEvent(.noticed($0)) })
      let result = try await runPromptly { try await call.run(context) }
      value = result
      run.outcome = .finished(CellResult(of: result, in: cell))
      run.seconds = (clock.now - start).seconds
      onEvent(.finished(seconds: run.seconds))
    } catch is CancellationError {
      state.isInterrupted = true
      state.stop = "the run was interrupted"
      skip(because: "the run was interrupted")
    } catch {
      let problem = Diagnostic(explaining: error, in: cell)
      state.missing[cell.result.text] = .init(isFailure: true, isTold: !isAllowed)
      if failsFast, !isAllowed { state.stop = "'\(cell.result.text)' failed" }
      run.outcome = .failed(problem)
      run.seconds = (clock.now - start).seconds
      onEvent(.failed(problem, isAllowed: isAllowed))
    }
    return run
  }
}

/// An operation that is bound to a cell and waits to be run.
private struct Call: Sendable {
  var settings: [Setting]
  var dependencies: [String]
  var shape: ResultShape
  var parameters: [ParameterFact]
  var run: @Sendable (OperationContext) async throws -> any Presentable
}

extension NotebookOperation {
  fileprivate static func call(_ cell: Cell, scope: Scope) throws(Diagnostics) -> Call {
    let bound = try bind(cell, scope: scope)
    return Call(
      settings: bound.settings.map { Setting($0.name, $0.value) },
      dependencies: bound.dependencies, shape: bound.operation.resultShape,
      parameters: bound.parameters
    ) {
      try await bound.operation.run(in: $0)
    }
  }
}

extension Diagnostic {
  /// Words an error that an operation threw, at the parameter it is about.
  fileprivate init(explaining error: any Error, in cell: Cell) {
    switch error {
    case let problem as Diagnostic:
      self = problem
    case let problems as Diagnostics where !problems.all.isEmpty:
      self = problems.all[0]
    case let failure as OperationFailure:
      self.init(
        failure.code, failure.message, at: cell.range(ofParameter: failure.parameter),
        details: failure.details, help: failure.help)
    default:
      self.init(.cellFailed, "\(error)", at: cell.operation.range)
    }
  }

  /// Puts a warning of a result at the parameter it is about.
  fileprivate init(_ warning: ResultWarning, in cell: Cell) {
    self.init(
      warning.code, warning.message, at: cell.range(ofParameter: warning.parameter),
      severity: .warning,
      details: warning.details, help: warning.help)
  }
}

extension Cell {
  /// Where the value of a parameter is written, or else the operation.
  fileprivate func range(ofParameter name: String?) -> SourceRange {
    parameters?.entries.first { $0.key == name }?.value.range ?? operation.range
  }

  /// A seed that depends on the cell's own name and not on its place.
  ///
  /// FNV-1a over the name, then the finalizer of SplitMix64, so that near names are far apart.
  fileprivate func seed(from seed: UInt64) -> UInt64 {
    var hash = FNV1a.hash(result.text.utf8, seed: seed)
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}

extension CellOptions {
  /// The options, with a notebook's defaults where the cell doesn't say.
  func completed(by defaults: CellOptions) -> CellOptions {
    var result = self
    result.echo = echo ?? defaults.echo
    result.output = output ?? defaults.output
    result.include = include ?? defaults.include
    result.error = error ?? defaults.error
    return result
  }
}

extension CellResult {
  init(of value: any Presentable, in cell: Cell) {
    self.init(
      outputs: value.outputs, values: value.namedValues, series: value.series,
      dataFiles: value.dataFiles, warnings: value.warnings.map { Diagnostic($0, in: cell) })
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
