public import NotebookSyntax

/// Something a cell can do.
///
/// An operation is a structure whose properties are the parameters a notebook
/// gives it. Their wrappers carry all that a reader, a parser and an error
/// message need to know, so that there is one place to say it:
///
///     struct ALSOperation: NotebookOperation {
///       static let name = "als"
///       static let summary = "Factors ratings by alternating least squares."
///
///       @Input("What to learn from.") var data: TrainingData
///       @Parameter("How many latent factors to learn.", in: 1...512) var factors = 10
///
///       func run(in context: OperationContext) async throws -> ALSModel { ... }
///     }
///
/// A property `learningRate` is the parameter `learning-rate`.
public protocol NotebookOperation: ParameterGroup {
  associatedtype Result: Presentable

  /// What a cell writes to call the operation, such as `als`.
  static var name: String { get }
  /// One sentence, in the third person, for help and documentation.
  static var summary: String { get }

  /// Makes an operation with nothing bound, to read its declarations from.
  init()

  /// The files that the cell reads and writes.
  ///
  /// What is to be read and isn't there, and what would be overwritten, is told before anything
  /// runs. Inputs have no values yet and may not be read.
  func files(in context: CheckContext) -> [FileUse]

  /// All that results of the operation can have, whatever the parameters; by default all that
  /// results of its type can have.
  static var shapeOfAll: ResultShape { get }

  /// What the result will have; by default all that results of the operation can have.
  ///
  /// Inputs have no values yet and may not be read, but their shapes are known.
  var resultShape: ResultShape { get }

  /// Does the work. Long work calls ``OperationContext/checkpoint(_:)`` often.
  func run(in context: OperationContext) async throws -> Result
}

extension NotebookOperation {
  public func files(in context: CheckContext) -> [FileUse] { [] }
  public static var shapeOfAll: ResultShape { ResultShape(of: Result.self) }
  public var resultShape: ResultShape { Self.shapeOfAll }
}

/// What an operation may know while it is checked.
public struct CheckContext: Sendable {
  /// Where the cell is written, for a diagnostic about no parameter in particular.
  public var cell: SourceRange
  /// The folder that paths are relative to: the notebook's own.
  public var folder: String
  /// The folder of the report, to which files may be written.
  public var outputFolder: String
  /// Whether the cell may fail: then what its run will say is meant to be said, and no mistake.
  public var mayFail: Bool
  /// What the registry gives its operations to use.
  public var environment: OperationEnvironment

  public init(
    cell: SourceRange, folder: String, outputFolder: String = ".", mayFail: Bool = false,
    environment: OperationEnvironment = OperationEnvironment()
  ) {
    self.cell = cell
    self.folder = folder
    self.outputFolder = outputFolder
    self.mayFail = mayFail
    self.environment = environment
  }

  /// A path of a cell, from where the program runs.
  public func resolve(path: String) -> String { resolved(path, in: folder) }

  /// The path of a file that a cell writes, from where the program runs.
  public func resolve(outputPath path: String) -> String { resolved(path, in: outputFolder) }
}

/// What a running operation may use besides its parameters.
public struct OperationContext: Sendable {
  /// A seed of the cell's own: adding a cell elsewhere doesn't change it.
  public var seed: UInt64
  /// How many threads may work at once, which results must not depend on.
  public var threads: Int
  /// How many bytes of memory the work may take; nil for all that there are.
  public var memory: Int?
  /// The folder that paths are relative to: the notebook's own.
  public var folder: String
  /// The folder of the report, to which files may be written.
  public var outputFolder: String
  /// What the registry gives its operations to use.
  public var environment: OperationEnvironment
  var report: @Sendable (Checkpoint) -> Void
  var tell: @Sendable (String) -> Void

  public init(
    seed: UInt64, threads: Int = 1, memory: Int? = nil, folder: String = ".",
    outputFolder: String = ".", environment: OperationEnvironment = OperationEnvironment(),
    report: @escaping @Sendable (Checkpoint) -> Void = { _ in },
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.seed = seed
    self.threads = threads
    self.memory = memory
    self.folder = folder
    self.outputFolder = outputFolder
    self.environment = environment
    self.report = report
    self.tell = tell
  }

  /// Tells whoever watches the run something that is no progress and no result, such as the
  /// terms of what is being downloaded.
  public func notice(_ text: String) { tell(text) }

  /// Reports progress, and throws if the run was cancelled.
  ///
  /// The two go together so that no work can be visible without being stoppable.
  public func checkpoint(_ progress: Checkpoint) throws {
    try Task.checkCancellation()
    report(progress)
  }

  /// A path of a cell, from where the program runs.
  public func resolve(path: String) -> String { resolved(path, in: folder) }

  /// The path of a file that a cell writes, from where the program runs.
  public func resolve(outputPath path: String) -> String { resolved(path, in: outputFolder) }
}

private func resolved(_ path: String, in folder: String) -> String {
  path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
}

/// How far a piece of work has come.
public struct Checkpoint: Hashable, Sendable {
  /// What is being done, such as "epoch" or "downloading".
  public var activity: String
  public var step: Int
  /// How many steps there will be; nil if that isn't known.
  public var count: Int?
  /// How it goes, such as "test MSE 0.8431".
  public var message: String

  public init(_ activity: String, _ step: Int, of count: Int?, _ message: String = "") {
    self.activity = activity
    self.step = step
    self.count = count
    self.message = message
  }
}

/// What to tell a notebook's author about an operation that failed.
///
/// Algorithms throw facts; one file of the operations' module words them in this form;
/// the runner knows the place.
public struct OperationFailure: Error, Hashable {
  /// The rule that was broken, or what became of the work.
  public var code: DiagnosticCode
  /// A headline: what is wrong, no full stop.
  public var message: String
  /// The particulars, a line each, such as the lines of a file that can't be read.
  public var details: [String]
  /// What to do about it, as an instruction.
  public var help: String?
  /// The parameter that it is about, if the cell is not to be blamed as a whole.
  public var parameter: String?

  public init(
    _ code: DiagnosticCode, _ message: String, details: [String] = [], help: String? = nil,
    parameter: String? = nil
  ) {
    self.code = code
    self.message = message
    self.details = details
    self.help = help
    self.parameter = parameter
  }
}
