import ArgumentParser
import Foundation
import LinearAlgebra
import Recommenders

/// Seconds to read a file of ratings, and what it takes in memory.
struct LoadBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Read a file of ratings and gather them by user and by item.")

  @Argument(help: "A file of ratings, in any format that nbrun reads.")
  var file: String
  @Option(help: "How many threads.")
  var threads = 2
  @Option(help: "How often to do it.")
  var runs = 3
  @OptionGroup var peer: Peer

  func run() throws {
    let clock = ContinuousClock()
    var totals: [Duration] = []
    for _ in 0..<runs {
      let start = clock.now
      let table = try RatingTable(reading: RatingFileRequest(path: file), threads: threads)
      let read = clock.now
      let byUser = table.matrix(rows: .users, threads: threads)
      let rows = clock.now
      let byItem = table.matrix(rows: .items, threads: threads)
      let end = clock.now
      totals.append(end - start)
      print(
        "\(table.count) ratings of \(byItem.rowCount) items by \(byUser.rowCount) users:",
        "read, checked and numbered \(seconds(read - start)), by user \(seconds(rows - read)),",
        "by item \(seconds(end - rows)), all \(seconds(end - start))")
    }
    let best = totals.min() ?? .zero
    print("best \(seconds(best)); peak memory \(peakMemory() / 1_000_000) MB")
    try peer.run(after: best)
  }
}

/// The most memory that the process has had, in bytes.
private func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
