import Glibc
import LinearAlgebra

@testable import Recommenders

/// Gradient ascent on the log-posterior by the formulas, in double precision and plain loops.
///
/// What the fast kernels are compared with; see `PMF` for the model and the parameters. The
/// length of a step has to be given.
struct ReferencePMF {
  let configuration: PMF.Configuration
  let table: RatingTable
  let mean: Double
  /// W, U, b and c, a row for each user or item; without biases b and c stay zero.
  var x: Unknowns
  private var velocity: Unknowns

  struct Unknowns {
    var w: [[Double]]
    var u: [[Double]]
    var b: [Double]
    var c: [Double]

    /// self + scale · other.
    func adding(_ scale: Double, _ other: Unknowns) -> Unknowns {
      func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + scale * $1 } }
      return Unknowns(
        w: zip(w, other.w).map(sum), u: zip(u, other.u).map(sum), b: sum(b, other.b),
        c: sum(c, other.c))
    }

    var squaredNorm: Double { (w + u + [b, c]).joined().reduce(0) { $0 + $1 * $1 } }
    var count: Int { (w + u + [b, c]).joined().count }
  }

  /// From a model whose users and items all have ratings.
  init(_ configuration: PMF.Configuration, _ table: RatingTable, from start: FactorModel) {
    self.configuration = configuration
    self.table = table
    mean = table.values.reduce(0) { $0 + Double($1) } / Double(table.count)
    let biases: (Float) -> Double = { configuration.biases ? Double($0) : 0 }
    x = Unknowns(
      w: (0..<table.users.count).map { start.userFactors.row($0).map { Double($0) } },
      u: (0..<table.items.count).map { start.itemFactors.row($0).map { Double($0) } },
      b: start.userBiases.map(biases), c: start.itemBiases.map(biases))
    velocity = x.adding(-1, x)
  }

  private func residual(_ n: Int, _ x: Unknowns) -> Double {
    let (i, j) = (Int(table.userIndices[n]), Int(table.itemIndices[n]))
    let product = zip(x.w[i], x.u[j]).reduce(0) { $0 + $1.0 * $1.1 }
    return Double(table.values[n]) - mean - x.b[i] - x.c[j] - product
  }

  /// log p(R | θ).
  func logLikelihood(_ x: Unknowns) -> Double {
    let variance = configuration.noise
    return (0..<table.count).reduce(0) { sum, n in
      sum - 0.5 * log(2 * .pi * variance) - residual(n, x) * residual(n, x) / (2 * variance)
    }
  }

  /// log p(R | θ) + log p(θ), or without the prior where it is the likelihood that counts.
  func objective(_ x: Unknowns) -> Double {
    let likelihood = logLikelihood(x)
    guard configuration.estimate == .maximumAPosteriori else { return likelihood }
    let precision = configuration.prior
    let count = x.count - (configuration.biases ? 0 : x.b.count + x.c.count)
    return likelihood + Double(count) * 0.5 * log(precision / (2 * .pi))
      - 0.5 * precision * x.squaredNorm
  }

  /// The derivatives of the objective.
  func gradient(_ x: Unknowns) -> Unknowns {
    var gradient = x.adding(-1, x).adding(
      -configuration.regularization / configuration.noise, x)
    for n in 0..<table.count {
      let (i, j) = (Int(table.userIndices[n]), Int(table.itemIndices[n]))
      let pull = residual(n, x) / configuration.noise
      for k in x.w[i].indices {
        gradient.w[i][k] += pull * x.u[j][k]
        gradient.u[j][k] += pull * x.w[i][k]
      }
      if configuration.biases {
        gradient.b[i] += pull
        gradient.c[j] += pull
      }
    }
    return gradient
  }

  /// v ← m·v + η·g, x ← x + v.
  mutating func step(learningRate: Double) {
    velocity = velocity.adding(configuration.momentum - 1, velocity)
      .adding(learningRate, gradient(x))
    x = x.adding(1, velocity)
  }
}
