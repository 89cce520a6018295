import ArgumentParser
import Foundation
import Recommenders

/// Seconds per epoch of the models that are trained by gradients, and what they learn.
struct NetworkBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "networks",
    abstract: "Train a network on 80% of a file of ratings by gradient descent.")

  enum Model: String, ExpressibleByArgument, CaseIterable {
    case mf
    case ann
    case residual
    case autorec
  }

  @Argument(help: "Which model.")
  var model: Model
  @Argument(help: "A file of ratings, in any format that nbrun reads.")
  var file: String
  @Option(help: "How many epochs.")
  var epochs = 3
  @Option(help: "How many samples are in a batch.")
  var batch = 128
  @Option(help: "l of the penalty l·Σw² on the weights.")
  var regularization: Double?
  @Option(help: "How many threads.")
  var threads = 2
  @Flag(help: "Adam at 0.001 instead of SGD at 0.08 with momentum 0.9.")
  var adam = false
  @Flag(help: "Time the training alone, without the test after each epoch.")
  var untested = false
  @Option(help: "The seed of the first split and training; others count up from it.")
  var seed: UInt64 = 1
  @Option(help: "Over how many seeds to take the mean.")
  var seeds = 1
  @OptionGroup var peer: Peer

  func run() throws {
    let table = try RatingTable(reading: RatingFileRequest(path: file), threads: threads)
    var testMSEs: [Double] = []
    for seed in seed..<seed + UInt64(seeds) {
      var data = TrainingData(try RatingSplit(of: table, seed: seed))
      if untested { data.test = nil }
      let clock = ContinuousClock()
      var durations: [Duration] = []
      var last = clock.now
      let curve = try train(seed: seed, on: data) { report in
        let now = clock.now
        durations.append(now - last)
        last = now
        print(
          "seed \(seed), epoch \(report.epoch): \(seconds(durations[durations.count - 1])),",
          "train MSE \(report.trainMSE)" + (report.testMSE.map { ", test MSE \($0)" } ?? ""))
      }
      if let testMSE = curve.last?.testMSE { testMSEs.append(testMSE) }
      let sorted = durations.sorted()
      guard let least = sorted.first else { continue }
      let median = sorted[sorted.count / 2]
      print("seed \(seed): epoch min \(seconds(least)), median \(seconds(median))")
      try peer.run(after: median)
    }
    if !testMSEs.isEmpty {
      print("mean test MSE \(testMSEs.reduce(0, +) / Double(testMSEs.count))")
    }
  }

  private func train(
    seed: UInt64, on data: TrainingData, _ onEpoch: (EpochReport) -> Void
  ) throws -> LearningCurve {
    var descent = GradientDescent()
    descent.epochs = epochs
    descent.batch = batch
    descent.seed = seed
    descent.threads = threads
    if adam { descent.optimizer = .adam(learningRate: 0.001) }
    descent.regularization = regularization ?? (model == .autorec ? 1e-4 : 0)
    var configuration = EmbeddingNetwork.Configuration()
    configuration.descent = descent
    switch model {
    case .mf: configuration.branches = .product
    case .ann: configuration.branches = .deep
    case .residual:
      configuration.branches = .both
      configuration.activation = .elu
    case .autorec:
      var configuration = AutoRec.Configuration()
      configuration.descent = descent
      return try AutoRec(configuration).train(on: data, onEpoch: onEpoch).curve
    }
    return try EmbeddingNetwork(configuration).train(on: data, onEpoch: onEpoch).curve
  }
}
