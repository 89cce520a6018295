/// Invisible strips under long lines and bands that tell the numbers where the pointer stands.
enum HoverStrips {
  private static let width = 5.0

  /// Strips for lines and bands too long for marks that tell them.
  static func nodes(_ shapes: [any MarkShape], _ frame: PlotFrame) -> [HTMLNode] {
    let series = shapes.compactMap {
      shape -> (points: [PlotPoint], title: (PlotPoint) -> String)? in
      switch shape {
      case let line as LineShape: (line.runs.flatMap(\.self), line.title)
      case let band as BandShape: (band.points, band.title)
      default: nil
      }
    }
    let areNeeded =
      shapes.contains { $0 is BandShape }
      || series.contains { $0.points.count > LineShape.mostMarks }
    guard areNeeded, frame.right > frame.left else { return [] }
    let count = Int(((frame.right - frame.left) / width).rounded(.up))
    var titles = Array(repeating: [String](), count: count)
    for (points, title) in series {
      var nearest = Array<PlotPoint?>(repeating: nil, count: count)
      for point in points {
        let place = (point.x - frame.left) / width
        let strip = min(max(Int(place), 0), count - 1)
        let middle = Double(strip) + 0.5
        if let other = nearest[strip],
          abs((other.x - frame.left) / width - middle) <= abs(place - middle)
        {
          continue
        }
        nearest[strip] = point
      }
      for (strip, point) in nearest.enumerated() {
        if let point { titles[strip].append(title(point)) }
      }
    }
    // Each reaches half of the way to the next.
    let told = titles.indices.filter { !titles[$0].isEmpty }
    let middles = told.map { frame.left + (Double($0) + 0.5) * width }
    let inner = zip(middles, middles.dropFirst()).map { ($0 + $1) / 2 }
    let edges = [frame.left] + inner + [frame.right]
    let strips = zip(told, zip(edges, edges.dropFirst())).map { strip, edges in
      SeriesStyle.area(
        "strip", x: edges.0, y: frame.top, width: edges.1 - edges.0,
        height: frame.bottom - frame.top, title: titles[strip].joined(separator: "\n"))
    }
    return strips.isEmpty ? [] : [.element("g", ["class": "strips"], strips)]
  }
}
