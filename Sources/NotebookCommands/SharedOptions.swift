import ArgumentParser
import Files
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Reports

/// What every command about notebooks understands.
struct NotebookArguments: ParsableArguments {
  @Argument(help: "The notebooks.", completion: .file(extensions: ["md"]))
  var notebooks: [String]

  @Option(
    name: [.customShort("p"), .customLong("param")], parsing: .singleValue,
    help: ArgumentHelp(
      "Set a parameter that the front matter declares.", valueName: "name=value"))
  var param: [String] = []

  @Option(help: ArgumentHelp("Read parameters from a YAML file.", valueName: "file"))
  var params: String?

  @Flag(help: "Treat warnings as errors.")
  var strict = false

  @Flag(help: "Keep HTML in the prose, and links that run code.")
  var allowHtml = false

  @Option(
    help: ArgumentHelp(
      "How to report problems: as text, or as json, one object per line.", valueName: "format"))
  var diagnostics = DiagnosticReporter.Format.text

  /// What tells of everything that is wrong.
  func reporter(isQuiet: Bool = false) -> DiagnosticReporter {
    DiagnosticReporter(format: diagnostics, isStrict: strict, isQuiet: isQuiet)
  }

  /// Reads and checks every notebook, and says on standard error all that is wrong.
  ///
  /// - Parameters:
  ///   - isQuiet: whether nothing but errors is told.
  ///   - outputFolder: where reports go.
  ///   - formats: the formats of the reports.
  /// - Returns: the notebooks.
  /// - Throws: the outcome, if the notebooks can't be run.
  func check(
    isQuiet: Bool = false, outputFolder: String = "output", formats: [String] = []
  ) throws -> [CheckedFile] {
    let reporter = reporter(isQuiet: isQuiet)
    do {
      let overrides = try readOverrides(reporter)
      let (files, problems, outcome) = try read(reporter) { path, folder in
        var settings = CheckSettings(
          overrides: overrides, folder: folder, outputFolder: outputFolder, allowsHTML: allowHtml,
          pictures: .onDisk(in: folder))
        settings.reservedFiles[path] = "the notebook itself"
        for format in formats {
          let name = CheckedFile.name(ofNotebook: path)
          settings.reservedFiles["\(outputFolder)/\(name).\(format)"] = "the report itself"
        }
        return settings
      }
      reporter.tell(problems)
      guard outcome == .right else { throw outcome }
      return files
    } catch let error as FileError {
      reporter.tell(error)
      throw Outcome.usage
    }
  }

  private func read(
    _ reporter: DiagnosticReporter,
    settings: (_ path: String, _ folder: String) -> CheckSettings
  ) throws -> ([CheckedFile], [Diagnostic], Outcome) {
    var files: [CheckedFile] = []
    var all: [Diagnostic] = []
    var outcome = Outcome.right
    for path in notebooks {
      let (file, problems) = try CheckedFile.read(path) { settings(path, $0) }
      let weighed = reporter.weighed(problems)
      all += weighed
      let errors = weighed.filter { $0.severity == .error }
      if let file, errors.isEmpty {
        files.append(file)
      } else {
        // A parameter that the notebook doesn't know is a mistake of the command, not of the notebook.
        let isUsage = errors.allSatisfy { $0.range.file.path == "-p" }
        outcome = isUsage && outcome == .right ? .usage : .wrongNotebook
      }
    }
    return (files, all, outcome)
  }

  private func readOverrides(_ reporter: DiagnosticReporter) throws -> ParameterOverrides {
    var overrides = ParameterOverrides()
    var problems: [Diagnostic] = []
    for argument in param { overrides.add(argument: argument, problems: &problems) }
    if let params {
      do {
        overrides.add(file: try SourceFile.read(params), problems: &problems)
      } catch let found as Diagnostics {
        problems += found.all
      }
    }
    reporter.tell(problems)
    guard problems.isEmpty else { throw Outcome.usage }
    return overrides
  }
}

/// A notebook that was read from a file and checked.
struct CheckedFile {
  var path: String
  var notebook: CheckedNotebook
  /// The formulas and the code of the notebook as its report shows them.
  var typeset: TypesetNotebook

  /// The name of the file without folder and extension, which the report bears too.
  var name: String { Self.name(ofNotebook: path) }

  static func name(ofNotebook path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }

  static func read(
    _ path: String, settings: (_ folder: String) -> CheckSettings
  ) throws -> (CheckedFile?, [Diagnostic]) {
    do {
      let source = try SourceFile.read(path)
      let checked = CheckedNotebook(
        source, operations: .recommenders, settings: settings(folder(of: path)))
      let typeset = TypesetNotebook(checked.notebook, cache: Folder.cache("typesetting"))
      let file = CheckedFile(path: path, notebook: checked, typeset: typeset)
      return (file, Diagnostics(checked.problems + typeset.problems).all)
    } catch let found as Diagnostics {
      return (nil, found.all)
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
