import Glibc

/// The standard normal distribution.
enum NormalDistribution {
  /// Φ(x), the probability of a number up to x.
  static func probability(upTo x: Double) -> Double { erfc(-x * 0.5.squareRoot()) / 2 }

  /// Φ⁻¹(p), the number up to which the probability is p, in 0...1.
  static func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "A probability lies between 0 and 1")
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    if p > 0.5 { return -quantile(1 - p) }
    // Left of zero Φ is convex, so that Newton's steps from zero come from the right and
    // never pass the root.
    var x = 0.0
    for _ in 0..<200 {
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      let step = (probability(upTo: x) - p) / density
      x -= step
      if abs(step) <= 1e-15 * max(1, abs(x)) { break }
    }
    return x
  }
}
