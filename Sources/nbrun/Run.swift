import ArgumentParser
import Glibc
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Recommenders
import Reports

struct Run: LongCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs notebooks and writes their reports (the default).")

  enum Format: String, CaseIterable, ExpressibleByArgument { case html, json }

  @OptionGroup var arguments: NotebookArguments

  @Option(name: .shortAndLong, help: ArgumentHelp("Where reports go.", valueName: "folder"))
  var output = "output"

  @Option(
    help: ArgumentHelp("What to write, separated by commas: html, json.", valueName: "formats"),
    transform: { text in
      guard text.contains(where: { $0 != "," }) else {
        throw ValidationError("name a format: 'html' or 'json'")
      }
      return try text.split(separator: ",").map {
        guard let format = Format(rawValue: String($0)) else {
          throw ValidationError("'\($0)' is not a format; there are 'html' and 'json'")
        }
        return format
      }
    })
  var to: [Format] = [.html, .json]

  @Flag(help: "Stop at the first cell that fails.")
  var failFast = false

  @Option(
    help: ArgumentHelp(
      "How many threads to use, at most one per processor.", valueName: "count"))
  var threads = Self.processors

  private static let processors = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("'--threads' must be at least 1") }
    if Format.allCases.contains(where: { output.hasSuffix(".\($0)") }), !isFolder(output) {
      throw ValidationError(
        "'--output' is the folder where reports go, and '\(output)' looks like a report; reports are named after their notebooks"
      )
    }
    let names = arguments.notebooks.map(CheckedFile.name(ofNotebook:))
    for (index, name) in names.enumerated() {
      if let first = names.firstIndex(of: name), first < index {
        throw ValidationError(
          "'\(arguments.notebooks[first])' and '\(arguments.notebooks[index])' would have the same report; run them one after the other with different folders for '--output'"
        )
      }
    }
  }

  func run(_ interrupts: Interrupts) async throws {
    let files = try arguments.check(
      threads: min(threads, Self.processors), failsFast: failFast, isQuiet: quiet,
      outputFolder: output, formats: to.map(\.rawValue))
    try checkThatNotebooksWriteOtherFiles(files)
    do {
      // Better to know before a long run than after it.
      try makeFolder(output)
      guard access(output, W_OK) == 0 else {
        throw FileError("can't write into '\(output)'", .unwritableFile)
      }
    } catch let error as FileError {
      reporter.tell(error)
      throw Outcome.usage
    }
    var outcome = Outcome.right
    for file in files {
      let result = try await run(file, interrupts)
      outcome = outcome == .right ? result : outcome
      if case .ended = result { throw result }
    }
    guard outcome == .right else { throw outcome }
  }

  /// Makes sure that no notebook overwrites what another one has saved.
  private func checkThatNotebooksWriteOtherFiles(_ files: [CheckedFile]) throws {
    var writers: [String: String] = [:]
    for file in files {
      for (path, name) in file.notebook.writtenFiles.sorted(by: { $0.key < $1.key }) {
        if let other = writers.updateValue(file.path, forKey: path) {
          throw ValidationError(
            "'\(other)' and '\(file.path)' would both write '\(name)'; run them one after the other with different folders for '--output'"
          )
        }
      }
    }
  }

  private func run(_ file: CheckedFile, _ interrupts: Interrupts) async throws -> Outcome {
    let display = ProgressDisplay(isTerminal: isTerminal)
    // A program that reads diagnostics is told nothing else.
    let isQuiet = quiet || arguments.diagnostics == .json
    let task = Task {
      await file.runner.run(file.notebook) { event in
        if !isQuiet { display.show(event) }
      }
    }
    // Until the report is written, which shows what was done by then.
    interrupts.hold { task.cancel() }
    defer { interrupts.release() }
    var run = await task.value

    if arguments.strict { run.takeWarningsForErrors() }
    // What the page tells of itself belongs to what is wrong with the run, in JSON as well.
    let page = to.contains(.html) ? page(of: run, file) : nil
    if let problem = page?.weight.problem(in: run.notebook) {
      run.problems += reporter.weighed([problem])
    }
    reporter.tell(run.diagnostics)
    try write(run, page: page?.text, of: file)
    if let signal = interrupts.received { return .ended(signal) }
    return run.isComplete ? .right : .failed
  }

  private var reporter: DiagnosticReporter { arguments.reporter(isQuiet: quiet) }

  private func write(_ run: NotebookRun, page: String?, of file: CheckedFile) throws {
    for format in to {
      let path = "\(output)/\(file.name).\(format.rawValue)"
      let text =
        switch format {
        case .html: page ?? ""
        case .json: JSONReport(run).text
        }
      do throws(FileWritingError) {
        _ = try WrittenFile(writing: Array(text.utf8), to: path)
      } catch {
        reporter.tell(FileError("can't write '\(path)'", errno: error.errno, .unwritableFile))
        throw Outcome.failed
      }
      if !quiet, format == .html || !to.contains(.html) { printResult(path) }
    }
  }

  private func page(of run: NotebookRun, _ file: CheckedFile) -> (text: String, weight: PageWeight)
  {
    HTMLReport(
      run, version: version, typeset: file.typeset, allowsRawHTML: arguments.allowHtml,
      images: file.image
    ).page
  }
}
