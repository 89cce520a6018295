import Operations

/// A line through points.
struct LineShape: MarkShape {
  /// Up to so many points, each point of a line has a mark.
  static let mostMarks = 40

  private let line: Plot.Line
  private let context: ShapeContext
  /// The points that can be drawn; a gap parts the runs.
  let runs: [[PlotPoint]]

  init(_ line: Plot.Line, _ context: ShapeContext) {
    self.line = line
    self.context = context
    runs = PlotPoint.runs(line.x.indices) { index in
      guard let x = context.x(line.x[index]), let y = context.y(line.y[index]) else { return nil }
      return PlotPoint(x: x, y: y, index: index)
    }
  }

  var end: PlotPoint? { runs.last?.last }
  var isEmpty: Bool { runs.isEmpty }
  var omittedCount: Int { line.x.count - runs.reduce(0) { $0 + $1.count } }

  var nodes: [HTMLNode] {
    let path = runs.filter { $0.count > 1 }.map { run in
      PlotPoint.path(run.count > 4 * Int(PlotFrame.width) ? Decimation.thin(run) : run)
    }.joined()
    let hasMarks = line.x.count <= Self.mostMarks && !context.showsPointsElsewhere
    // A point without neighbours is no line, and would not be seen.
    let marked = runs.flatMap { hasMarks || $0.count == 1 ? $0 : [] }
    return (path.isEmpty ? [] : [context.style.stroke(path)])
      + marked.map { context.style.mark(x: $0.x, y: $0.y, title: title(of: $0)) }
  }

  /// What appears over a point.
  func title(of point: PlotPoint) -> String {
    context.title(line.x[point.index], line.y[point.index])
  }
}
