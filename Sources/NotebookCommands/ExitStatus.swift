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
}
