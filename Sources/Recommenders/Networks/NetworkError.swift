/// Why the training of a network came to nothing.
public enum NetworkError: Error, Equatable, Sendable {
  /// A parameter lies outside the range that its documentation states.
  case parameterOutOfRange(Parameter)
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
}
