/// A number among settings, or a list of them, and the interval that it has to lie in.
///
///     struct Configuration: Settings {
///       @Bounded(in: 1...512) var factors = 10
///     }
///
/// This is the one place for the default and for the bounds: ``Settings/outOfBounds`` finds what
/// breaks them, and who reads settings from a text asks `$factors` for both.
@propertyWrapper
public struct Bounded<Value: BoundedValue>: Hashable, Sendable {
  /// The value, which may be out of its bounds.
  public var wrappedValue: Value
  /// What each number has to lie in; no infinite number does.
  public let interval: Interval<Value.Number>
  /// How many numbers a list may have.
  public let count: Interval<Int>

  /// Declares a default and its bounds.
  public init(wrappedValue: Value, in interval: some IntervalExpression<Value.Number>) {
    self.wrappedValue = wrappedValue
    self.interval = interval.interval
    count = Interval()
  }

  /// Declares a list, its bounds and those of its length.
  public init<Element>(
    wrappedValue: Value, each interval: some IntervalExpression<Value.Number>,
    count: some IntervalExpression<Int> = Interval()
  ) where Value == [Element] {
    self.wrappedValue = wrappedValue
    self.interval = interval.interval
    self.count = count.interval
  }

  /// The value together with its bounds.
  public var projectedValue: Self {
    get { self }
    set { self = newValue }
  }

  /// Whether the value is what it may be.
  public var isWithinBounds: Bool { wrappedValue.isWithin(interval, count: count) }
}

/// A value that is made of numbers.
public protocol BoundedValue: Hashable, Sendable {
  /// What its bounds are numbers of.
  associatedtype Number: Comparable & Hashable & Sendable
  /// Whether all of its numbers lie in an interval, and there are as many as there may be.
  func isWithin(_ interval: Interval<Number>, count: Interval<Int>) -> Bool
}

extension Int: BoundedValue {
  public func isWithin(_ interval: Interval<Int>, count: Interval<Int>) -> Bool {
    interval.contains(self)
  }
}

extension Double: BoundedValue {
  public func isWithin(_ interval: Interval<Double>, count: Interval<Int>) -> Bool {
    isFinite && interval.contains(self)
  }
}

extension Optional: BoundedValue where Wrapped: BoundedValue {
  public func isWithin(_ interval: Interval<Wrapped.Number>, count: Interval<Int>) -> Bool {
    self?.isWithin(interval, count: count) ?? true
  }
}

extension Array: BoundedValue where Element: BoundedValue {
  public func isWithin(_ interval: Interval<Element.Number>, count: Interval<Int>) -> Bool {
    count.contains(self.count) && allSatisfy { $0.isWithin(interval, count: count) }
  }
}
