/// A line of many points drawn with few, and looking the same.
enum Decimation {
  /// Keeps of each column of the drawing the first, the lowest, the highest and the last point.
  ///
  /// These four decide which pixels a line touches (Jugel et al., M4, PVLDB 7, 2014), so that
  /// no peak is lost. Points are in the order of x, in coordinates of the drawing.
  static func thin(_ points: [PlotPoint], columnWidth: Double = 1) -> [PlotPoint] {
    var kept: [PlotPoint] = []
    var start = 0
    while start < points.count {
      let column = (points[start].x / columnWidth).rounded(.down)
      let end =
        points[start...].firstIndex { ($0.x / columnWidth).rounded(.down) != column }
        ?? points.count
      let indices = start..<end
      let lowest = indices.min { points[$0].y < points[$1].y } ?? start
      let highest = indices.max { points[$0].y < points[$1].y } ?? start
      kept += Set([start, lowest, highest, end - 1]).sorted().map { points[$0] }
      start = end
    }
    return kept
  }
}
