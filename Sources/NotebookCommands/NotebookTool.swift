import ArgumentParser
import Glibc

/// A program that checks and runs notebooks.
public enum NotebookTool {
  /// Does what the command line says, and ends the program.
  public static func main() -> Never { NBRun.main() }
}

struct NBRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nbrun",
    abstract: "Runs literate notebooks about matrix factorization and recommenders.",
    discussion: """
      Exit codes: 0 the report is right; 1 a cell failed, and the report says where; \
      2 the command was not understood or a file is missing; 3 the notebook is wrong, and \
      nothing was run; 130 interrupted, 143 terminated, 129 hung up, and the report shows what \
      was done by then.
      """,
    version: version,
    subcommands: [Run.self, Check.self, Explain.self, Ops.self, DatasetCommand.self],
    defaultSubcommand: Run.self)

  /// The first thread does nothing but listen; the program ends by `end`.
  static func main() -> Never {
    let interrupts = Interrupts()
    if let problem = SystemLimits.problem {
      printError("error: \(problem)")
      end(Outcome.failed.exitCode)
    }
    Task.detached { await end(perform(interrupts)) }
    interrupts.listen()
  }

  /// Does what the command line says; the exit code.
  private static func perform(_ interrupts: Interrupts) async -> Int32 {
    do {
      var command = try parseAsRoot()
      if var long = command as? any LongCommand {
        try await long.run(interrupts)
      } else {
        try command.run()
      }
      return Outcome.right.exitCode
    } catch let outcome as Outcome {
      return outcome.exitCode
    } catch {
      let isHelp = exitCode(for: error) == .success
      let message = fullMessage(for: error)
      if isHelp { print(message) } else { printError(message) }
      return (isHelp ? Outcome.right : .usage).exitCode
    }
  }

  /// Ends the program with what it has written, and without what other threads may still do.
  private static func end(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }
}

/// A command that takes long enough to be interrupted.
protocol LongCommand: ParsableCommand {
  mutating func run(_ interrupts: Interrupts) async throws
}

/// What became of a command.
enum Outcome: Error, Equatable {
  case right
  case failed
  case usage
  case wrongNotebook
  case ended(EndingSignal)

  var exitCode: Int32 {
    switch self {
    case .right: 0
    case .failed: 1
    case .usage: 2
    case .wrongNotebook: 3
    case .ended(let signal): signal.exitCode
    }
  }
}

/// Writes a line for a person, apart from what a program may read.
func printError(_ line: String) { writeError(line + "\n") }

/// Writes a line of results at once, whatever becomes of the program.
func printResult(_ line: String) {
  var text = line + "\n"
  text.withUTF8 { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}

/// Writes text for a person at once, apart from what a program may read.
func writeError(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Whether a person watches what is written for them, and in colours.
let isTerminal = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
