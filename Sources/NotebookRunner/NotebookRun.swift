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
  /// Whether the report lacks something because of this cell.
  public var isMissing: Bool {
    switch outcome {
    case .finished: false
    case .failed, .skipped: options.error != true
    }
  }
}

/// What a report shows of a cell's result.
public struct CellResult: Sendable {
  public var outputs: [Output]
  public var values: [NamedValue]
  public var series: [Series]
  public var dataFiles: [DataFile]
  /// What is odd about the result, which stands on the page before what it shows.
  public var warnings: [Diagnostic]

  public init(
    outputs: [Output], values: [NamedValue], series: [Series], dataFiles: [DataFile],
    warnings: [Diagnostic] = []
  ) {
    self.outputs = outputs
    self.values = values
    self.series = series
    self.dataFiles = dataFiles
    self.warnings = warnings
  }
}
