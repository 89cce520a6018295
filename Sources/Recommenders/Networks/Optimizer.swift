public import Bounds

/// How weights follow the gradient of the loss, with Keras' meanings.
public enum Optimizer: Sendable, Hashable {
  /// Gradient descent with a velocity v: v ← m·v − r·g, then w ← w + v.
  ///
  /// r is the learning rate, m the momentum.
  case sgd(learningRate: Double, momentum: Double)
  /// Adam: a ← β₁a + (1 − β₁)g, b ← β₂b + (1 − β₂)g², then w ← w − α_t·a / (√b + ε) at step t
  /// from 1, where α_t = r·√(1 − β₂ᵗ) / (1 − β₁ᵗ), β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁷.
  ///
  /// Kingma, Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015, the efficient form
  /// at the end of section 2. g is the whole gradient of a weight: Keras on TensorFlow differs
  /// where a row of an embedding without penalty comes several times in a batch, for it then
  /// squares the parts of g one by one.
  case adam(learningRate: Double)

  /// The optimizers by name.
  public enum Name: String, Sendable, Hashable, CaseIterable {
    case sgd
    case adam
  }

  /// What can be set of an optimizer.
  public struct Rates: Settings, Hashable {
    /// r; by default `standardLearningRate` of the optimizer.
    @Bounded(in: .above(0)) public var learningRate: Double? = nil
    /// m, which Adam has none of; by default `standardMomentum`.
    @Bounded(in: 0..<1) public var momentum: Double? = nil

    public init() {}
  }

  /// Makes an optimizer by name.
  public init(_ name: Name, _ rates: Rates = Rates()) {
    let rate = rates.learningRate ?? Self.standardLearningRate(of: name)
    self =
      switch name {
      case .sgd: .sgd(learningRate: rate, momentum: rates.momentum ?? Self.standardMomentum)
      case .adam: .adam(learningRate: rate)
      }
  }

  /// r where nobody says.
  public static func standardLearningRate(of name: Name) -> Double {
    switch name {
    case .sgd: 0.08
    case .adam: 0.001
    }
  }

  /// m where nobody says.
  public static let standardMomentum = 0.9

  /// The rate that is out of its bounds; nil if none is.
  var outOfBounds: String? {
    var rates = Rates()
    rates.learningRate = learningRate
    if case .sgd(_, let momentum) = self { rates.momentum = momentum }
    return rates.outOfBounds
  }

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
