import Glibc
import LinearAlgebra

/// How the predictive distribution of test ratings compares with the ratings themselves.
///
/// A rating's distribution is the mixture, over the samples s, of N(r̂_s, 1/α_s).
public struct PredictiveTest: Sendable, Hashable {
  /// r − r̂ with r̂ the mean of the distribution, in no particular order of the ratings.
  public var residuals: [Float]
  /// The standard deviation of each rating's distribution.
  public var deviations: [Float]
  /// The probability of a rating up to the one that was given: uniform for ratings that do have
  /// these distributions.
  public var probabilities: [Float]

  public init(residuals: [Float], deviations: [Float], probabilities: [Float]) {
    self.residuals = residuals
    self.deviations = deviations
    self.probabilities = probabilities
  }

  public var count: Int { residuals.count }

  /// The share of the ratings that lie in their central interval of a nominal coverage.
  public func coverage(nominal: Double) -> Double {
    coverage(nominal: nominal, of: Array(0..<count))
  }

  /// The share of some of the ratings that lie in their central interval.
  public func coverage(nominal: Double, of positions: [Int]) -> Double {
    let inside = positions.count { abs(Double(probabilities[$0]) - 0.5) <= nominal / 2 }
    return Double(inside) / Double(positions.count)
  }

  /// The mean width of the intervals of a nominal coverage, were each distribution normal.
  public func meanWidth(nominal: Double) -> Double {
    2 * NormalDistribution.quantile(0.5 + nominal / 2)
      * deviations.reduce(0) { $0 + Double($1) } / Double(count)
  }

  /// The positions of the ratings in groups of about equal size, by how certain the model is of
  /// them, the most certain first.
  public func groupsByDeviation(_ groupCount: Int) -> [[Int]] {
    let order = (0..<count).sorted { (deviations[$0], $0) < (deviations[$1], $1) }
    return (0..<groupCount).map {
      Array(order[count * $0 / groupCount..<count * ($0 + 1) / groupCount])
    }
  }
}

/// Gathers a `PredictiveTest`, sample by sample.
struct PredictiveTestSums: ~Copyable {
  private(set) var residuals: ResidualMeans
  private let threads: Int
  /// Σ (r − r̂_s)² and Σ Φ((r − r̂_s) √α_s) of each rating.
  private let squares: ScratchMemory<Double>
  private let probabilities: ScratchMemory<Double>
  /// Σ 1/α_s.
  private var variances = 0.0

  init(count: Int, threads: Int) {
    self.threads = threads
    residuals = ResidualMeans(count: count, threads: threads)
    squares = ScratchMemory(repeating: 0, count: count)
    probabilities = ScratchMemory(repeating: 0, count: count)
  }

  /// Takes in the latest residuals.
  ///
  /// - Returns: Σ (r − r̂)² with the mean over the samples.
  mutating func addLatest(noisePrecision: Double) -> Double {
    variances += 1 / noisePrecision
    let root = noisePrecision.squareRoot()
    _ = sumInPieces(residuals.count, threads: threads) { positions in
      for position in positions {
        let residual = Double(residuals.latest.pointer[position])
        squares.pointer[position] += residual * residual
        probabilities.pointer[position] += NormalDistribution.probability(upTo: residual * root)
      }
      return 0
    }
    return residuals.addLatest()
  }

  /// The result; nil before the first sample.
  var result: PredictiveTest? {
    let samples = Double(residuals.sampleCount)
    if samples == 0 { return nil }
    let means = (0..<residuals.count).map { residuals.mean($0) }
    return PredictiveTest(
      residuals: means,
      deviations: means.indices.map {
        // Var r = E 1/α + Var r̂
        let variance = squares.pointer[$0] / samples - Double(means[$0]) * Double(means[$0])
        return Float((variances / samples + max(0, variance)).squareRoot())
      },
      probabilities: means.indices.map { Float(probabilities.pointer[$0] / samples) })
  }
}
