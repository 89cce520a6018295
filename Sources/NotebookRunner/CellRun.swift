public import NotebookSyntax
public import Operations

/// A parameter with the value it had, as a notebook would write it.
public struct Setting: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What became of a cell.
public struct CellRun: Sendable {
  public enum Outcome: Sendable {
    case finished(CellResult)
    case failed(Diagnostic)
    /// Not run, because of what is said here, such as "'ratings' failed".
    case skipped(because: String)
  }

  public var cell: Cell
  /// The cell's options, completed by the notebook's defaults.
  public var options: CellOptions
  /// The operation's parameters as they were used, defaults included.
  public var settings: [Setting]
  public var outcome: Outcome
  /// How long the cell ran.
  public var seconds: Double

  public init(
    cell: Cell, options: CellOptions, settings: [Setting], outcome: Outcome, seconds: Double
  ) {
    self.cell = cell
    self.options = options
    self.settings = settings
    self.outcome = outcome
    self.seconds = seconds
  }
}

extension CellRun {
  /// A cell that wasn't run yet.
  init(_ cell: Cell, of notebook: Notebook) {
    self.init(
      cell: cell, options: cell.options.completed(by: notebook.frontMatter.defaults),
      settings: [], outcome: .skipped(because: ""), seconds: 0)
  }

  /// Whether the report lacks something because of this cell.
  public var isMissing: Bool {
    switch outcome {
    case .finished: false
    case .failed, .skipped: !mayFail
    }
  }

  /// Whether the report is right without the cell, as its options say.
  var mayFail: Bool { options.error == true }

  var isFailed: Bool { if case .failed = outcome { true } else { false } }
  var isSkipped: Bool { if case .skipped = outcome { true } else { false } }
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

/// What a report shows and quotes of a cell's result, which is plain data.
public struct CellResult: Sendable {
  public var outputs: [Output]
  /// What prose and programs can quote.
  public var facts: Facts
  public var series: [Series]
  public var dataFiles: [DataFile]
  /// What is odd about the result, which stands on the page before what it shows.
  public var warnings: [Diagnostic]

  public init(
    outputs: [Output], facts: Facts, series: [Series], dataFiles: [DataFile],
    warnings: [Diagnostic] = []
  ) {
    self.outputs = outputs
    self.facts = facts
    self.series = series
    self.dataFiles = dataFiles
    self.warnings = warnings
  }
}

extension CellResult {
  /// What there is to show and to quote of a value that a cell has made.
  public init(of value: any Presentable, in cell: Cell) {
    self.init(
      outputs: value.outputs, facts: value.facts, series: value.series,
      dataFiles: value.dataFiles, warnings: value.warnings.map { Diagnostic($0, in: cell) })
  }
}

extension Diagnostic {
  /// Words an error that an operation threw, at the parameter it is about.
  init(explaining error: any Error, in cell: Cell) {
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
}
