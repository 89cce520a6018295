import ArgumentParser
import Foundation

/// Another program that does the same work, run beside ours.
struct Peer: ParsableArguments {
  @Option(
    name: .customLong("peer"),
    help: """
      A shell command that does the same work, to run in turn. The last number of seconds in each \
      line that it prints, such as 'pandas 1.62s', is set against ours.
      """)
  var command: String?

  /// Runs the command, if there is one, and prints how much longer it takes for each line.
  func run(after ours: Duration) throws {
    guard let command else { return }
    // What was printed so far comes before what the peer prints.
    fflush(nil)
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    for line in text.split(whereSeparator: \.isNewline) {
      if let match = line.matches(of: #/(\d+(?:\.\d+)?) ?s\b/#).last,
        let theirs = Double(match.1)
      {
        print("\(line): \(String(format: "%.1f", theirs / (ours / .seconds(1)))) times ours")
      } else {
        print(line)
      }
    }
    guard process.terminationStatus == 0 else { throw ExitCode(1) }
  }
}
