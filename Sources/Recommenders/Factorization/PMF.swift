public import Bounds
import LinearAlgebra

/// Probabilistic matrix factorization, fitted by gradient ascent.
///
/// Ratings are normal around what is predicted, with variance σ², and every factor and bias is
/// normal around zero, with precision λ:
///
///     log p(R | θ) = −n/2 log 2πσ² − 1/(2σ²) Σ (r_ij − μ − b_i − c_j − w_i·u_j)²
///     log p(θ)     = d/2 log(λ/2π) − λ/2 (‖W‖² + ‖U‖² + ‖b‖² + ‖c‖²)
///
/// for n ratings and d factors and biases; μ is the mean of the training ratings. The maximum of
/// their sum is where J of `ALS` is least with the regularization λσ². Salakhutdinov and Mnih,
/// *Probabilistic Matrix Factorization*, NIPS 2007, equations 1 to 4; the biases and μ are added.
public struct PMF: Sendable {
  public var configuration: Configuration

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  /// Everything that determines the result, apart from the data.
  public struct Configuration: TrainingSettings, Hashable {
    /// K, the number of factors.
    @Bounded(in: Limits.factors) public var factors = 10
    /// How many steps to take at most.
    @Bounded(in: Limits.epochs) public var epochs = 200
    public var estimate = Estimate.maximumAPosteriori
    /// σ², the variance of ratings around their predictions, in squares of what they are measured in.
    @Bounded(in: .above(0)) public var noise = 0.8
    /// λ, the precision of factors and biases around zero; without meaning for the maximum
    /// likelihood.
    @Bounded(in: .above(0)) public var prior = 25.0
    /// η.
    ///
    /// Without it a step is as long as lets the objective rise: halved, and without
    /// momentum, until it does, and longer by a twentieth after each that did.
    @Bounded(in: .above(0)) public var learningRate: Double? = nil
    /// m, what is kept of the last step in the next.
    @Bounded(in: 0..<1) public var momentum = 0.9
    /// Whether there are b and c; otherwise they are zero.
    public var biases = true
    /// Stop when the last half of all steps, and at least the last 50, lowered J by less than
    /// this fraction of itself; 0 for never.
    ///
    /// J is −2σ² times what is maximized, less constants. A single step says nothing: after one
    /// that was taken back the next starts from rest and is small wherever it is. And where J
    /// falls ever more slowly, like a power of the number of steps, only a share of all steps
    /// tells how much there is left to fall: about as much as in the last half.
    @Bounded(in: 0...) public var tolerance = 0.0
    /// Chooses the initial factors.
    public var seed: UInt64 = 1
    /// How many threads compute; the result is the same for any number, bit for bit.
    @Bounded(in: 1...) public var threads = processorCount
    /// How many bytes of memory the training may take; nil for all that there are.
    public var memory: Int?

    public init() {}
  }

  /// What is to be as large as possible.
  public enum Estimate: String, Sendable, Hashable, CaseIterable {
    /// p(R | θ).
    case maximumLikelihood = "mle"
    /// p(R | θ) p(θ), in proportion to p(θ | R).
    case maximumAPosteriori = "map"
  }

  /// Trains a model.
  ///
  /// A step adds v ← m·v + η·g to all factors and biases at once, where g is the gradient of the
  /// objective at where they are. The objectives in the reports are log p(R | θ) and, where it is
  /// the posterior that is maximized, log p(R | θ) + log p(θ).
  ///
  /// - Parameters:
  ///   - data: the ratings.
  ///   - start: an earlier model of as many users, items and factors to go on from, instead of
  ///     small random factors and zero biases. The mean is that of the training ratings
  ///     all the same.
  ///   - onEpoch: called after each step; what it throws ends the training.
  ///   - checkpoint: called before each trial of a step; what it throws ends the training.
  /// - Returns: the model after the last step, and the reports of all. Without a given length of
  ///   the steps it stops early as well where they no longer raise the objective by more than
  ///   rounding.
  /// - Throws: `TrainingDataError`, `FactorizationError`, `MemoryShortage`, or what `onEpoch` or
  ///   `checkpoint` throws.
  public func train(
    on data: TrainingData, from start: FactorModel? = nil,
    onEpoch: (EpochReport) throws -> Void = { _ in }, checkpoint: () throws -> Void = {}
  ) throws -> TrainingResult<FactorModel> {
    try configuration.check()
    let (size, mean) = try data.check(factors: configuration.factors, start: start?.size)
    try requireMemory(configuration.memoryNeed(size, data), of: configuration.memory)
    let seed = configuration.seed
    let initial =
      start
      ?? .random(
        size: size, users: RandomSource(seed: seed, purpose: "pmf.users"),
        items: RandomSource(seed: seed, purpose: "pmf.items"))
    var ascent = PMFAscent(configuration, data: data, mean: mean, from: initial)
    var losses = [ascent.loss]
    let curve = try LearningCurve(
      epochs: configuration.epochs, onEpoch: onEpoch,
      until: { _ in configuration.hasConverged(losses) },
      { epoch, _ in
        guard try ascent.step(epoch, checkpoint: checkpoint) else { return nil }
        losses.append(ascent.loss)
        return try ascent.report(epoch)
      })
    return TrainingResult(model: ascent.model(), curve: curve)
  }
}

extension PMF.Configuration {
  func check() throws(FactorizationError) {
    if let name = outOfBounds { throw .parameterOutOfRange(name) }
    guard Float(regularization).isFinite else { throw .parameterOutOfRange("prior") }
  }

  /// About how many bytes the training takes.
  func memoryNeed(_ size: FactorModelSize, _ data: TrainingData) -> Double {
    // The start, the result, two points with their gradients, and the velocity.
    MemoryNeed.ratings(data) + 7 * MemoryNeed.factors(size)
      + MemoryNeed.rowSystems(factors: factors, threads: threads)
  }

  /// λσ², the weight of the squares of all factors and biases in J; zero without a prior.
  var regularization: Double {
    estimate == .maximumAPosteriori ? prior * noise : 0
  }

  /// The fewest steps that tell whether J still falls: more than lie between two that are taken
  /// back, as a step is half as long then and a twentieth longer each time.
  static let leastSteps = 50

  /// What share of J is no more than rounding in single precision.
  static let leastShare = 1e-9

  /// Whether J, at the start and after each step, hardly fell any more.
  func hasConverged(_ losses: [Double]) -> Bool {
    let steps = losses.count - 1
    let window = max(Self.leastSteps, (steps + 1) / 2)
    guard steps >= window else { return false }
    let (before, after) = (losses[steps - window], losses[steps])
    let share = learningRate == nil ? max(tolerance, Self.leastShare) : tolerance
    return share > 0 && before - after <= share * before
  }
}
