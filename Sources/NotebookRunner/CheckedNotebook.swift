public import NotebookSyntax
public import Operations

/// What a check goes by besides the notebook.
public struct CheckSettings: Sendable {
  /// Values for the notebook's parameters, in the place of its own.
  public var overrides: ParameterOverrides
  /// The folder that the notebook's paths are relative to.
  public var folder: String
  /// The folder of the report, to which cells may write files.
  public var outputFolder: String
  /// Files that no cell may write, such as the notebook itself, with what each is.
  public var reservedFiles: [String: String]
  /// Whether the report lets the author's own HTML through.
  public var allowsHTML: Bool
  /// Where pictures are looked for; nil if they are not.
  public var pictures: PictureFiles?

  /// Settings, by default for a notebook in the folder where the program runs.
  public init(
    overrides: ParameterOverrides = ParameterOverrides(), folder: String = ".",
    outputFolder: String = ".", reservedFiles: [String: String] = [:], allowsHTML: Bool = false,
    pictures: PictureFiles? = nil
  ) {
    self.overrides = overrides
    self.folder = folder
    self.outputFolder = outputFolder
    self.reservedFiles = reservedFiles
    self.allowsHTML = allowsHTML
    self.pictures = pictures
  }
}

/// A notebook of which everything has been checked that can be without running it.
public struct CheckedNotebook: Sendable {
  /// The notebook, with the values of its parameters in its cells.
  public let notebook: Notebook
  /// What its cells can call.
  public let operations: OperationRegistry
  /// What it was checked by.
  public let settings: CheckSettings
  /// Everything that is wrong or odd, in the order of the text.
  public let problems: [Diagnostic]
  /// The files that cells write, by their canonical paths, with the names that cells give them.
  public let writtenFiles: [String: String]
  let parameters: ParameterValues

  /// Checks every cell and all that the prose refers to, without running anything.
  ///
  /// - Parameters:
  ///   - notebook: What to check.
  ///   - operations: What its cells can call.
  ///   - settings: What to check it by.
  ///   - problems: What was found when it was read, which is put among what is found here.
  public init(
    _ notebook: Notebook, operations: OperationRegistry,
    settings: CheckSettings = CheckSettings(), problems: [Diagnostic] = []
  ) {
    var notebook = notebook
    var checker = NotebookChecker(
      notebook, operations: operations, settings: settings, problems: problems)
    checker.check(&notebook)
    self.notebook = notebook
    self.operations = operations
    self.settings = settings
    self.problems = Diagnostics(checker.problems).all
    writtenFiles = checker.files.written
    parameters = checker.parameters
  }

  /// Reads a notebook and checks it.
  ///
  /// - Parameters:
  ///   - file: The notebook's text.
  ///   - operations: What its cells can call.
  ///   - settings: What to check it by.
  public init(
    _ file: SourceFile, operations: OperationRegistry, settings: CheckSettings = CheckSettings()
  ) {
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: file, problems: &problems)
    self.init(notebook, operations: operations, settings: settings, problems: problems)
  }

  /// Whether nothing keeps the notebook from being run.
  public var isRunnable: Bool { !problems.contains { $0.severity == .error } }
}
