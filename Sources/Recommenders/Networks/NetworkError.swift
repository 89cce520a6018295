/// Why the training of a network came to nothing.
public enum NetworkError: Error, Equatable, Sendable {
  /// A setting lies outside its bounds, by the name that notebooks have for it.
  case parameterOutOfRange(String)
  /// The start has other layers than the network.
  case differentLayers
  /// The loss became infinite or undefined; the curve ends with the epoch before.
  case diverged(epoch: Int, LearningCurve)
}
