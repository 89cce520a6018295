import ArgumentParser
import Documents
import Files
import Glibc
import NotebookRunner
import NotebookSyntax
import Operations
import Reports

private let processorCount = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

struct Run<Tool: NotebookTool>: LongCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "run", abstract: "Runs notebooks and writes their reports (the default).")
  }

  @OptionGroup var arguments: NotebookArguments

  @Option(name: .shortAndLong, help: ArgumentHelp("Where reports go.", valueName: "folder"))
  var output = "output"

  @Option(
    help: ArgumentHelp(
      "What to write, separated by commas: \(Tool.writers.names).",
      valueName: "formats"),
    transform: Tool.writers.named(_:))
  var to: [any ReportWriter] = .usual

  @Option(
    help: ArgumentHelp(
      "What to do with the solutions of exercises: none (leave them out), folded or shown.",
      valueName: "how"),
    transform: { text in
      guard let solutions = Solutions(rawValue: text) else {
        throw ValidationError("'\(text)' must be 'none', 'folded' or 'shown'")
      }
      return solutions
    })
  var solutions = Solutions.folded

  @Flag(help: "Stop at the first cell that fails.")
  var failFast = false

  @Option(
    help: ArgumentHelp(
      "How many threads to use, at most one per processor.", valueName: "count"))
  var threads = processorCount

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("'--threads' must be at least 1") }
    let isNamedAsReport = Tool.writers.contains { output.hasSuffix(".\($0.name)") }
    if isNamedAsReport, !Folder.isThere(output) {
      throw ValidationError(
        "'--output' is the folder where reports go, and '\(output)' looks like a report; reports are named after their notebooks"
      )
    }
    let names = arguments.notebooks.map(Document.name(of:))
    for (index, name) in names.enumerated() {
      if let first = names.firstIndex(of: name), first < index {
        throw ValidationError(
          "'\(arguments.notebooks[first])' and '\(arguments.notebooks[index])' would have the same report; run them one after the other with different folders for '--output'"
        )
      }
    }
  }

  func run(_ interrupts: Interrupts) async throws {
    let documents = try arguments.check(
      Tool.operations, isQuiet: quiet, outputFolder: output, formats: to.map { $0.name })
    try checkThatNoTwoWriteOneFile(documents)
    do {
      // Better to know before a long run than after it.
      try Folder.make(output)
      guard access(output, W_OK) == 0 else { throw FileError(.write, output, .notPermitted) }
    } catch let error as FileError {
      reporter.tell(error)
      throw ExitStatus.usage
    }
    var status = ExitStatus.right
    for document in documents {
      let result = try await run(document, interrupts)
      status = status == .right ? result : status
      if case .ended = result { throw result }
    }
    guard status == .right else { throw status }
  }

  /// Makes sure that no notebook overwrites what another one has saved.
  private func checkThatNoTwoWriteOneFile(_ documents: [Document]) throws {
    var writers: [String: String] = [:]
    for document in documents {
      for (path, name) in document.checked.writtenFiles.sorted(by: { $0.key < $1.key }) {
        if let other = writers.updateValue(document.path, forKey: path) {
          throw ValidationError(
            "'\(other)' and '\(document.path)' would both write '\(name)'; run them one after the other with different folders for '--output'"
          )
        }
      }
    }
  }

  private func run(_ document: Document, _ interrupts: Interrupts) async throws -> ExitStatus {
    let display = ProgressDisplay(isTerminal: isTerminal)
    // A program that reads diagnostics is told nothing else.
    let isQuiet = quiet || arguments.diagnostics == .json
    let settings = RunSettings(threads: min(threads, processorCount), failsFast: failFast)
    let task = Task {
      await document.run(settings) { event in
        if !isQuiet { display.show(event) }
      }
    }
    // Until the report is written, which shows what was done by then.
    interrupts.hold { task.cancel() }
    defer { interrupts.release() }
    var run = await task.value

    if arguments.strict { run.takeWarningsForErrors() }
    var report = document.report(of: run, version: Tool.provenance, solutions: solutions)
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
          throw ExitStatus.failed
        }
        if !quiet, format == 0 { printResult(path) }
      }
    }
  }
}

extension [any ReportWriter] {
  /// The formats' names, separated by commas.
  fileprivate var names: String { map(\.name).joined(separator: ", ") }

  /// The formats of names that are separated by commas.
  fileprivate func named(_ text: String) throws -> Self {
    let names = text.split(separator: ",").map(String.init)
    let choice = "'\(map(\.name).joined(separator: "', '"))'"
    guard !names.isEmpty else { throw ValidationError("name a format: \(choice)") }
    if let unknown = names.first(where: { name in !contains { $0.name == name } }) {
      throw ValidationError("'\(unknown)' is not a format; there are \(choice)")
    }
    return filter { names.contains($0.name) }
  }
}
