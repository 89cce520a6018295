/// Why a factorization came to nothing.
public enum FactorizationError: Error, Equatable, Sendable {
  /// A setting lies outside its bounds, by the name that notebooks have for it, such as `burn-in`.
  case parameterOutOfRange(String)
  /// A row's ratings don't determine its factors, and there is no regularization to do so.
  case singular(RatingSide, row: Int)
  /// Numbers grew beyond what single precision holds, or became undefined.
  case diverged(epoch: Int)
}
