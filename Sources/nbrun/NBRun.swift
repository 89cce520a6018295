import ArgumentParser
import Glibc

@main
struct NBRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nbrun",
    abstract: "Runs literate notebooks about matrix factorization and recommenders.",
    discussion: """
      Exit codes: 0 the report is right; 1 a cell failed, and the report says where; \
      2 the command was not understood or a file is missing; 3 the notebook is wrong, and \
      nothing was run; 130 interrupted, and the report shows what was done by then.
      """,
    version: version,
    subcommands: [Run.self, Check.self, Ops.self, DatasetCommand.self],
    defaultSubcommand: Run.self)

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asyncCommand = command as? any AsyncParsableCommand {
        try await asyncCommand.run()
      } else {
        try command.run()
      }
    } catch let outcome as Outcome {
      Glibc.exit(outcome.rawValue)
    } catch {
      let isHelp = exitCode(for: error) == .success
      let message = fullMessage(for: error)
      if isHelp { print(message) } else { printError(message) }
      Glibc.exit(isHelp ? 0 : Outcome.usage.rawValue)
    }
  }
}

/// What became of a command, as its exit code.
enum Outcome: Int32, Error {
  case right = 0
  case failed = 1
  case usage = 2
  case wrongNotebook = 3
  case interrupted = 130
}

/// Writes a line for a person, apart from what a program may read.
func printError(_ line: String) { writeError(line + "\n") }

/// Writes text for a person at once, apart from what a program may read.
func writeError(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Whether a person watches what is written for them, and in colours.
let isTerminal = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
