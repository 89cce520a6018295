import Files
public import NotebookSyntax
public import Operations

/// How cells are run, which their results don't depend on.
public struct RunSettings: Sendable {
  /// How many threads a cell may use.
  public var threads: Int
  /// Whether the first cell that fails ends the run of a notebook.
  public var failsFast: Bool

  /// Settings, by default for one thread and a run that goes on after a failure.
  public init(threads: Int = 1, failsFast: Bool = false) {
    self.threads = threads
    self.failsFast = failsFast
  }
}

/// Runs the cells of a notebook one at a time, and keeps what they make for those that follow.
///
/// A session is a value. A copy is the state between two cells, from which one can go on in another
/// way: with a cell that was changed, or with other cells.
public struct Session: Sendable {
  let checked: CheckedNotebook
  private let settings: RunSettings
  /// The results so far.
  public private(set) var scope = Scope()
  /// The results that were not made, by their names.
  private(set) var missing: [String: MissingResult] = [:]
  /// Whether a cell was ended before its end.
  public private(set) var isInterrupted = false

  /// Begins without results.
  ///
  /// - Parameters:
  ///   - checked: The notebook, in which there are no errors.
  ///   - settings: How its cells are run.
  public init(_ checked: CheckedNotebook, settings: RunSettings = RunSettings()) {
    precondition(checked.isRunnable, "A notebook with errors was to be run")
    self.checked = checked
    self.settings = settings
  }

  /// Runs a cell, and keeps its result, in the place of an earlier one of that name.
  ///
  /// The cell has a thread of its own. Cancelling the task ends it at once. A cell that uses a result
  /// that wasn't made is not run.
  ///
  /// - Parameters:
  ///   - cell: A cell that was checked with those before it.
  ///   - onEvent: Called with each event as it happens.
  /// - Returns: What became of the cell.
  public mutating func run(
    _ cell: Cell, onEvent: @escaping @Sendable (RunEvent.Kind) -> Void = { _ in }
  ) async -> CellRun {
    let start = ContinuousClock.now
    var run = CellRun(cell, of: checked.notebook)
    var binding = ResultBinding(of: cell)
    do {
      let operation = try checked.operations.operation(of: cell)
      binding.shape = operation.shapeOfAll
      let call = try operation.call(cell, scope: scope)
      binding.shape = call.shape
      binding.parameters = call.parameters
      run.settings = call.settings
      if let (name, cause) = firstMissing(among: call.dependencies) {
        missing[cell.result.text] = MissingResult(of: run, after: name, cause, in: scope)
        run.outcome = .skipped(because: cause.inWords(name))
      } else {
        try Task.checkCancellation()
        onEvent(.started)
        let context = context(of: cell, onEvent)
        let value = try await runPromptly { try await call.run(context) }
        let result = CellResult(of: value, in: cell)
        binding.facts = result.facts
        binding.value = value
        missing[cell.result.text] = nil
        run.outcome = .finished(result)
      }
    } catch is CancellationError {
      isInterrupted = true
      run.outcome = .skipped(because: Self.interruption)
    } catch {
      missing[cell.result.text] = MissingResult(isFailure: true, isTold: !run.mayFail)
      run.outcome = .failed(Diagnostic(explaining: error, in: cell))
    }
    scope.define(binding)
    if !run.isSkipped { run.seconds = (ContinuousClock.now - start).seconds }
    onEvent(RunEvent.Kind(endOf: run))
    return run
  }

  /// Leaves a cell out, for a reason such as "'ratings' failed".
  ///
  /// - Parameters:
  ///   - cell: A cell that was checked with those before it.
  ///   - reason: A clause.
  /// - Returns: The cell with its parameters, as one that was not run.
  public mutating func skip(_ cell: Cell, because reason: String) -> CellRun {
    var run = CellRun(cell, of: checked.notebook)
    let call = try? checked.operations.operation(of: cell).call(cell, scope: scope)
    run.settings = call?.settings ?? []
    run.outcome = .skipped(because: reason)
    var binding = ResultBinding(of: cell)
    binding.shape = call?.shape
    binding.parameters = call?.parameters
    scope.define(binding)
    return run
  }

  /// What an inline value stands for; nil if there is no such thing.
  public func value(quotedBy value: InlineValue) -> ScalarValue? {
    if let scalar = checked.parameters.scalar(quotedBy: value) { return scalar }
    guard let result = scope[value.path[0]] else { return nil }
    return result.parameterFact(at: value.path.dropFirst())?.value ?? result.facts?[value.asked]
  }

  /// Why nothing more is run after an interruption.
  static let interruption = "the run was interrupted"

  private func context(
    of cell: Cell, _ onEvent: @escaping @Sendable (RunEvent.Kind) -> Void
  ) -> OperationContext {
    OperationContext(
      seed: cell.seed(from: checked.notebook.frontMatter.seed), threads: settings.threads,
      folder: checked.settings.folder, outputFolder: checked.settings.outputFolder,
      environment: checked.operations.environment,
      report: { onEvent(.progressed($0)) }, tell: { onEvent(.noticed($0)) })
  }

  private func firstMissing(among names: [String]) -> (name: String, cause: MissingResult)? {
    names.lazy.compactMap { name in missing[name].map { (name, $0) } }.first
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

extension ResultBinding {
  /// A result of which no more is known than its name.
  fileprivate init(of cell: Cell) {
    self.init(name: cell.result.text, shape: nil, definition: cell.result.range)
  }
}

extension RunEvent.Kind {
  /// What is told of a cell at last.
  fileprivate init(endOf run: CellRun) {
    self =
      switch run.outcome {
      case .finished: .finished(seconds: run.seconds)
      case .failed(let problem): .failed(problem, isAllowed: run.mayFail)
      case .skipped(let reason): .skipped(because: reason)
      }
  }
}

extension Cell {
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

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

extension InlineValue {
  /// What is asked of a result, such as `test.mse`.
  var asked: String { path.dropFirst().joined(separator: ".") }
}
