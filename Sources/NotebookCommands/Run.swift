import ArgumentParser
import Files
import Glibc
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Reports

struct Run: LongCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs notebooks and writes their reports (the default).")

  @OptionGroup var arguments: NotebookArguments

  @Option(name: .shortAndLong, help: ArgumentHelp("Where reports go.", valueName: "folder"))
  var output = "output"

  @Option(
    help: ArgumentHelp(
      "What to write, separated by commas: \([any ReportWriter].all.names).",
      valueName: "formats"),
    transform: [any ReportWriter].init(named:))
  var to: [any ReportWriter] = .usual

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
    let isNamedAsReport = [any ReportWriter].all.contains { output.hasSuffix(".\($0.name)") }
    if isNamedAsReport, !Folder.isThere(output) {
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
      isQuiet: quiet, outputFolder: output, formats: to.map(\.name))
    try checkThatNotebooksWriteOtherFiles(files)
    do {
      // Better to know before a long run than after it.
      try Folder.make(output)
      guard access(output, W_OK) == 0 else { throw FileError(.write, output, .notPermitted) }
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
    let settings = RunSettings(threads: min(threads, Self.processors), failsFast: failFast)
    let task = Task {
      await file.notebook.run(settings) { event in
        if !isQuiet { display.show(event) }
      }
    }
    // Until the report is written, which shows what was done by then.
    interrupts.hold { task.cancel() }
    defer { interrupts.release() }
    var run = await task.value

    if arguments.strict { run.takeWarningsForErrors() }
    var report = Report(
      run, version: version, typeset: file.typeset, allowsRawHTML: arguments.allowHtml,
      images: file.image)
    var files: [[ReportFile]] = []
    for writer in to {
      files.append(writer.files(of: report))
      // What is wrong with one format belongs to what is wrong with the run, in others as well.
      report.run.problems += reporter.weighed(files.last?.flatMap(\.problems) ?? [])
    }
    reporter.tell(report.run.diagnostics)
    try write(files)
    if let signal = interrupts.received { return .ended(signal) }
    return report.run.isComplete ? .right : .failed
  }

  private var reporter: DiagnosticReporter { arguments.reporter(isQuiet: quiet) }

  /// Writes the files of each format, and says where those of the first one are.
  private func write(_ files: [[ReportFile]]) throws {
    for (format, files) in files.enumerated() {
      for file in files {
        let path = "\(output)/\(file.name)"
        do throws(FileError) {
          try File.write(Array(file.text.utf8), to: path)
        } catch {
          reporter.tell(error)
          throw Outcome.failed
        }
        if !quiet, format == 0 { printResult(path) }
      }
    }
  }
}

extension [any ReportWriter] {
  /// The formats' names, separated by commas.
  fileprivate var names: String { map(\.name).joined(separator: ", ") }

  /// Reads names separated by commas.
  fileprivate init(named text: String) throws {
    let names = text.split(separator: ",").map(String.init)
    let choice = "'\(Self.all.map(\.name).joined(separator: "', '"))'"
    guard !names.isEmpty else { throw ValidationError("name a format: \(choice)") }
    if let unknown = names.first(where: { name in !Self.all.contains { $0.name == name } }) {
      throw ValidationError("'\(unknown)' is not a format; there are \(choice)")
    }
    self = Self.all.filter { names.contains($0.name) }
  }
}
