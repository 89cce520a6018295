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

  /// Of a user who has not been seen, each sample expects what its own users have on average.
  public var unseen: UnseenPredictions {
    var ofItems = Array(repeating: 0.0, count: itemCount)
    var forUsers = Array(repeating: 0.0, count: userCount)
    var ofBoth = 0.0
    for sample in samples {
      let users = AverageLine(sample.userFactors, sample.userBiases)
      let items = AverageLine(sample.itemFactors, sample.itemBiases)
      let mean = Double(sample.mean)
      for item in ofItems.indices {
        ofItems[item] +=
          mean + users.bias + Double(sample.itemBiases[item])
          + users.product(sample.itemFactors.row(item))
      }
      for user in forUsers.indices {
        forUsers[user] +=
          mean + Double(sample.userBiases[user]) + items.bias
          + items.product(sample.userFactors.row(user))
      }
      ofBoth +=
        mean + users.bias + items.bias
        + zip(users.factors, items.factors).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let count = Double(samples.count)
    return UnseenPredictions(
      ofItems: ofItems.map { Float($0 / count) }, forUsers: forUsers.map { Float($0 / count) },
      ofBoth: Float(ofBoth / count))
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

/// The mean of the factors and biases of all users, or of all items.
private struct AverageLine {
  var factors: [Double]
  var bias: Double

  init(_ matrix: Matrix<Float>, _ biases: [Float]) {
    let count = Double(max(matrix.rowCount, 1))
    factors = Array(repeating: 0, count: matrix.columnCount)
    for row in 0..<matrix.rowCount {
      for factor in factors.indices { factors[factor] += Double(matrix[row, factor]) / count }
    }
    bias = biases.reduce(0) { $0 + Double($1) } / count
  }

  func product(_ row: ArraySlice<Float>) -> Double {
    zip(factors, row).reduce(0) { $0 + $1.0 * Double($1.1) }
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
