#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Round numbers along an axis, and how they are written.
struct Ticks: Equatable {
  struct Tick: Equatable {
    var value: Double
    var label: String
  }

  var ticks: [Tick]

  /// Multiples of 1, 2, 2.5 or 5 times a power of ten within a range: of the steps whose ticks
  /// are at most so many, the one that gives the most (Heckbert, Graphics Gems, 1990).
  static func linear(_ range: ClosedRange<Double>, atMost count: Int, onlyWhole: Bool) -> Ticks {
    // Half of the range cannot overflow where the range could.
    let span = max(range.upperBound / 2 - range.lowerBound / 2, .leastNonzeroMagnitude)
    let exponent = Int(log10(span).rounded(.down)) - 1
    for step in Step.increasing(from: exponent) where !onlyWhole || step.isWhole {
      let ticks = step.multiples(in: range, atMost: count)
      if let ticks, ticks.count <= count { return Ticks(labelling: ticks, step: step) }
    }
    return Ticks(ticks: [])
  }

  /// Powers of ten within a range, every second, third, … if they are many; with 2 and 5 times
  /// a power between them if they are few.
  static func logarithmic(_ range: ClosedRange<Double>, atMost count: Int) -> Ticks {
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    func ticks(_ exponents: [Int], _ digits: [Int]) -> Ticks {
      let isPlain = exponents.allSatisfy((-3...5).contains)
      let isGrouped = exponents.contains { $0 >= 3 }
      let ticks = exponents.flatMap { exponent in
        digits.map { digit in
          let value = RoundNumber.value(digit, exponent: exponent)
          let label =
            isPlain
            ? DisplayedNumber.fixed(value, digits: max(0, -exponent), isGrouped: isGrouped)
            : DisplayedNumber.power("\(digit)", exponent: exponent)
          return Tick(value: value, label: label)
        }
      }
      return Ticks(ticks: ticks.filter { range.contains($0.value) })
    }
    let powers = (first...last).filter { range.contains(RoundNumber.value(1, exponent: $0)) }
    if powers.count > 2 {
      let least = (powers.count + count - 1) / count
      let stride = [1, 2, 3, 5, 10, 20, 50, 100].first { $0 >= least } ?? least
      return ticks(powers.filter { $0.isMultiple(of: stride) }, [1])
    }
    let between = ticks(Array(first...last), [1, 2, 5])
    // A range so narrow is as good as linear.
    return between.ticks.count >= 3 ? between : linear(range, atMost: count, onlyWhole: false)
  }

  private init(ticks: [Tick]) { self.ticks = ticks }

  /// Multiples of a step, all of them written in the same way and with the digits it needs.
  private init(labelling values: [Double], step: Step) {
    func size(of value: Double) -> Int { Int(log10(abs(value)).rounded(.down)) }
    let largest = values.filter { $0 != 0 }.map(size).max() ?? 0
    ticks = values.map { value in
      let label =
        value == 0 || (-4...9).contains(largest)
        ? DisplayedNumber.fixed(
          value, digits: value == 0 && largest < -4 ? 0 : max(0, -step.lastDigit),
          isGrouped: largest >= 3)
        : DisplayedNumber.scientific(value, digits: size(of: value) - step.lastDigit)
      return Tick(value: value, label: label)
    }
  }
}

/// The distance between two ticks: 1, 2, 2.5 or 5 times a power of ten.
private struct Step {
  /// Ten times the first digits: 10, 20, 25 or 50.
  var digits: Int
  var exponent: Int

  var value: Double { RoundNumber.value(digits, exponent: exponent - 1) }
  /// The power of ten of the last digit that isn't zero.
  var lastDigit: Int { digits == 25 ? exponent - 1 : exponent }
  var isWhole: Bool { lastDigit >= 0 }

  static func increasing(from exponent: Int) -> some Sequence<Step> {
    (exponent...(exponent + 320)).lazy.flatMap { exponent in
      [10, 20, 25, 50].map { Step(digits: $0, exponent: exponent) }
    }
  }

  /// Nil if there are far too many, or if the step is lost in the digits of the range.
  func multiples(in range: ClosedRange<Double>, atMost count: Int) -> [Double]? {
    let (first, last) = (range.lowerBound / value, range.upperBound / value)
    guard abs(first) < 1e15, abs(last) < 1e15, last - first < Double(count) + 2 else { return nil }
    // A tick that is in the range but for rounding is in the range.
    let slack = 1e-9
    let (lower, upper) = (Int((first - slack).rounded(.up)), Int((last + slack).rounded(.down)))
    return lower > upper
      ? [] : (lower...upper).map { RoundNumber.value($0 * digits, exponent: exponent - 1) }
  }
}

/// Numbers that are short in decimals.
enum RoundNumber {
  /// `digits` · 10^`exponent`, as near as a double comes to it.
  static func value(_ digits: Int, exponent: Int) -> Double {
    // The reader of decimals rounds once where multiplying would round twice.
    Double("\(digits)e\(exponent)") ?? 0
  }
}
