/// Why a factorization came to nothing.
public enum FactorizationError: Error, Equatable, Sendable {
  /// A parameter lies outside the range that its documentation states.
  case parameterOutOfRange(Parameter)
  /// A row's ratings don't determine its factors, and there is no regularization to do so.
  case singular(RatingSide, row: Int)
  /// Numbers grew beyond what single precision holds, or became undefined.
  case diverged(epoch: Int)

  public enum Parameter: String, Sendable {
    case factors
    case epochs
    case regularization
    case tolerance
    case threads
    case burnIn = "burn-in"
    case samples
    case thin
    case chains
    case noise
    case noisePrecision = "noise-precision"
    case learningRate = "learning-rate"
    case momentum
    case prior
  }
}
