public import Bounds

/// What determines how something random is made: a model, or ratings.
public protocol TrainingSettings: Settings {
  /// Chooses what is random.
  var seed: UInt64 { get set }
  /// How many threads compute; the result is the same for any number, bit for bit.
  var threads: Int { get set }
  /// How many bytes of memory it may take; nil for all that there are.
  var memory: Int? { get set }
}

/// Bounds that several models have in common.
enum Limits {
  /// K, the number of latent factors.
  static let factors = 1...512
  /// How often to go through the ratings.
  static let epochs = 0...100_000
  /// The units of a layer.
  static let units = 1...65_536
  /// What is numbered in 32 bits: users, items and ratings.
  static let numbered = 1...Int(Int32.max)
}
