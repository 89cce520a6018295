/// How weights follow the gradient of the loss, with Keras' meanings.
public enum Optimizer: Sendable, Hashable {
  /// Gradient descent with a velocity v: v ← m·v − r·g, then w ← w + v.
  ///
  /// r is the learning rate, above 0; m the momentum, at least 0 and below 1.
  case sgd(learningRate: Double, momentum: Double)
  /// Adam: a ← β₁a + (1 − β₁)g, b ← β₂b + (1 − β₂)g², then w ← w − α_t·a / (√b + ε) at step t
  /// from 1, where α_t = r·√(1 − β₂ᵗ) / (1 − β₁ᵗ), β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁷.
  ///
  /// Kingma, Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015, the efficient form
  /// at the end of section 2. g is the whole gradient of a weight: Keras on TensorFlow differs
  /// where a row of an embedding without penalty comes several times in a batch, for it then
  /// squares the parts of g one by one.
  case adam(learningRate: Double)

  /// r.
  public var learningRate: Double {
    switch self {
    case .sgd(let rate, _), .adam(let rate): rate
    }
  }

  /// How many numbers are kept for each weight besides itself.
  var momentCount: Int {
    switch self {
    case .sgd: 1
    case .adam: 2
    }
  }

  static let beta1 = 0.9
  static let beta2 = 0.999
  static let epsilon: Float = 1e-7
}
