public import Bounds
import LinearAlgebra

/// Alternating least squares for a factorization with biases.
///
/// For ratings r_ij of user i and item j, finds W, U, b, c with a small
///
///     J = Σ (r_ij − μ − b_i − c_j − w_i·u_j)² + λ(‖W‖² + ‖U‖² + ‖b‖² + ‖c‖²)
///
/// where μ is the mean of the training ratings. With the items held fixed, J falls apart
/// into one least-squares problem for each user, and conversely; an epoch solves all users'
/// and then all items'. Zhou, Wilkinson, Schreiber, Pan, *Large-Scale Parallel Collaborative
/// Filtering for the Netflix Prize*, AAIM 2008; Koren, Bell, Volinsky, *Matrix Factorization
/// Techniques for Recommender Systems*, Computer 42(8), 2009.
public struct ALS: Sendable {
  public var configuration: Configuration

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  /// Everything that determines the result, apart from the data.
  public struct Configuration: TrainingSettings, Hashable {
    /// K, the number of factors.
    @Bounded(in: Limits.factors) public var factors = 10
    /// How many epochs at most.
    @Bounded(in: Limits.epochs) public var epochs = 15
    /// λ.
    @Bounded(in: 0...) public var regularization = 20.0
    public var biases = Biases.joint
    public var order = Order.usersFirst
    public var update = Update.latest
    public var regularizationScaling = RegularizationScaling.none
    /// Stop after an epoch in which J fell by less than this fraction of itself; 0 for never.
    @Bounded(in: 0...) public var tolerance = 0.0
    /// Chooses the initial factors.
    public var seed: UInt64 = 1
    /// How many threads compute; the result is the same for any number, bit for bit.
    @Bounded(in: 1...) public var threads = processorCount
    /// How many bytes of memory the training may take; nil for all that there are.
    public var memory: Int?

    public init() {}
  }

  /// How a row's bias is found.
  public enum Biases: String, Sendable, Hashable, CaseIterable {
    /// Together with its factors, as one more unknown: J never rises.
    case joint
    /// Factors and bias each from the other's previous value, as lectures write it.
    case separate
    /// There are none: b = 0 and c = 0. The mean μ stays.
    case none
  }

  /// Which half of an epoch comes first.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    case usersFirst = "users-first"
    case itemsFirst = "items-first"
  }

  /// What the second half of an epoch starts from.
  public enum Update: String, Sendable, Hashable, CaseIterable {
    /// The values that the first half has just computed (Gauss–Seidel).
    case latest
    /// The values at the beginning of the epoch (Jacobi): J may rise.
    case previous
  }

  /// What λ is multiplied by for a row.
  public enum RegularizationScaling: String, Sendable, Hashable, CaseIterable {
    case none
    /// The number of the row's training ratings.
    case count
  }

  /// Trains a model.
  ///
  /// - Parameters:
  ///   - data: the ratings.
  ///   - start: an earlier model of as many users, items and factors to go on from, instead of
  ///     small random factors and zero biases. The mean is that of the training ratings
  ///     all the same.
  ///   - onEpoch: called after each epoch; what it throws ends the training.
  /// - Returns: the model after the last epoch, and the reports of all.
  /// - Throws: `TrainingDataError`, `FactorizationError`, `MemoryShortage`, or what `onEpoch` throws.
  public func train(
    on data: TrainingData, from start: FactorModel? = nil,
    onEpoch: (EpochReport) throws -> Void = { _ in }
  ) throws -> TrainingResult<FactorModel> {
    try configuration.check()
    let (size, mean) = try data.check(factors: configuration.factors, start: start?.size)
    try requireMemory(configuration.memoryNeed(size, data), of: configuration.memory)
    let seed = configuration.seed
    let initial =
      start
      ?? .random(
        size: size, users: RandomSource(seed: seed, purpose: "als.users"),
        items: RandomSource(seed: seed, purpose: "als.items"))
    var training = ALSTraining(configuration, data: data, mean: mean, from: initial)
    var curve = try LearningCurve(
      epochs: configuration.epochs, onEpoch: onEpoch,
      until: { $0.hasConverged(tolerance: configuration.tolerance) },
      { epoch, _ in try training.runEpoch(epoch) })
    if !curve.reports.isEmpty { curve.conditioning = training.conditioning() }
    return TrainingResult(model: training.model(), curve: curve)
  }
}

extension ALS.Configuration {
  func check() throws(FactorizationError) {
    if let name = outOfBounds { throw .parameterOutOfRange(name) }
  }

  /// About how many bytes the training takes.
  func memoryNeed(_ size: FactorModelSize, _ data: TrainingData) -> Double {
    // The start, the result, what is being solved and, for Jacobi, what it was.
    let copies: Double = update == .previous ? 4 : 3
    return MemoryNeed.ratings(data) + copies * MemoryNeed.factors(size)
      + MemoryNeed.rowSystems(factors: factors, threads: threads)
  }
}
