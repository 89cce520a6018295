import Operations

/// The area between two numbers at each x.
struct BandShape: MarkShape {
  private let band: Plot.Band
  private let context: ShapeContext
  /// The points of the upper edge that can be drawn, and under each that of the lower edge.
  private let runs: [[(upper: PlotPoint, lower: PlotPoint)]]

  init(_ band: Plot.Band, _ context: ShapeContext) {
    self.band = band
    self.context = context
    let upper = PlotPoint.runs(band.x.indices) { index in
      guard let x = context.x(band.x[index]), let high = context.y(band.high[index]),
        Self.lowHeight(band.low[index], context.y) != nil
      else { return nil }
      return PlotPoint(x: x, y: high, index: index)
    }
    runs = upper.map { run in
      run.map { point in
        let low = Self.lowHeight(band.low[point.index], context.y) ?? point.y
        return (point, PlotPoint(x: point.x, y: low, index: point.index))
      }
    }
  }

  /// The height of the lower edge: on a logarithmic axis what is not above zero lies at its foot.
  private static func lowHeight(_ low: Double, _ y: AxisScale) -> Double? {
    y(low) ?? (y.scale == .logarithmic && low.isFinite ? y.pixels.lower : nil)
  }

  var end: PlotPoint? {
    runs.last?.last.map {
      PlotPoint(x: $0.upper.x, y: ($0.upper.y + $0.lower.y) / 2, index: $0.upper.index)
    }
  }
  var isEmpty: Bool { runs.isEmpty }
  var omittedCount: Int { band.x.count - runs.reduce(0) { $0 + $1.count } }

  var nodes: [HTMLNode] {
    let areas = runs.filter { $0.count > 1 }.map { run in
      let (upper, lower) = (run.map(\.upper), run.map(\.lower))
      let isLong = run.count > 4 * Int(PlotFrame.width)
      let around =
        (isLong ? Decimation.thin(upper) : upper)
        + (isLong ? Decimation.thin(lower) : lower).reversed()
      return PlotPoint.path(around) + "Z"
    }.joined()
    let area = HTMLNode.element("path", ["class": "area", "d": .text(areas)])
    // An interval without neighbours has no area, and is drawn as an upright line.
    let alone = runs.flatMap { $0.count == 1 ? $0 : [] }
    return (areas.isEmpty ? [] : [area]) + alone.map(bar)
  }

  private func bar(_ interval: (upper: PlotPoint, lower: PlotPoint)) -> HTMLNode {
    let (x, index) = (Coordinate.text(interval.upper.x), interval.upper.index)
    let path =
      "M\(x) \(Coordinate.text(interval.upper.y))L\(x) \(Coordinate.text(interval.lower.y))"
    return .element(
      "path", ["class": "interval", "d": .text(path), "stroke": "currentColor"],
      [.element("title", text: title(index))])
  }

  private func title(_ index: Int) -> String {
    let low = DisplayedNumber.significant(band.low[index])
    let high = DisplayedNumber.significant(band.high[index])
    let place = DisplayedNumber.significant(band.x[index])
    return "\(context.xLabel) \(place), \(context.name): \(low) – \(high)"
  }

  /// What appears over the interval at a point of the upper edge.
  func title(of point: PlotPoint) -> String { title(point.index) }

  var points: [PlotPoint] { runs.flatMap { $0.map(\.upper) } }
}
