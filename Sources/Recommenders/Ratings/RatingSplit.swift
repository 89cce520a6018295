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

  /// Splits a table.
  ///
  /// Of n ratings (by `user`: of each user's n), round(n·`train`) are for training, those up
  /// to round(n·(`train` + `validation`)) for validation, and the rest for the test.
  ///
  /// - Parameters:
  ///   - table: the ratings.
  ///   - method: how to choose.
  ///   - train: the fraction to train on, above 0 and at most 1.
  ///   - validation: the fraction for validation, at least 0; with `train` at most 1.
  ///   - seed: chooses among the random splits.
  /// - Throws: `RatingSplitError`.
  public init(
    of table: RatingTable, by method: Method = .random, train: Double = 0.8,
    validation: Double = 0, seed: UInt64 = 1
  ) throws(RatingSplitError) {
    // A sum such as 0.9 + 0.1 may exceed 1 by its rounding.
    guard train > 0, train <= 1, validation >= 0, train + validation <= 1 + 1e-9 else {
      throw .fractions(train: train, validation: validation)
    }
    let bounds = PartBounds(train: train, validation: validation)
    let random = RandomSource(seed: seed, purpose: "split")
    var parts = Array(repeating: Part.test, count: table.count)
    switch method {
    case .random:
      bounds.assign(random.permutation(of: table.count).map(Int.init), to: &parts)
    case .time:
      guard let timestamps = table.timestamps else { throw .noTimestamps }
      // The position breaks ties, since `sort` need not be stable.
      let order = timestamps.indices.sorted {
        (timestamps[$0], $0) < (timestamps[$1], $1)
      }
      bounds.assign(order, to: &parts)
    case .user:
      var positions = Array(repeating: [Int](), count: table.users.count)
      for (position, user) in table.userIndices.enumerated() {
        positions[Int(user)].append(position)
      }
      for (user, own) in positions.enumerated() where !own.isEmpty {
        let order = random.permutation(of: own.count, epoch: 1, row: user)
        bounds.assign(order.map { own[Int($0)] }, to: &parts, atLeast: 1)
      }
    }

    func ratings(in part: Part) -> RatingTable {
      table.selecting(parts.indices.filter { parts[$0] == part })
    }
    self.train = ratings(in: .train)
    test = ratings(in: .test)
    self.validation = validation > 0 ? ratings(in: .validation) : nil
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

/// Where the parts end, as fractions.
private struct PartBounds {
  var train: Double
  var validation: Double

  /// Gives the first of some positions to training, the next to validation, the rest to the test.
  func assign(_ positions: [Int], to parts: inout [Part], atLeast minimum: Int = 0) {
    let count = Double(positions.count)
    let trainEnd = max(minimum, Int((count * train).rounded()))
    let validationEnd = min(
      positions.count, max(trainEnd, Int((count * (train + validation)).rounded())))
    for position in positions[..<trainEnd] { parts[position] = .train }
    for position in positions[trainEnd..<validationEnd] { parts[position] = .validation }
    for position in positions[validationEnd...] { parts[position] = .test }
  }
}
