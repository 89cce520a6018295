/// Why the training of a network came to nothing.
public enum NetworkError: Error, Equatable, Sendable {
  /// There is nothing to learn from.
  case noTrainingRatings
  /// A parameter lies outside the range that its documentation states.
  case parameterOutOfRange(Parameter)
  /// The test ratings, or the start, have other users, items or factors than the training.
  case differentSize(of: Part, expected: FactorModelSize, actual: FactorModelSize)
  /// The start has other layers than the network.
  case differentLayers
  /// The loss became infinite or undefined; the curve ends with the epoch before.
  case diverged(epoch: Int, LearningCurve)

  public enum Parameter: String, Sendable {
    case factors
    case epochs
    case batch
    case learningRate = "learning-rate"
    case momentum
    case regularization
    case tolerance
    case hidden
    case dropout
    case noise
    case threads
  }

  public enum Part: String, Sendable {
    case start
    case test
  }
}
