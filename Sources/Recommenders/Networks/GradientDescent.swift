public import Bounds
import LinearAlgebra

/// How a network is trained on batches of a shuffled set of samples.
public struct GradientDescent: TrainingSettings, Hashable {
  /// How often to go through all samples at most.
  @Bounded(in: Limits.epochs) public var epochs = 15
  /// How many samples there are between two updates; the last batch of an epoch may have fewer.
  @Bounded(in: 1...) public var batch = 128
  public var optimizer = Optimizer(.sgd)
  /// l: what the loss of a batch has added to it is l times the sum of the squares of all
  /// embeddings and kernels.
  @Bounded(in: 0...) public var regularization = 0.0
  /// Stop after an epoch in which the objective, the mean squared error over the training ratings
  /// plus l·Σw², fell by less than this share of itself; 0 for never.
  @Bounded(in: 0...) public var tolerance = 0.0
  /// Chooses the initial weights, the order of samples, and what is dropped.
  public var seed: UInt64 = 1
  /// How many threads compute; the result is the same for any number, bit for bit.
  @Bounded(in: 1...) public var threads = processorCount
  /// How many bytes of memory the training may take; nil for all that there are.
  public var memory: Int?

  public init() {}

  func check() throws(NetworkError) {
    if let name = outOfBounds ?? optimizer.outOfBounds { throw .parameterOutOfRange(name) }
  }

  /// What an epoch comes to.
  struct Measures {
    /// See `EpochReport.loss`.
    var loss: Double
    /// The mean of (r − r̂)² over the training ratings at the end of the epoch.
    var trainMSE: Double
    /// l·Σw² at the end of the epoch; 0 without.
    var penalty: Double
    var testMSE: Double?

    var areFinite: Bool {
      loss.isFinite && trainMSE.isFinite && penalty.isFinite && testMSE?.isFinite ?? true
    }
  }

  /// Runs epochs until they are over, or the objective hardly falls.
  ///
  /// - Parameters:
  ///   - onEpoch: called after each epoch; what it throws ends the training.
  ///   - run: runs the epoch with a number, from 1; nil if the loss is no finite number.
  /// - Returns: the reports of all epochs.
  /// - Throws: `NetworkError.diverged`, or what `onEpoch` throws.
  func runEpochs(
    onEpoch: (EpochReport) throws -> Void, _ run: (Int) -> Measures?
  ) throws -> LearningCurve {
    try LearningCurve(
      epochs: epochs, onEpoch: onEpoch, until: { $0.hasConverged(tolerance: tolerance) },
      { epoch, course in
        guard let measures = run(epoch), measures.areFinite else {
          throw NetworkError.diverged(epoch: epoch, course)
        }
        return EpochReport(
          epoch: epoch, epochs: epochs,
          objectives: regularization > 0 ? [measures.trainMSE + measures.penalty] : [],
          trainMSE: measures.trainMSE, loss: measures.loss, testMSE: measures.testMSE)
      })
  }
}

/// Why the training of a network came to nothing.
public enum NetworkError: Error, Equatable, Sendable {
  /// A setting lies outside its bounds, by the name that notebooks have for it.
  case parameterOutOfRange(String)
  /// The start has other layers than the network.
  case differentLayers
  /// The loss became infinite or undefined; the curve ends with the epoch before.
  case diverged(epoch: Int, LearningCurve)
}
