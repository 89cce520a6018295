import Files
public import NotebookRunner
public import NotebookSyntax
public import Operations
public import Reports

/// A notebook in a file, which is read, checked and typeset.
///
///     let document = try Document("notebooks/als.md", operations: .recommenders)
///     guard document.isRunnable else { throw Diagnostics(document.problems) }
///     let run = await document.run()
public struct Document: Sendable {
  /// The path of the file.
  public let path: String
  /// The notebook after its check.
  public let checked: CheckedNotebook
  /// The formulas and the code of the notebook as its report shows them.
  public let typeset: TypesetNotebook
  /// Everything that is wrong or odd, in the order of the text.
  public let problems: [Diagnostic]

  /// What a document is read and checked by.
  public struct Settings: Sendable {
    /// Values for the notebook's parameters, in the place of its own.
    public var overrides: ParameterOverrides
    /// The folder of the report, to which cells may write files.
    public var outputFolder: String
    /// The formats of the report, which is no file for cells to write.
    public var formats: [String]
    /// Whether the report lets the author's own HTML through.
    public var allowsHTML: Bool
    /// A folder for what has been typeset before; nil to keep nothing.
    public var cache: String?

    /// Settings, by default those of a program to which nothing is said.
    public init(
      overrides: ParameterOverrides = ParameterOverrides(), outputFolder: String = "output",
      formats: [String] = [], allowsHTML: Bool = false,
      cache: String? = Settings.usualCache
    ) {
      self.overrides = overrides
      self.outputFolder = outputFolder
      self.formats = formats
      self.allowsHTML = allowsHTML
      self.cache = cache
    }

    /// The folder where nbrun keeps what has been typeset; nil if the user has no place for it.
    public static var usualCache: String? { Folder.cache("typesetting") }
  }

  /// Reads a notebook, checks it, and sets its formulas and its code.
  ///
  /// - Parameters:
  ///   - path: Where the notebook is.
  ///   - operations: What its cells can call.
  ///   - settings: What it is checked by.
  /// - Throws: A `FileError` if the file can't be read, or `Diagnostics` if it isn't text. What else
  ///   is wrong is among the problems.
  public init(
    _ path: String, operations: OperationRegistry, settings: Settings = Settings()
  ) throws {
    self.path = path
    let source = try SourceFile.read(path)
    checked = CheckedNotebook(
      source, operations: operations, settings: CheckSettings(of: path, settings))
    typeset = TypesetNotebook(checked.notebook, cache: settings.cache)
    problems = Diagnostics(checked.problems + typeset.problems).all
  }

  /// Whether nothing keeps the notebook from being run.
  public var isRunnable: Bool { checked.isRunnable }

  /// Runs the cells, and tells of each event as it happens; see ``CheckedNotebook``.
  public func run(
    _ settings: RunSettings = RunSettings(),
    onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async -> NotebookRun {
    await checked.run(settings, onEvent: onEvent)
  }

  /// The report of a run, with the pictures beside the notebook.
  ///
  /// - Parameters:
  ///   - run: What became of the cells.
  ///   - version: Which version of nbrun this is.
  ///   - solutions: What becomes of the solutions of exercises.
  /// - Returns: What a ``ReportWriter`` writes down.
  public func report(
    of run: NotebookRun, version: String, solutions: Solutions = .folded
  ) -> Report {
    Report(
      run, version: version, typeset: typeset, allowsRawHTML: checked.settings.allowsHTML,
      solutions: solutions, images: image)
  }

  /// The picture at a path from the notebook's folder; nil if there is none.
  private func image(_ path: String) -> EmbeddedImage? {
    PictureFiles.onDisk(in: checked.settings.folder).contents(path)
      .flatMap { EmbeddedImage(path: path, bytes: $0) }
  }

  /// What the report of a notebook at a path is called, such as `als`.
  public static func name(of path: String) -> String { SourceFile.stem(of: path) }
}

extension CheckSettings {
  fileprivate init(of path: String, _ settings: Document.Settings) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    self.init(
      overrides: settings.overrides, folder: folder, outputFolder: settings.outputFolder,
      reservedFiles: [path: "the notebook itself"], allowsHTML: settings.allowsHTML,
      pictures: .onDisk(in: folder))
    for format in settings.formats {
      let report = "\(settings.outputFolder)/\(Document.name(of: path)).\(format)"
      reservedFiles[report] = "the report itself"
    }
  }
}
