import Operations

/// Points that no line joins.
struct PointsShape: MarkShape {
  /// Up to so many points, each is a shape of its own that tells its numbers.
  private static let mostMarks = 400
  /// The side of the squares in which, of very many points, one is drawn for all.
  private static let square = 2.5

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
    return clouds.enumerated().filter { !$0.element.isEmpty }.map { level, path in
      .element(
        "path", ["class": "cloud cloud-\(level + 1)", "d": .text(path), "stroke": "currentColor"])
    }
  }

  /// One dot for all points that fall together, as lines without length with round ends: first
  /// the dots of few points, last those of many.
  private var clouds: [String] {
    var squares: [SIMD2<Int32>: (first: PlotPoint, count: Int)] = [:]
    for point in shown {
      let square = SIMD2(Int32(point.x / Self.square), Int32(point.y / Self.square))
      squares[square, default: (point, 0)].count += 1
    }
    var clouds = Array(repeating: "", count: 3)
    for (first, count) in squares.values.sorted(by: { $0.first.index < $1.first.index }) {
      clouds[count < 2 ? 0 : count < 4 ? 1 : 2] +=
        "M\(Coordinate.text(tenths(first.x))) \(Coordinate.text(tenths(first.y)))h0"
    }
    return clouds
  }

  /// As near as an eye sees.
  private func tenths(_ length: Double) -> Double { (length * 10).rounded() / 10 }
}
