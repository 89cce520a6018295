/// How the area of a drawing is divided, in lengths of the drawing's own.
struct PlotFrame {
  let width = Self.width
  let height: Double
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  /// Where the name of the upright axis stands.
  let axisLabelHeight: Double
  /// Where the names under the drawing stand.
  let lowerLabelHeight: Double

  static let width = 560.0
  static let plotHeight = 250.0

  /// Divides an area.
  ///
  /// - Parameters:
  ///   - left: The room for what stands beside the drawing, before it.
  ///   - right: The room for what stands beside the drawing, after it.
  ///   - plotHeight: The height of what is drawn.
  ///   - rowsAbove: How many rows of names stand above everything.
  ///   - below: How far the names under the drawing stand from it.
  ///   - hasNote: Whether a line at the foot says what is not shown.
  init(
    left: Double, right: Double, plotHeight: Double = Self.plotHeight, rowsAbove: Int,
    below: Double = 40, hasNote: Bool
  ) {
    self.left = left
    self.right = Self.width - right
    axisLabelHeight = Double(rowsAbove) * PlotText.lineHeight + 16
    top = Self.room(above: rowsAbove)
    bottom = top + plotHeight
    lowerLabelHeight = bottom + below
    height = lowerLabelHeight + 8 + (hasNote ? PlotText.lineHeight : 0)
  }

  /// How much stands above a drawing: rows of names, and the name of its upright axis.
  static func room(above rows: Int) -> Double { Double(rows) * PlotText.lineHeight + 32 }

  /// The room for the labels of ticks before a drawing.
  static func room(forTicks labels: [String]) -> Double {
    min(max(labels.map(PlotText.width).max() ?? 0, 16) + 12, 160)
  }

  /// The whole area, as an `svg` element names it.
  var viewBox: String { "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))" }

  /// A line at the foot, small and quiet.
  func note(_ text: String?) -> [HTMLNode] {
    text.map {
      [
        PlotText.node(
          $0, x: width, y: height - 6, anchor: .end, width: width, className: "note")
      ]
    } ?? []
  }

  /// What is said in the middle when there is nothing to draw.
  func emptiness(_ text: String) -> HTMLNode {
    PlotText.node(
      text, x: (left + right) / 2, y: (top + bottom) / 2, anchor: .middle, className: "empty")
  }
}
