import Glibc

/// The arithmetic of an optimizer for some weights, over a range of steps.
///
/// The penalty l·w² on a weight adds 2·l·w to its gradient, as in Keras. Weights come in
/// vectors of four; each has one moment (the velocity v) or two (Adam's a and b).
///
/// A weight whose loss gradient is zero for a while still moves at each step, by its momentum
/// and its penalty. `skip` makes up for any number of such steps at once. Under SGD they are
/// linear, (w, v) ← A·(w, v) with
///
///     A = [ 1 − 2rl   m ]
///         [   − 2rl   m ]
///
/// so it multiplies by a tabulated power of A, which is the same up to rounding. Adam's steps
/// are not linear, because of ε; they are made one after another, which is the same to the bit.
struct UpdateRule: Sendable {
  private let optimizer: Optimizer
  /// r and m.
  private let rate: SIMD4<Float>
  private let momentum: SIMD4<Float>
  /// 2·l.
  private let decay: SIMD4<Float>
  /// The steps that can be made, counted from 1 at the beginning of the training.
  let steps: Range<Int>
  /// Aᵗ by rows, for t from 0 to the number of steps.
  private let powers: [SIMD4<Float>]
  /// α_t for Adam's steps.
  private let rates: [Float]

  /// - Parameters:
  ///   - optimizer: who updates.
  ///   - l: at least 0.
  ///   - steps: the steps, such as those of an epoch.
  init(_ optimizer: Optimizer, regularization l: Double, steps: Range<Int>) {
    self.optimizer = optimizer
    self.steps = steps
    decay = SIMD4(repeating: Float(2 * l))
    rate = SIMD4(repeating: Float(optimizer.learningRate))
    switch optimizer {
    case .sgd(let r, let m):
      momentum = SIMD4(repeating: Float(m))
      var power = SIMD4(1.0, 0, 0, 1)
      powers = (0...steps.count).map { _ in
        defer {
          let velocity = m * power.highHalf - 2 * r * l * power.lowHalf
          power = SIMD4(lowHalf: power.lowHalf + velocity, highHalf: velocity)
        }
        return SIMD4<Float>(power)
      }
      rates = []
    case .adam(let r):
      momentum = .zero
      powers = []
      rates = steps.map { step in
        let t = Double(step)
        // α_t = r·√(1 − β₂ᵗ) / (1 − β₁ᵗ)
        return Float(
          r * (1 - pow(Optimizer.beta2, t)).squareRoot() / (1 - pow(Optimizer.beta1, t)))
      }
    }
  }

  /// Makes a step with a gradient of the loss.
  ///
  /// - Parameters:
  ///   - weights: the vectors of weights.
  ///   - moments: their moments: the first of each weight, then the second of each, if there is
  ///     one.
  ///   - gradient: of the loss, without the penalty.
  ///   - count: how many vectors.
  ///   - step: which step it is.
  @inline(__always)
  func update(
    _ weights: UnsafeMutablePointer<SIMD4<Float>>, _ moments: UnsafeMutablePointer<SIMD4<Float>>,
    gradient: UnsafePointer<SIMD4<Float>>, count: Int, step: Int
  ) {
    switch optimizer {
    case .sgd:
      for k in 0..<count {
        // v ← m·v − r·(g + 2·l·w), w ← w + v
        let w = weights[k]
        let v = momentum * moments[k] - rate * (gradient[k] + decay * w)
        moments[k] = v
        weights[k] = w + v
      }
    case .adam:
      let alpha = SIMD4(repeating: rates[step - steps.lowerBound])
      for k in 0..<count {
        adam(
          weights + k, moments + k, moments + count + k,
          gradient: gradient[k] + decay * weights[k], alpha)
      }
    }
  }

  /// Makes some steps in which the loss had no gradient.
  ///
  /// - Parameters:
  ///   - weights: as for `update`.
  ///   - moments: likewise.
  ///   - count: how many vectors.
  ///   - skipped: which steps.
  @inline(__always)
  func skip(
    _ weights: UnsafeMutablePointer<SIMD4<Float>>, _ moments: UnsafeMutablePointer<SIMD4<Float>>,
    count: Int, skipped: Range<Int>
  ) {
    if skipped.isEmpty { return }
    switch optimizer {
    case .sgd:
      let power = powers[skipped.count]
      for k in 0..<count {
        let (w, v) = (weights[k], moments[k])
        weights[k] = power.x * w + power.y * v
        moments[k] = power.z * w + power.w * v
      }
    case .adam:
      for step in skipped {
        let alpha = SIMD4(repeating: rates[step - steps.lowerBound])
        for k in 0..<count {
          adam(
            weights + k, moments + k, moments + count + k, gradient: decay * weights[k], alpha)
        }
      }
    }
  }

  /// A step of Adam.
  @inline(__always)
  private func adam(
    _ w: UnsafeMutablePointer<SIMD4<Float>>, _ a: UnsafeMutablePointer<SIMD4<Float>>,
    _ b: UnsafeMutablePointer<SIMD4<Float>>, gradient g: SIMD4<Float>, _ alpha: SIMD4<Float>
  ) {
    let beta1 = Float(Optimizer.beta1)
    let beta2 = Float(Optimizer.beta2)
    // a ← β₁a + (1 − β₁)g, b ← β₂b + (1 − β₂)g²
    a.pointee += (1 - beta1) * (g - a.pointee)
    b.pointee += (1 - beta2) * (g * g - b.pointee)
    // w ← w − α_t·a / (√b + ε)
    w.pointee -= alpha * a.pointee / (b.pointee.squareRoot() + Optimizer.epsilon)
  }
}
