import Glibc

/// Whether chains have mixed, and how many independent draws theirs are worth.
///
/// The definitions of Vehtari, Gelman, Simpson, Carpenter, Bürkner, *Rank-Normalization,
/// Folding, and Localization: An Improved R̂ for Assessing Convergence of MCMC*, Bayesian
/// Analysis 16(2), 2021. Each chain is cut in half, so that one alone can disagree with itself.
public struct ChainDiagnostics: Sendable, Hashable {
  /// R̂, the larger one of ranks and of folded ranks: near 1 if the chains agree; below 1.01 is
  /// what its authors ask for.
  public var splitRHat: Double
  /// The effective sample size for the middle of the distribution.
  public var bulkSampleSize: Double
  /// The effective sample size for its 5% and 95% quantiles, the smaller one.
  public var tailSampleSize: Double

  /// Looks at chains of draws.
  ///
  /// The numbers are NaN for chains that are not equally long, shorter than four draws, not
  /// finite, or constant.
  public init(_ chains: [[Double]]) {
    let count = chains.first?.count ?? 0
    let all = chains.joined()
    guard count >= 4, chains.allSatisfy({ $0.count == count }),
      all.allSatisfy(\.isFinite), let first = all.first, all.contains(where: { $0 != first })
    else {
      (splitRHat, bulkSampleSize, tailSampleSize) = (.nan, .nan, .nan)
      return
    }
    let halves = chains.flatMap { chain in
      [Array(chain.prefix(count / 2)), Array(chain.suffix(count / 2))]
    }
    let median = quantile(0.5, ofSorted: halves.joined().sorted())
    let ranked = rankNormalized(halves)
    let folded = rankNormalized(halves.map { $0.map { abs($0 - median) } })
    splitRHat = max(potentialScaleReduction(ranked), potentialScaleReduction(folded))
    bulkSampleSize = effectiveSampleSize(ranked)
    let sorted = all.sorted()
    tailSampleSize = [0.05, 0.95].map { p in
      let bound = quantile(p, ofSorted: sorted)
      return effectiveSampleSize(halves.map { $0.map { $0 <= bound ? 1 : 0 } })
    }.reduce(.infinity) { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
  }
}

extension ChainDiagnostics {
  /// The worst of several quantities: the largest R̂, the smallest sample sizes.
  ///
  /// Quantities that nothing can be said of, as they don't vary, are left out; NaN if all are.
  public init(worstOf all: [ChainDiagnostics]) {
    func numbers(_ path: KeyPath<ChainDiagnostics, Double>) -> [Double] {
      all.map { $0[keyPath: path] }.filter { !$0.isNaN }
    }
    splitRHat = numbers(\.splitRHat).max() ?? .nan
    bulkSampleSize = numbers(\.bulkSampleSize).min() ?? .nan
    tailSampleSize = numbers(\.tailSampleSize).min() ?? .nan
  }

  /// The smaller one of the two effective sample sizes.
  public var sampleSize: Double {
    bulkSampleSize.isNaN || tailSampleSize.isNaN ? .nan : min(bulkSampleSize, tailSampleSize)
  }
}

/// The quantile of ascending numbers, with linear interpolation between them.
private func quantile(_ p: Double, ofSorted numbers: [Double]) -> Double {
  let place = p * Double(numbers.count - 1)
  let below = Int(place)
  let above = min(below + 1, numbers.count - 1)
  return numbers[below] + (place - Double(below)) * (numbers[above] - numbers[below])
}

/// Replaces each number by the normal quantile of its rank among all; equal ones share theirs
/// (equation 14).
private func rankNormalized(_ chains: [[Double]]) -> [[Double]] {
  let numbers = Array(chains.joined())
  let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
  var scores = numbers
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count && numbers[order[end]] == numbers[order[start]] { end += 1 }
    // Ranks count from 1.
    let rank = Double(start + 1 + end) / 2
    let score = NormalDistribution.quantile((rank - 0.375) / (Double(numbers.count) + 0.25))
    for place in start..<end { scores[order[place]] = score }
    start = end
  }
  var next = 0
  return chains.map { chain in
    defer { next += chain.count }
    return Array(scores[next..<next + chain.count])
  }
}

private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

/// The variance, with the divisor n − 1.
private func variance(_ numbers: [Double]) -> Double {
  let center = mean(numbers)
  return numbers.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(numbers.count - 1)
}

/// R̂ = √(v̂ar⁺ / W) (equations 1 to 4).
private func potentialScaleReduction(_ chains: [[Double]]) -> Double {
  let count = Double(chains[0].count)
  let within = mean(chains.map(variance))
  let between = count * variance(chains.map(mean))
  return ((count - 1) / count + between / count / within).squareRoot()
}

/// S_eff (equations 10 to 13), by Geyer's initial monotone sequence of autocorrelations.
private func effectiveSampleSize(_ chains: [[Double]]) -> Double {
  let count = chains[0].count
  let total = Double(chains.count * count)
  if let first = chains[0].first, chains.allSatisfy({ $0.allSatisfy { $0 == first } }) {
    return total
  }
  let centered = chains.map { chain in
    let center = mean(chain)
    return chain.map { $0 - center }
  }
  /// The autocovariance at a lag, mean over the chains.
  func autocovariance(_ lag: Int) -> Double {
    mean(
      centered.map { chain in
        (0..<count - lag).reduce(0) { $0 + chain[$1] * chain[$1 + lag] } / Double(count)
      })
  }
  let within = autocovariance(0) * Double(count) / Double(count - 1)
  let pooled = within * Double(count - 1) / Double(count) + variance(chains.map(mean))
  func autocorrelation(_ lag: Int) -> Double { 1 - (within - autocovariance(lag)) / pooled }

  // Sums of neighbours, until one is negative; each no larger than the one before.
  var (even, odd) = (1.0, autocorrelation(1))
  var sum = 0.0
  var last = Double.infinity
  var lag = 1
  while lag < count - 3 && even + odd > 0 {
    last = min(last, even + odd)
    sum += last
    even = autocorrelation(lag + 1)
    odd = autocorrelation(lag + 2)
    lag += 2
  }
  // τ = −1 + 2 Σ; the even lag that comes last still counts once.
  let time = max(-1 + 2 * sum + max(even, 0), 1 / log10(total))
  return total / time
}
