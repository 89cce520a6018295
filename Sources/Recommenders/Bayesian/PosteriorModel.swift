public import LinearAlgebra

/// A model that is many: samples from the posterior distribution of factor models.
///
/// A prediction is the mean over the samples, E(r_ij | R) ≈ 1/S Σ r̂_ij. That isn't the product
/// of mean factors: factors can be turned, swapped and reflected from one sample to the next,
/// and only what they predict is comparable.
public struct PosteriorModel: IntervalModel, FactorizedModel {
  /// The samples that were kept, in their order; at least one, all of the same size.
  public let samples: [FactorModel]
  /// α of each.
  public let noisePrecisions: [Double]
  /// The mean of the users' factors over samples that are turned to agree; to look at, while
  /// predictions come from the samples.
  public let userFactors: Matrix<Float>
  /// The mean of the items' factors, likewise.
  public let itemFactors: Matrix<Float>
  /// How the chains went.
  public var trace: GibbsTrace
  /// How well the test ratings agree with their distributions, by *all* samples; nil without any.
  public var test: PredictiveTest?

  public init(
    samples: [FactorModel], noisePrecisions: [Double], trace: GibbsTrace,
    test: PredictiveTest? = nil
  ) {
    precondition(!samples.isEmpty, "There is a sample")
    precondition(samples.count == noisePrecisions.count, "A sample has a precision of the noise")
    self.samples = samples
    self.noisePrecisions = noisePrecisions
    self.trace = trace
    self.test = test
    let aligned = AlignedFactors(samples)
    userFactors = aligned.users
    itemFactors = aligned.items
  }

  public func prediction(user: Int, item: Int) -> Float {
    let sum = samples.reduce(0) { $0 + Double($1.prediction(user: user, item: item)) }
    return Float(sum / Double(samples.count))
  }

  public func predictions(user: Int) -> [Float] {
    var sums = Array(repeating: 0.0, count: itemCount)
    for sample in samples {
      for (item, rating) in sample.predictions(user: user).enumerated() {
        sums[item] += Double(rating)
      }
    }
    return sums.map { Float($0 / Double(samples.count)) }
  }

  public func interval(user: Int, item: Int, coverage: Double) -> ClosedRange<Float> {
    precondition(coverage > 0 && coverage < 1, "A coverage is a probability")
    let mixture = NormalMixture(
      means: samples.map { Double($0.prediction(user: user, item: item)) },
      deviations: noisePrecisions.map { 1 / $0.squareRoot() })
    let lower = Float(mixture.quantile((1 - coverage) / 2))
    return lower...max(lower, Float(mixture.quantile((1 + coverage) / 2)))
  }
}

/// A mixture of normal distributions of equal weight.
struct NormalMixture {
  var means: [Double]
  var deviations: [Double]

  /// The probability of a number up to x.
  func probability(upTo x: Double) -> Double {
    zip(means, deviations).reduce(0) { sum, part in
      sum + NormalDistribution.probability(upTo: (x - part.0) / part.1)
    } / Double(means.count)
  }

  /// The number up to which the probability is p, above 0 and below 1.
  func quantile(_ p: Double) -> Double {
    // It lies between the least and the greatest of the parts' own.
    let z = NormalDistribution.quantile(p)
    let quantiles = zip(means, deviations).map { $0 + z * $1 }
    guard var low = quantiles.min(), var high = quantiles.max() else { return .nan }
    while high - low > 1e-6 * (1 + abs(low)) {
      let middle = (low + high) / 2
      if probability(upTo: middle) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
