import ArgumentParser
import Foundation
import Recommenders

/// Seconds per epoch of alternating least squares, and what it learns.
struct ALSBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "als", abstract: "Train by ALS on 80% of a file of ratings.")

  @Argument(help: "A file of ratings, in any format that nbrun reads.")
  var file: String
  @Option(help: "K.")
  var factors = 10
  @Option(help: "How many epochs.")
  var epochs = 5
  @Option(help: "Lambda.")
  var regularization = 20.0
  @Option(help: "How many threads.")
  var threads = 2
  @Option(help: "The seed of the first split and training; others count up from it.")
  var seed: UInt64 = 1
  @Option(help: "Over how many seeds to take the mean.")
  var seeds = 1
  @OptionGroup var peer: Peer

  func run() throws {
    let clock = ContinuousClock()
    var table: RatingTable?
    let reading = try clock.measure {
      table = try RatingTable(reading: RatingFileRequest(path: file), threads: threads)
    }
    guard let table else { return }
    print("read \(table.count) ratings in \(seconds(reading))")
    var testMSEs: [Double] = []
    for seed in seed..<seed + UInt64(seeds) {
      var split: RatingSplit?
      let splitting = try clock.measure { split = try RatingSplit(of: table, seed: seed) }
      guard let split else { return }
      var configuration = ALS.Configuration()
      configuration.factors = factors
      configuration.epochs = epochs
      configuration.regularization = regularization
      configuration.threads = threads
      configuration.seed = seed
      var durations: [Duration] = []
      let start = clock.now
      var last = start
      let result = try ALS(configuration).train(on: TrainingData(split)) { _ in
        let now = clock.now
        durations.append(now - last)
        last = now
      }
      guard let report = result.curve.last, let first = durations.first else { continue }
      // The first epoch includes the preparation of the data.
      let sorted = durations.dropFirst().sorted()
      print(
        "seed \(seed): split \(seconds(splitting)), preparation and first epoch \(seconds(first)),",
        "epoch min \(seconds(sorted.first ?? first))",
        "median \(seconds(sorted.isEmpty ? first : sorted[sorted.count / 2])),",
        "train MSE \(report.trainMSE), test MSE \(report.testMSE ?? .nan)")
      testMSEs.append(report.testMSE ?? .nan)
      try peer.run(after: sorted.isEmpty ? first : sorted[sorted.count / 2])
    }
    print("mean test MSE \(testMSEs.reduce(0, +) / Double(testMSEs.count))")
  }
}

/// A duration in seconds.
func seconds(_ duration: Duration) -> String {
  String(format: "%.4f s", duration / .seconds(1))
}
