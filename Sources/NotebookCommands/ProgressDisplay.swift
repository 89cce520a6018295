import Glibc
import NotebookRunner
import NotebookSyntax
import Operations
import Synchronization

/// Tells a person how a run goes: on a terminal one line a cell that is kept up to date, in a
/// log plain lines, the more of them the longer a cell takes.
final class ProgressDisplay: Sendable {
  /// How often a terminal's line is written anew, and a log gets one, at the most.
  private static let terminalPause = Duration.milliseconds(50)
  private static let logPause = Duration.seconds(5)

  private let isTerminal: Bool
  private let state = Mutex(State())

  private struct State {
    var cellStart = ContinuousClock.now
    var lastLine = ContinuousClock.now
    /// How the work of the cell went when that was last heard of.
    var message = ""
  }

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  func show(_ event: RunEvent) {
    let now = ContinuousClock.now
    state.withLock { state in
      switch event.kind {
      case .started:
        state = State(cellStart: now, lastLine: now)
        if isTerminal { rewrite("· \(name(event))") }
      case .progressed(let checkpoint):
        state.message = checkpoint.message
        guard now - state.lastLine >= (isTerminal ? Self.terminalPause : Self.logPause) else {
          return
        }
        state.lastLine = now
        let text = describe(checkpoint, elapsed: now - state.cellStart)
        if isTerminal {
          rewrite("· \(name(event))  \(text)")
        } else {
          printError("\(name(event)): \(text)".asShownLine)
        }
      case .noticed(let text):
        if isTerminal {
          rewrite("  \(text)\n")
        } else {
          printError("\(name(event)): \(text)".asShownLine)
        }
      case .finished(let seconds):
        let message = state.message.isEmpty ? "" : "\(state.message), "
        end(event, sign: "✓", "\(message)\(decimal(seconds)) s")
      case .failed(let problem, let isAllowed):
        // What may fail is told in full on the page, and here so that nobody takes fright.
        end(
          event, sign: isAllowed ? "✓" : "✗",
          isAllowed ? "failed as expected: \(problem.message)" : "failed")
      case .skipped(let reason):
        end(event, sign: "–", "not run because \(reason)")
      }
    }
  }

  private func name(_ event: RunEvent) -> String {
    let cell = event.place.cell
    let name =
      cell.result.text == cell.operation.text
      ? cell.operation.text : "\(cell.result.text) (\(cell.operation.text))"
    return "[\(event.place.index + 1)/\(event.place.count)] \(name)"
  }

  private func describe(_ checkpoint: Checkpoint, elapsed: Duration) -> String {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    var text = checkpoint.activity
    if checkpoint.step > 0 { text += " \(checkpoint.step)" }
    if let count = checkpoint.count { text += " of \(count)" }
    if !checkpoint.message.isEmpty { text += ", \(checkpoint.message)" }
    text += ", \(decimal(seconds)) s"
    if let count = checkpoint.count, checkpoint.step > 0, checkpoint.step < count {
      let left = seconds / Double(checkpoint.step) * Double(count - checkpoint.step)
      text += ", \(decimal(left)) s left"
    }
    return text
  }

  private func end(_ event: RunEvent, sign: String, _ text: String) {
    if isTerminal {
      rewrite("\(sign) \(name(event))  \(text)\n")
    } else {
      printError("\(name(event)): \(text)".asShownLine)
    }
  }

  /// Replaces the terminal's line, cut to its width.
  private func rewrite(_ line: String) {
    var size = winsize()
    let width = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    let isEnd = line.hasSuffix("\n")
    let shown = (isEnd ? String(line.dropLast()) : line).asShownLine
    let text = width > 1 && shown.count >= width && !isEnd ? shown.prefix(width - 1) : shown[...]
    writeError("\r\u{1B}[K\(text)\(isEnd ? "\n" : "")")
  }

  private func decimal(_ seconds: Double) -> String {
    ScalarValue.real(seconds).formatted(.fixed(seconds < 10 ? 2 : 1))
  }
}
