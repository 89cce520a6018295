import Glibc

/// Writes a line for a person, apart from what a program may read.
package func printError(_ line: String) { writeError(line + "\n") }

/// Writes a line of results at once, whatever becomes of the program.
package func printResult(_ line: String) {
  var text = line + "\n"
  text.withUTF8 { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}

/// Writes text for a person at once, apart from what a program may read.
package func writeError(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Whether a person watches what is written for them, and in colours.
package let isTerminal = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil

extension String {
  /// The text with spaces up to a width, for columns.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
