public import ArgumentParser
import Glibc
public import Operations
public import Reports

/// A program that checks and runs notebooks: nbrun, or one with operations of its own.
///
///     @main
///     struct MyTool: NotebookTool {
///       static let operations: OperationRegistry = [Popularity.self]
///     }
///
/// It has all the commands that nbrun has, and is called by the name of its file.
public protocol NotebookTool: SendableMetatype {
  /// What the cells of notebooks can call.
  static var operations: OperationRegistry { get }
  /// What the program does, in a sentence for its help.
  static var summary: String { get }
  /// Which version of the tool this is, for its reports; nil if there is none but nbrun's.
  static var version: String? { get }
  /// The formats that reports can be written in.
  static var writers: [any ReportWriter] { get }
  /// Commands besides those about notebooks and operations.
  static var commands: [any ParsableCommand.Type] { get }
}

extension NotebookTool {
  public static var summary: String { "Runs literate notebooks." }
  public static var version: String? { nil }
  public static var writers: [any ReportWriter] { .all }
  public static var commands: [any ParsableCommand.Type] { [] }

  /// Does what the command line says, and ends the program.
  ///
  /// The first thread does nothing but listen for signals.
  public static func main() {
    let interrupts = Interrupts()
    if let problem = SystemLimits.problem {
      printError("error: \(problem)")
      end(ExitStatus.failed.exitCode)
    }
    Task.detached { await end(perform(interrupts)) }
    interrupts.listen()
  }

  /// Does what the command line says; the exit code.
  private static func perform(_ interrupts: Interrupts) async -> Int32 {
    do {
      var command = try Root<Self>.parseAsRoot()
      if var long = command as? any LongCommand {
        try await long.run(interrupts)
      } else if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return ExitStatus.right.exitCode
    } catch let outcome as ExitStatus {
      return outcome.exitCode
    } catch {
      let isHelp = Root<Self>.exitCode(for: error) == .success
      let message = Root<Self>.fullMessage(for: error)
      if isHelp { print(message) } else { printError(message) }
      return (isHelp ? ExitStatus.right : .usage).exitCode
    }
  }

  /// Ends the program with what it has written, and without what other threads may still do.
  private static func end(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }

  /// The name of the program's file, by which people call it.
  package static var name: String {
    CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "nbrun"
  }

  /// What a report says of the program that made it, after the word "nbrun".
  static var provenance: String {
    version.map { "\(nbrunVersion) (\(name) \($0))" } ?? nbrunVersion
  }
}

/// The version of nbrun, whatever program it is in.
private let nbrunVersion = "0.1.0"

/// The command line of a tool.
struct Root<Tool: NotebookTool>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Tool.name, abstract: Tool.summary,
      discussion: (["EXIT CODES:"]
        + ExitStatus.meanings.map { "  \($0.codes.padded(to: 22))  \($0.words)" })
        .joined(separator: "\n"),
      version: Tool.version.map { "\($0) (nbrun \(nbrunVersion))" } ?? nbrunVersion,
      subcommands: [
        Run<Tool>.self, Check<Tool>.self, Explain<Tool>.self, Ops<Tool>.self,
        GenerateManual<Tool>.self,
      ] + Tool.commands,
      defaultSubcommand: Run<Tool>.self)
  }
}
