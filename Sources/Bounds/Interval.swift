/// The numbers between two ends, either of which may be missing or not belong to them.
///
/// Ranges of the standard library make intervals; what they can't say is `.above(0)`.
public struct Interval<Number: Comparable & Hashable>: Hashable {
  /// Where an interval ends.
  public struct End: Hashable {
    public var number: Number
    /// Whether the number itself is in the interval.
    public var isIncluded: Bool

    /// Makes an end at a number.
    public init(_ number: Number, isIncluded: Bool) {
      self.number = number
      self.isIncluded = isIncluded
    }
  }

  /// Where the numbers begin; nil if they go down without end.
  public var lower: End?
  /// Where the numbers stop; nil if they go up without end.
  public var upper: End?

  /// Makes the interval between two ends; by default of all numbers.
  public init(from lower: End? = nil, to upper: End? = nil) {
    self.lower = lower
    self.upper = upper
  }

  /// Whether a number is in the interval.
  public func contains(_ number: Number) -> Bool {
    if let lower, lower.isIncluded ? !(number >= lower.number) : !(number > lower.number) {
      return false
    }
    if let upper, upper.isIncluded ? !(number <= upper.number) : !(number < upper.number) {
      return false
    }
    return true
  }
}

/// Something that says which numbers are in an interval, such as `1...512`.
public protocol IntervalExpression<Number> {
  /// What it is an interval of.
  associatedtype Number: Comparable & Hashable
  /// The interval that is meant.
  var interval: Interval<Number> { get }
}

extension Interval: Sendable where Number: Sendable {}
extension Interval.End: Sendable where Number: Sendable {}

extension Interval: IntervalExpression {
  public var interval: Interval<Number> { self }
}

extension IntervalExpression {
  /// All numbers that are greater than one.
  public static func above<Bound>(_ number: Bound) -> Interval<Bound>
  where Self == Interval<Bound> {
    Interval(from: .init(number, isIncluded: false))
  }

  /// All numbers that are greater than one, up to another.
  public static func above<Bound>(_ number: Bound, upTo last: Bound) -> Interval<Bound>
  where Self == Interval<Bound> {
    Interval(from: .init(number, isIncluded: false), to: .init(last, isIncluded: true))
  }
}

extension ClosedRange: IntervalExpression where Bound: Hashable {
  public var interval: Interval<Bound> {
    Interval(from: .init(lowerBound, isIncluded: true), to: .init(upperBound, isIncluded: true))
  }
}

extension Range: IntervalExpression where Bound: Hashable {
  public var interval: Interval<Bound> {
    Interval(from: .init(lowerBound, isIncluded: true), to: .init(upperBound, isIncluded: false))
  }
}

extension PartialRangeFrom: IntervalExpression where Bound: Hashable {
  public var interval: Interval<Bound> { Interval(from: .init(lowerBound, isIncluded: true)) }
}

extension PartialRangeThrough: IntervalExpression where Bound: Hashable {
  public var interval: Interval<Bound> { Interval(to: .init(upperBound, isIncluded: true)) }
}
