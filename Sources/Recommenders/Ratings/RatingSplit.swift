public import Bounds
import LinearAlgebra

/// A rating table in parts: to train on, to test with, and perhaps to choose parameters by.
///
/// The parts number users and items as the whole does, and keep its order of ratings.
public struct RatingSplit: Sendable {
  public var train: RatingTable
  public var test: RatingTable
  /// nil if no ratings were to be set aside for validation.
  public var validation: RatingTable?

  /// How ratings are assigned to the parts.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Any set of ratings of the right size is equally likely.
    case random
    /// The earliest ratings are for training, the latest for the test; ratings of the same
    /// second are taken in the order of the table.
    case time
    /// As `random`, but among the ratings of each user; every user keeps a training rating.
    case user
  }

  /// How to split.
  public struct Configuration: Settings, Hashable {
    /// How ratings are assigned to the parts.
    public var method = Method.random
    /// The fraction to train on.
    @Bounded(in: .above(0, upTo: 1)) public var train = 0.8
    /// The fraction for validation; with `train` at most 1.
    @Bounded(in: 0...1) public var validation = 0.0
    /// Chooses among the random splits.
    public var seed: UInt64 = 1

    public init() {}

    /// Whether the fractions are more than one together.
    ///
    /// A sum such as 0.9 + 0.1 may exceed 1 by its rounding.
    public var isMoreThanAll: Bool { train + validation > 1 + 1e-9 }
  }

  /// Splits a table.
  ///
  /// Of n ratings (by `user`: of each user's n), round(n·`train`) are for training, those up
  /// to round(n·(`train` + `validation`)) for validation, and the rest for the test.
  ///
  /// - Parameters:
  ///   - table: the ratings.
  ///   - configuration: how to split them.
  /// - Throws: `RatingSplitError`.
  public init(
    of table: RatingTable, _ configuration: Configuration
  ) throws(RatingSplitError) {
    let (train, validation) = (configuration.train, configuration.validation)
    guard configuration.outOfBounds == nil, !configuration.isMoreThanAll else {
      throw .fractions(train: train, validation: validation)
    }
    let seed = configuration.seed
    let fractions = Fractions(train: train, validation: validation)
    let parts: [Part]
    switch configuration.method {
    case .random:
      parts = fractions.assignAtRandom(
        groupOf: nil, groupCounts: [table.count],
        RandomSource(seed: seed, purpose: "split.random"))
    case .time:
      guard let timestamps = table.timestamps else { throw .noTimestamps }
      parts = fractions.assignByTime(timestamps)
    case .user:
      var counts = Array(repeating: 0, count: table.users.count)
      for user in table.userIndices { counts[Int(user)] += 1 }
      parts = fractions.assignAtRandom(
        groupOf: table.userIndices, groupCounts: counts, atLeast: 1,
        RandomSource(seed: seed, purpose: "split.user"))
    }
    self.train = table.selecting(positions(of: .train, in: parts))
    test = table.selecting(positions(of: .test, in: parts))
    self.validation =
      validation > 0 ? table.selecting(positions(of: .validation, in: parts)) : nil
  }
}

extension RatingSplit {
  /// Splits a table, saying only what isn't as it is by default.
  ///
  /// - Throws: `RatingSplitError`.
  public init(
    of table: RatingTable, by method: Method = .random,
    train: Double = Configuration().train, validation: Double = Configuration().validation,
    seed: UInt64 = Configuration().seed
  ) throws(RatingSplitError) {
    var configuration = Configuration()
    configuration.method = method
    configuration.train = train
    configuration.validation = validation
    configuration.seed = seed
    try self.init(of: table, configuration)
  }
}

/// Why a table can't be split.
public enum RatingSplitError: Error, Equatable {
  /// The fractions aren't in range, or exceed one together.
  case fractions(train: Double, validation: Double)
  /// A split by time was asked of ratings without timestamps.
  case noTimestamps
}

private enum Part {
  case train
  case validation
  case test
}

/// The positions of the ratings that a part has.
private func positions(of part: Part, in parts: [Part]) -> [Int] {
  // One place more than needed, so that every position can be written without a branch.
  Array(unsafeUninitializedCapacity: parts.count + 1) { buffer, count in
    for (position, other) in parts.enumerated() {
      buffer.initializeElement(at: count, to: position)
      count += other == part ? 1 : 0
    }
  }
}

/// How much of a number of ratings each part gets.
private struct Fractions {
  var train: Double
  var validation: Double

  /// The number of ratings for training, and the number for training or validation.
  func ends(of count: Int, atLeast minimum: Int = 0) -> (train: Int, validation: Int) {
    let trainEnd = max(min(minimum, count), Int((Double(count) * train).rounded()))
    let validationEnd = Int((Double(count) * (train + validation)).rounded())
    return (trainEnd, min(count, max(trainEnd, validationEnd)))
  }

  /// Assigns the ratings of each group at random.
  ///
  /// Each rating in turn goes to a part with the probability that the part's share of the
  /// places left has: so the counts are exact, and all assignments with them equally likely
  /// (Knuth, *Seminumerical Algorithms*, 3.4.2, algorithm S).
  ///
  /// - Parameters:
  ///   - groups: the group of each rating; nil if there is one group only.
  ///   - groupCounts: how many ratings each group has.
  ///   - minimum: how many ratings of a group are for training at least.
  ///   - random: where the choices come from.
  /// - Returns: the part of each rating.
  func assignAtRandom(
    groupOf groups: [Int32]?, groupCounts: [Int], atLeast minimum: Int = 0, _ random: RandomSource
  ) -> [Part] {
    var left = groupCounts.map { count in
      let (trainEnd, validationEnd) = ends(of: count, atLeast: minimum)
      return (
        train: trainEnd, validation: validationEnd - trainEnd, test: count - validationEnd
      )
    }
    var sequence = random.sequence()
    return (0..<(groups?.count ?? groupCounts[0])).map { position in
      let group = groups.map { Int($0[position]) } ?? 0
      let (train, validation, test) = left[group]
      let choice = sequence.integer(below: train + validation + test)
      if choice < train {
        left[group].train -= 1
        return .train
      } else if choice < train + validation {
        left[group].validation -= 1
        return .validation
      }
      left[group].test -= 1
      return .test
    }
  }

  /// Assigns the earliest ratings to training, the next to validation, the rest to the test.
  func assignByTime(_ timestamps: [Int64]) -> [Part] {
    let sorted = timestamps.sorted()
    let (trainEnd, validationEnd) = ends(of: sorted.count)
    var train = Prefix(sorted, end: trainEnd)
    var trainOrValidation = Prefix(sorted, end: validationEnd)
    return timestamps.map { timestamp in
      let isTrain = train.takes(timestamp)
      let isEither = trainOrValidation.takes(timestamp)
      return isTrain ? .train : isEither ? .validation : .test
    }
  }

  /// The earliest so many ratings, of those with the last timestamp the first ones.
  private struct Prefix {
    private let last: Int64?
    private var tiesLeft: Int

    init(_ sorted: [Int64], end: Int) {
      last = end > 0 ? sorted[end - 1] : nil
      // How many of the last timestamp are within.
      tiesLeft = sorted[..<end].reversed().prefix { [last] in $0 == last }.count
    }

    /// Whether the next rating, in the order of the table, is among them.
    mutating func takes(_ timestamp: Int64) -> Bool {
      guard let last, timestamp <= last else { return false }
      if timestamp < last { return true }
      tiesLeft -= 1
      return tiesLeft >= 0
    }
  }
}
