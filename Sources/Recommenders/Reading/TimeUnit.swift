import LinearAlgebra

/// What the numbers of a column of times count, from 1970 on.
///
/// It is the unit in which the largest is a time between 1979 and 9999. One unit holds for a whole
/// column: numbers that are times of our day in another unit are told.
public enum TimeUnit: Int, Hashable, Sendable, CaseIterable {
  case seconds, milliseconds, microseconds, nanoseconds
  /// None: a number is spelled as a date, `20050312`.
  case dates

  /// A time in seconds has at most this absolute value, which is in the year 11,476.
  private static let mostSeconds: UInt64 = 300_000_000_000

  /// What counts as a second in this unit.
  private var perSecond: Int64 {
    switch self {
    case .seconds, .dates: 1
    case .milliseconds: 1000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }

  /// The unit of all of some times.
  init(of times: [Int64], threads: Int = 1) {
    let size = 1 << 20
    let starts = Array(stride(from: 0, to: times.count, by: size))
    // The magnitude of the least integer has no sign.
    let largest =
      mapParts(starts, threads: threads) { start in
        times[start..<min(start + size, times.count)].reduce(UInt64(0)) { max($0, $1.magnitude) }
      }.max() ?? 0
    self = .seconds
    for unit in [Self.milliseconds, .microseconds, .nanoseconds] {
      if largest / UInt64(TimeUnit(rawValue: unit.rawValue - 1)!.perSecond) >= Self.mostSeconds {
        self = unit
      }
    }
    // As seconds, all of these were in August 1970.
    if self == .seconds, 1900_01_01...2100_12_31 ~= largest,
      times.allSatisfy({
        1900_01_01...2100_12_31 ~= $0 && DateAndTime.secondsOfDay(digits: $0) != nil
      })
    {
      self = .dates
    }
  }

  /// The unit that a number is in if it isn't in this one; nil if it may be.
  ///
  /// A number is in another unit if it is a time from 1973 to 2286 there, and in this unit one of
  /// the first months of 1970.
  func otherUnit(of time: Int64) -> TimeUnit? {
    guard self != .dates else { return nil }
    return [Self.seconds, .milliseconds, .microseconds].first {
      $0.rawValue < rawValue
        && 100_000_000 * $0.perSecond...10_000_000_000 * $0.perSecond ~= time
    }
  }

  /// A time in seconds, rounded down.
  func seconds(_ time: Int64) -> Int64 {
    if self == .dates { return DateAndTime.secondsOfDay(digits: time) ?? time }
    let (quotient, rest) = time.quotientAndRemainder(dividingBy: perSecond)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// Times of a column in seconds.
  ///
  /// - Parameters:
  ///   - times: the numbers of the column.
  ///   - threads: how many threads may work.
  /// - Returns: the times, and the rows in which numbers are in another unit.
  static func inSeconds(
    _ times: [Int64], threads: Int = 1
  ) -> (times: [Int64], unit: TimeUnit, others: [Int]) {
    let unit = TimeUnit(of: times, threads: threads)
    guard unit != .seconds else { return (times, unit, []) }
    let others = times.indices.filter { unit.otherUnit(of: times[$0]) != nil }
    return (others.isEmpty ? times.map(unit.seconds) : times, unit, others)
  }
}
