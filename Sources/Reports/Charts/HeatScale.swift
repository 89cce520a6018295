import Operations

/// The colours of a heat map: which number has which.
///
/// The page defines the colours between which a number's is mixed; here is only said between
/// which two of them, and how far from the one to the other.
struct HeatScale {
  let values: AxisScale
  let isDiverging: Bool

  /// The scale of a map, and where it lies in its legend.
  init(_ map: Plot.HeatMap, from left: Double, to right: Double) {
    switch map.colours {
    case .sequential:
      isDiverging = false
      values = AxisScale.along(map.values, map.value.scale, padding: 0, from: left, to: right)
    case .diverging(let centre):
      isDiverging = true
      let shown = map.values.filter(\.isFinite)
      // As far to one side as to the other, so that equal distances are equal colours.
      let reach = shown.map { abs($0 / 2 - centre / 2) }.max() ?? 0.5
      let largest = Double.greatestFiniteMagnitude
      let ends =
        centre.isFinite
        ? [max(centre - 2 * reach, -largest), min(centre + 2 * reach, largest)] : shown
      values = AxisScale.along(ends, .linear, padding: 0, from: left, to: right)
    }
  }

  /// How far a number lies from the least to the greatest, from 0 to 1; nil if it has no place.
  func share(_ value: Double) -> Double? {
    var unit = values
    unit.pixels = (0, 1)
    return unit(value).map { min(max($0, 0), 1) }
  }

  /// A square in the colour of a share.
  func square(
    _ share: Double, x: Double, y: Double, width: Double, height: Double, title: String? = nil
  ) -> HTMLNode {
    let segments = isDiverging ? 4 : 2
    let place = share * Double(segments)
    let segment = min(Int(place), segments - 1)
    let percent = Int(((place - Double(segment)) * 100).rounded())
    return SeriesStyle.area(
      "heat \(isDiverging ? "diverging" : "sequential")-\(segment + 1)", x: x, y: y, width: width,
      height: height, title: title
    ).adding("style", "--share:\(percent)%")
  }

  /// Whether a share's colour is nearer to the ink than to the page, so that text on it has to
  /// have the page's colour.
  func isStrong(_ share: Double) -> Bool {
    isDiverging ? share < 0.25 || share > 0.75 : share > 0.5
  }
}
