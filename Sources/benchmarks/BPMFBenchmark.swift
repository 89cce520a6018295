import ArgumentParser
import Foundation
import Recommenders

/// Seconds per Gibbs sweep of Bayesian matrix factorization, and what it learns.
struct BPMFBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bpmf", abstract: "Sample factors of 80% of a file of ratings.")

  @Argument(help: "A file of ratings, in any format that nbrun reads.")
  var file: String
  @Option(help: "K.")
  var factors = 10
  @Option(help: "How many sweeps don't count.")
  var burnIn = 50
  @Option(help: "How many samples to take.")
  var samples = 150
  @Option(help: "How many chains.")
  var chains = 1
  @Flag(help: "Leave out the biases.")
  var noBiases = false
  @Option(help: "Alpha; without it, it is sampled.")
  var noisePrecision: Double?
  @Option(help: "How many threads.")
  var threads = 2
  @Option(help: "The seed of the first split and training; others count up from it.")
  var seed: UInt64 = 1
  @Option(help: "Over how many seeds to take the mean.")
  var seeds = 1
  @OptionGroup var peer: Peer

  func run() throws {
    let clock = ContinuousClock()
    let table = try RatingTable(reading: RatingFileRequest(path: file), threads: threads)
    print("read \(table.count) ratings")
    var errors: [Double] = []
    for seed in seed..<seed + UInt64(seeds) {
      var configuration = BPMF.Configuration()
      configuration.factors = factors
      configuration.burnIn = burnIn
      configuration.samples = samples
      configuration.chains = chains
      configuration.biases = !noBiases
      if let noisePrecision { configuration.noisePrecision = .fixed(noisePrecision) }
      configuration.threads = threads
      configuration.seed = seed
      let data = TrainingData(try RatingSplit(of: table, seed: seed))
      // Sweeps in the burn-in, and those that are samples too.
      var durations: (burnIn: [Duration], samples: [Duration]) = ([], [])
      let start = clock.now
      var last = start
      let result = try BPMF(configuration).train(on: data) { report in
        let now = clock.now
        let sweep = (report.epoch - 1) % (burnIn + samples) + 1
        if sweep > burnIn {
          durations.samples.append(now - last)
        } else if sweep > 1 {
          durations.burnIn.append(now - last)
        }
        last = now
      }
      let mean = (clock.now - start) / (chains * (burnIn + samples))
      let error = (result.curve.last?.testMSE ?? .nan).squareRoot()
      print(
        "seed \(seed): sweep \(seconds(mean)) with all that belongs to it,",
        "median in burn-in \(median(durations.burnIn)), of samples \(median(durations.samples)),",
        "test RMSE \(error)")
      if let test = result.model.test {
        let coverage = [0.5, 0.9].map { "\(Int($0 * 100))%: \(test.coverage(nominal: $0))" }
        print("coverage of intervals", coverage.joined(separator: ", "))
      }
      errors.append(error)
      try peer.run(after: mean)
    }
    print("mean test RMSE \(errors.reduce(0, +) / Double(errors.count))")
  }

  private func median(_ durations: [Duration]) -> String {
    durations.isEmpty ? "none" : seconds(durations.sorted()[durations.count / 2])
  }
}
