package import ArgumentParser

/// A command that takes long enough to be interrupted.
package protocol LongCommand: ParsableCommand {
  mutating func run(_ interrupts: Interrupts) async throws
}

/// What became of a command.
package enum ExitStatus: Error, Equatable {
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

  /// The codes, and what each of them says of a run.
  static let meanings: [(codes: String, words: String)] = [
    ("0", "Everything ran."),
    ("1", "A cell failed. The report says where."),
    ("2", "The command line is wrong, or a file is missing."),
    ("3", "The notebook is wrong, and nothing was run."),
    ("129, 130, 143", "SIGHUP, SIGINT or SIGTERM stopped the run."),
  ]
}
