import Operations

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Where the numbers of an axis lie on the page.
struct AxisScale {
  var domain: ClosedRange<Double>
  var scale: Plot.Axis.Scale
  var ticks: Ticks
  /// The coordinates of the ends of the domain.
  var pixels: (lower: Double, upper: Double) = (0, 1)

  /// A scale over numbers, with a little room at both ends.
  ///
  /// - Parameters:
  ///   - values: The numbers to be shown; those that can't be are passed over.
  ///   - scale: Whether equal distances are equal differences or equal ratios.
  ///   - tickCount: How many ticks there is room for.
  ///   - padding: The room at each end, as a share of what the numbers span.
  ///   - showsNearZero: Whether the axis goes on to zero when that is not far.
  init(
    _ values: [Double], _ scale: Plot.Axis.Scale, tickCount: Int, padding: Double,
    showsNearZero: Bool
  ) {
    self.scale = scale
    let shown = values.filter(scale.shows)
    let isLogarithmic = scale == .logarithmic
    let lowest = shown.min() ?? (isLogarithmic ? 1 : 0)
    let highest = shown.max() ?? (isLogarithmic ? 10 : 1)
    if isLogarithmic {
      domain = Self.paddedByFactor(lowest, highest, padding)
      ticks = Ticks.logarithmic(domain, atMost: tickCount)
    } else {
      let isWhole = shown.allSatisfy { $0 == $0.rounded() && abs($0) < 1e15 }
      if highest / 2 - lowest / 2 < .leastNormalMagnitude {
        domain = Self.around(highest, isWhole: isWhole)
      } else {
        domain = Self.padded(lowest, highest, padding, showsNearZero: showsNearZero)
      }
      ticks = Ticks.linear(domain, atMost: tickCount, onlyWhole: isWhole)
    }
  }

  /// The coordinate of a number; nil if the axis has no place for it.
  func callAsFunction(_ value: Double) -> Double? {
    guard scale.shows(value) else { return nil }
    let (lower, upper) = (domain.lowerBound, domain.upperBound)
    let share =
      scale == .logarithmic
      ? (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
      // Halves, as the whole may be more than a double holds.
      : (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    return pixels.lower + share * (pixels.upper - pixels.lower)
  }

  /// The room around one number alone, which stands in the middle.
  private static func around(_ number: Double, isWhole: Bool) -> ClosedRange<Double> {
    let room = max(abs(number) * 0.1, isWhole ? 1 : 1e-300)
    return limited(number - room)...limited(number + room)
  }

  private static func padded(
    _ lowest: Double, _ highest: Double, _ padding: Double, showsNearZero: Bool
  ) -> ClosedRange<Double> {
    // Half of the span, as the whole may be more than a double holds.
    let room = 2 * padding * (highest / 2 - lowest / 2)
    let reachesDown = showsNearZero && lowest >= 0 && lowest <= highest * 0.2
    let reachesUp = showsNearZero && highest <= 0 && highest >= lowest * 0.2
    return limited(reachesDown ? 0 : lowest - room)...limited(reachesUp ? 0 : highest + room)
  }

  private static func paddedByFactor(_ lowest: Double, _ highest: Double, _ padding: Double)
    -> ClosedRange<Double>
  {
    let decades = log10(highest) - log10(lowest)
    let factor = decades > 1e-9 ? pow(10, decades * padding) : 2
    return max(lowest / factor, .leastNonzeroMagnitude)...limited(highest * factor)
  }

  private static func limited(_ number: Double) -> Double {
    min(max(number, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
  }
}
