import Glibc

/// What there is to say about a table of ratings as a whole.
public struct RatingSummary: Sendable {
  public var space: RatingSpace
  /// The mean rating; NaN without ratings.
  public var mean: Double
  /// The standard deviation of the ratings (divided by their number); NaN without ratings.
  public var deviation: Double
  /// Each rating that was given, in ascending order, and how often.
  public var counts: [(rating: Float, count: Int)]
  public var ratingsPerUser: CountDistribution
  public var ratingsPerItem: CountDistribution
  /// The first and the last time, in seconds since 1970; nil without times.
  public var period: ClosedRange<Int64>?

  public init(of table: RatingTable) {
    space = RatingSpace(
      users: table.users.count, items: table.items.count, ratings: table.count)
    let mean = table.mean ?? .nan
    self.mean = mean
    let squares = table.values.reduce(0.0) {
      $0 + (Double($1) - mean) * (Double($1) - mean)
    }
    deviation = (squares / Double(table.count)).squareRoot()
    var counts: [Float: Int] = [:]
    for value in table.values { counts[value, default: 0] += 1 }
    self.counts = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    ratingsPerUser = CountDistribution(table.counts(of: .users))
    ratingsPerItem = CountDistribution(table.counts(of: .items))
    period = table.timestamps.flatMap { times in
      times.min().flatMap { first in times.max().map { first...$0 } }
    }
  }
}

/// How much room ratings take, and how much a model of them.
public struct RatingSpace: Sendable, Hashable {
  /// N, the number of users.
  public var users: Int
  /// M, the number of items.
  public var items: Int
  public var ratings: Int

  public init(users: Int, items: Int, ratings: Int) {
    self.users = users
    self.items = items
    self.ratings = ratings
  }

  /// N·M, how many ratings there could be.
  public var cells: Int { users * items }

  /// The share of the cells that is filled; NaN if there are none.
  public var density: Double { Double(ratings) / Double(cells) }

  /// (N + M)·K, the numbers of a model with K factors and no biases.
  public func parameters(factors: Int) -> Int { (users + items) * factors }

  /// The bytes of a dense matrix of all cells in single precision.
  public var denseBytes: Int { 4 * cells }

  /// The bytes of the ratings in compressed rows (CSR) or columns (CSC): an index and a value
  /// for each in 32 bits, and where each of `lines` rows or columns starts in 64.
  public func compressedBytes(lines: Int) -> Int { 8 * ratings + 8 * (lines + 1) }
}

/// How numbers of ratings are distributed over users, or over items.
public struct CountDistribution: Sendable, Hashable {
  /// The numbers, in descending order.
  public var counts: [Int]

  public init(_ counts: [Int]) { self.counts = counts.sorted(by: >) }

  /// NaN of nothing.
  public var mean: Double { Double(counts.reduce(0, +)) / Double(counts.count) }

  /// The middle number, or the mean of the two that are; NaN of nothing.
  public var median: Double {
    guard !counts.isEmpty else { return .nan }
    return Double(counts[(counts.count - 1) / 2] + counts[counts.count / 2]) / 2
  }

  /// How much of all belongs to the largest numbers.
  ///
  /// - Parameter share: how many of the numbers, in 0...1; rounded to a whole number of them, at
  ///   least one.
  /// - Returns: a share; NaN if all numbers are zero.
  public func share(ofLargest share: Double) -> Double {
    let leading = max(1, Int((share * Double(counts.count)).rounded()))
    return Double(counts.prefix(leading).reduce(0, +)) / Double(counts.reduce(0, +))
  }

  /// The numbers at ranks that are about equally far apart on a logarithmic scale, to be drawn.
  ///
  /// - Parameter count: at most about how many.
  /// - Returns: ranks from 1 on in ascending order, the first and the last among them, and the
  ///   number at each.
  public func ranks(_ count: Int) -> [(rank: Int, count: Int)] {
    guard !counts.isEmpty, count > 1 else { return [] }
    var ranks: [Int] = []
    let ratio = Double(counts.count)
    for step in 0..<count {
      let rank = Int(pow(ratio, Double(step) / Double(count - 1)).rounded())
      if rank != ranks.last { ranks.append(rank) }
    }
    return ranks.map { ($0, counts[$0 - 1]) }
  }
}

extension RatingTable {
  /// How many ratings each user gave, or each item got.
  public func counts(of side: RatingSide) -> [Int] {
    let indices = side == .users ? userIndices : itemIndices
    var counts = Array(repeating: 0, count: side == .users ? users.count : items.count)
    for index in indices { counts[Int(index)] += 1 }
    return counts
  }
}
