import ArgumentParser
import Files
import Documents
import NotebookRunner
import NotebookSyntax
import Operations

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
  ///   - operations: what their cells can call.
  ///   - isQuiet: whether nothing but errors is told.
  ///   - outputFolder: where reports go.
  ///   - formats: the formats of the reports.
  /// - Returns: the notebooks.
  /// - Throws: the outcome, if the notebooks can't be run.
  func check(
    _ operations: OperationRegistry, isQuiet: Bool = false, outputFolder: String = "output",
    formats: [String] = []
  ) throws -> [Document] {
    let reporter = reporter(isQuiet: isQuiet)
    do {
      let settings = Document.Settings(
        overrides: try readOverrides(reporter), outputFolder: outputFolder, formats: formats,
        allowsHTML: allowHtml)
      var documents: [Document] = []
      var all: [Diagnostic] = []
      var outcome = ExitStatus.right
      for path in notebooks {
        let (document, problems) = try read(path, operations, settings)
        let weighed = reporter.weighed(problems)
        all += weighed
        let errors = weighed.filter { $0.severity == .error }
        if let document, errors.isEmpty {
          documents.append(document)
        } else {
          // A parameter that the notebook doesn't know is a mistake of the command, not of the
          // notebook.
          let isUsage = errors.allSatisfy { $0.range.file.path == "-p" }
          outcome = isUsage && outcome == .right ? .usage : .wrongNotebook
        }
      }
      reporter.tell(all)
      guard outcome == .right else { throw outcome }
      return documents
    } catch let error as FileError {
      reporter.tell(error)
      throw ExitStatus.usage
    }
  }

  private func read(
    _ path: String, _ operations: OperationRegistry, _ settings: Document.Settings
  ) throws -> (Document?, [Diagnostic]) {
    do {
      let document = try Document(path, operations: operations, settings: settings)
      return (document, document.problems)
    } catch let found as Diagnostics {
      return (nil, found.all)
    }
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
    guard problems.isEmpty else { throw ExitStatus.usage }
    return overrides
  }
}
