public import Bounds
import LinearAlgebra

/// Bayesian probabilistic matrix factorization, by Gibbs sampling.
///
///     r_ij = μ + b_i + c_j + w_i·u_j + ε,  ε ~ N(0, 1/α)
///
/// where μ is the mean of the training ratings, the rows w_i are normal with a mean and a
/// precision that have a Normal–Wishart prior, so are the rows u_j, and the biases b_i and the
/// biases c_j likewise in one dimension. A sweep draws each of these given all others.
/// Salakhutdinov, Mnih, *Bayesian Probabilistic Matrix Factorization using Markov Chain Monte
/// Carlo*, ICML 2008; the biases and the distribution of α are ours.
public struct BPMF: Sendable {
  public var configuration: Configuration

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  /// Everything that determines the result, apart from the data.
  public struct Configuration: TrainingSettings, Hashable {
    /// K, the number of factors.
    @Bounded(in: Limits.factors) public var factors = 10
    /// How many sweeps of a chain don't count.
    @Bounded(in: 0...100_000) public var burnIn = 50
    /// How many samples to take of a chain.
    @Bounded(in: 1...100_000) public var samples = 150
    /// Every n-th sweep after the burn-in is a sample.
    @Bounded(in: 1...100) public var thin = 1
    /// How many chains to run, each from a beginning of its own.
    @Bounded(in: 1...64) public var chains = 1
    public var biases = true
    public var noisePrecision = Noise.sampled
    public var prior = NormalWishart()
    /// How many bytes of samples to keep at most; of more, some at equal distances are kept.
    public var memoryLimit = 512 << 20
    /// Chooses all random numbers.
    public var seed: UInt64 = 1
    /// How many threads compute; the result is the same for any number, bit for bit.
    @Bounded(in: 1...) public var threads = processorCount
    /// How many bytes of memory the training may take; nil for all that there are.
    public var memory: Int?

    /// More sweeps than a chain can have, `burnIn` + `samples` · `thin`.
    static let mostSweeps = (1 << 24) - 1

    public init() {}
  }

  /// What is known of α, the precision of ratings around their predictions.
  public enum Noise: Sendable, Hashable {
    /// It is this number, above 0.
    case fixed(Double)
    /// Nothing much: its prior is Gamma(1, 1), of mean 1.
    case sampled
  }

  /// Draws from the posterior distribution.
  ///
  /// - Parameters:
  ///   - data: the ratings.
  ///   - onSweep: called after each sweep; what it throws ends the training.
  /// - Returns: the samples. The learning curve has a report for each sweep of each chain: the
  ///   errors of the mean prediction of all samples so far, and before the first, of the sweep.
  /// - Throws: `TrainingDataError`, `FactorizationError`, `MemoryShortage`, or what `onSweep` throws.
  public func train(
    on data: TrainingData, onSweep: (EpochReport) throws -> Void = { _ in }
  ) throws -> TrainingResult<PosteriorModel> {
    try configuration.check()
    let (size, mean) = try data.check(factors: configuration.factors)
    try requireMemory(configuration.memoryNeed(size, data), of: configuration.memory)
    var training = BPMFTraining(configuration, data: data, mean: mean)
    var curve = LearningCurve()
    for chain in 0..<configuration.chains {
      try training.run(chain: chain) { report in
        curve.reports.append(report)
        try onSweep(report)
      }
    }
    return TrainingResult(model: training.model(), curve: curve)
  }
}

extension BPMF.Configuration {
  /// The standard deviations of the first factors and biases, given the variance v of the
  /// ratings: √√v and √v, so that each term b_i, c_j and w_ik·u_jk of a prediction varies as much
  /// as the ratings do.
  ///
  /// A chain that starts wide finds the ratings within a few sweeps. One that starts near zero
  /// doesn't: Λ is drawn given such factors, so it is large, so the next rows are drawn near zero
  /// again, while the ratings pull by no more than α·Σu². There W ≈ U ≈ 0 is a state that a
  /// chain leaves after dozens of sweeps or, where the prior wants small factors, hundreds.
  static func initialDeviations(variance: Double) -> (factors: Double, biases: Double) {
    (variance.squareRoot().squareRoot(), variance.squareRoot())
  }

  /// How many sweeps a chain has.
  var sweeps: Int { burnIn + samples * thin }

  func check() throws(FactorizationError) {
    if let name = outOfBounds { throw .parameterOutOfRange(name) }
    if case .fixed(let precision) = noisePrecision, !(precision > 0 && precision.isFinite) {
      throw .parameterOutOfRange("noise-precision")
    }
    guard prior.outOfBounds == nil, (prior.degrees ?? Double(factors)) >= Double(factors) else {
      throw .parameterOutOfRange("prior")
    }
  }

  /// The shape and the rate of α given the residuals of so many ratings:
  /// Gamma(a₀ + n/2, b₀ + Σ (r − r̂)² / 2) with a₀ = b₀ = 1.
  func noiseConditional(
    count: Int, squaredResiduals: Double
  ) -> (shape: Double, rate: Double) {
    (1 + Double(count) / 2, 1 + squaredResiduals / 2)
  }

  /// About how many bytes the training takes.
  func memoryNeed(_ size: FactorModelSize, _ data: TrainingData) -> Double {
    // The chain and the samples; residuals, and what is summed of those of the test.
    MemoryNeed.ratings(data)
      + Double(1 + keptSamples(users: size.users, items: size.items)) * MemoryNeed.factors(size)
      + 8 * Double(data.train.count) + 40 * Double(data.test?.count ?? 0)
      + MemoryNeed.rowSystems(factors: factors, threads: threads)
  }

  /// How many of the samples of all chains are kept.
  func keptSamples(users: Int, items: Int) -> Int {
    let numbers = (users + items) * (factors + 1)
    let fitting = memoryLimit / (numbers * MemoryLayout<Float>.stride)
    return min(samples * chains, max(1, fitting))
  }
}
