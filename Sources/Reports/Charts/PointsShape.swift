import Operations

/// Points that no line joins.
struct PointsShape: MarkShape {
  /// Up to so many points, each is a shape of its own that tells its numbers.
  private static let mostMarks = 400
  /// The side of the squares in which, of very many points, one is drawn.
  private static let square = 1.5

  private let points: Plot.Points
  private let context: ShapeContext
  private let shown: [PlotPoint]

  init(_ points: Plot.Points, _ context: ShapeContext) {
    self.points = points
    self.context = context
    shown = points.x.indices.compactMap { index in
      guard let x = context.x(points.x[index]), let y = context.y(points.y[index]) else {
        return nil
      }
      return PlotPoint(x: x, y: y, index: index)
    }
  }

  var end: PlotPoint? { nil }
  var isEmpty: Bool { shown.isEmpty }
  var omittedCount: Int { points.x.count - shown.count }

  var nodes: [HTMLNode] {
    guard shown.count > Self.mostMarks else {
      return shown.map { point in
        context.style.mark(
          x: point.x, y: point.y,
          title: context.title(points.x[point.index], points.y[point.index]))
      }
    }
    return [
      .element("path", ["class": "cloud", "d": .text(cloud), "stroke": "currentColor"])
    ]
  }

  /// One dot for all that fall together, as lines without length with round ends.
  private var cloud: String {
    var seen: Set<SIMD2<Int32>> = []
    var path = ""
    for point in shown {
      let square = SIMD2(Int32(point.x / Self.square), Int32(point.y / Self.square))
      guard seen.insert(square).inserted else { continue }
      path += "M\(Coordinate.text(tenths(point.x))) \(Coordinate.text(tenths(point.y)))h0"
    }
    return path
  }

  /// As near as an eye sees.
  private func tenths(_ length: Double) -> Double { (length * 10).rounded() / 10 }
}
