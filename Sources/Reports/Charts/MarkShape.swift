import Operations

/// A mark as it lies on a drawing.
protocol MarkShape {
  /// What is drawn, in the colour of its series.
  var nodes: [HTMLNode] { get }
  /// Where it ends at the right, for a name to stand there.
  var end: PlotPoint? { get }
  /// How many of its numbers have no place on the axes.
  var omittedCount: Int { get }
  var isEmpty: Bool { get }
}

/// What a shape needs to know of its plot.
struct ShapeContext {
  var x: AxisScale
  var y: AxisScale
  var xLabel: String
  /// The name of the mark's series.
  var name: String
  var style: SeriesStyle
  /// Whether a mark of the same series shows the points.
  var showsPointsElsewhere = false
  /// Whether a histogram lies below, which must be seen through.
  var liesOverOthers = false

  /// What appears over a point.
  func title(_ place: Double, _ value: Double) -> String {
    "\(xLabel) \(DisplayedNumber.significant(place)), \(name): \(DisplayedNumber.significant(value))"
  }
}

extension Plot.Mark {
  func shape(_ context: ShapeContext) -> any MarkShape {
    switch self {
    case .line(let line): LineShape(line, context)
    case .points(let points): PointsShape(points, context)
    case .band(let band): BandShape(band, context)
    case .histogram(let histogram): HistogramShape(histogram, context)
    }
  }

  /// The numbers that both axes have a place for, so that the axes have to reach them.
  func reach(x: Plot.Axis.Scale, y: Plot.Axis.Scale) -> (x: [Double], y: [Double]) {
    switch self {
    case .line(let line): Self.shown(line.x, line.y, x, y)
    case .points(let points): Self.shown(points.x, points.y, x, y)
    case .band(let band):
      Self.shown(band.x + band.x, band.low + band.high, x, y)
    case .histogram(let histogram):
      (
        histogram.shownBins(x).flatMap { [histogram.edges[$0], histogram.edges[$0 + 1]] },
        // Bars begin at zero, or below one where there is no zero.
        histogram.edges.isEmpty
          ? [] : histogram.counts.map(Double.init) + [y == .logarithmic ? 0.5 : 0]
      )
    }
  }

  private static func shown(
    _ xs: [Double], _ ys: [Double], _ x: Plot.Axis.Scale, _ y: Plot.Axis.Scale
  ) -> (x: [Double], y: [Double]) {
    let indices = xs.indices.filter { x.shows(xs[$0]) && y.shows(ys[$0]) }
    return (indices.map { xs[$0] }, indices.map { ys[$0] })
  }
}

extension Plot.Histogram {
  /// The bins whose edges have places on an axis.
  func shownBins(_ x: Plot.Axis.Scale) -> [Int] {
    counts.indices.filter {
      x.shows(edges[$0]) && x.shows(edges[$0 + 1]) && edges[$0] < edges[$0 + 1]
    }
  }
}

/// A point of a mark, in coordinates of the drawing.
struct PlotPoint: Hashable {
  var x: Double
  var y: Double
  /// Which of the mark's points it is.
  var index: Int

  /// The points as a path from each to the next.
  static func path(_ points: some Sequence<PlotPoint>) -> String {
    var path = ""
    for point in points {
      path +=
        "\(path.isEmpty ? "M" : "L")\(Coordinate.text(point.x)) \(Coordinate.text(point.y))"
    }
    return path
  }

  /// The indices that have a point, parted where one has none.
  static func runs(_ indices: Range<Int>, _ point: (Int) -> PlotPoint?) -> [[PlotPoint]] {
    var runs: [[PlotPoint]] = []
    var run: [PlotPoint] = []
    for index in indices {
      if let point = point(index) {
        run.append(point)
      } else if !run.isEmpty {
        runs.append(run)
        run = []
      }
    }
    return run.isEmpty ? runs : runs + [run]
  }
}
