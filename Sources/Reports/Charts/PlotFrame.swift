/// How the area of a drawing is divided.
///
/// Lengths are those of the drawing's own coordinates. Text takes more of them on a small
/// screen, where the drawing shrinks and its letters shrink less, so widths are generous.
struct PlotFrame {
  let width = 560.0
  let height: Double
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let axisLabelHeight: Double
  /// Whether the names of the lines may stand at their ends.
  let hasRoomBeside: Bool

  init(tickLabels: [String], names: [String]) {
    let widest = names.map(Self.width).max() ?? 0
    let lines = Double(max(0, names.count - 1))
    hasRoomBeside = widest <= 150 && lines * Self.lineHeight <= Self.plotHeight
    let rowsAbove = hasRoomBeside ? 0 : names.count
    axisLabelHeight = Double(rowsAbove) * Self.lineHeight + 16
    top = axisLabelHeight + 16
    bottom = top + Self.plotHeight
    height = bottom + 48
    left = min(max(tickLabels.map(Self.width).max() ?? 0, 16) + 12, 160)
    right = width - (names.isEmpty || !hasRoomBeside ? 12 : widest + Self.keyWidth + 12)
  }

  /// The whole area, as an `svg` element names it.
  var viewBox: String { "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))" }

  private static let plotHeight = 250.0
  /// The distance between two lines of text.
  static let lineHeight = 19.0
  /// The width of the short line before a name.
  static let keyWidth = 26.0

  /// About how wide a text is, on a small screen.
  static func width(of text: String) -> Double { Double(text.count) * 8.8 }
}
