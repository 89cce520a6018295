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
    let strips = titles.enumerated().filter { !$0.element.isEmpty }.map { strip, titles in
      let left = frame.left + Double(strip) * width
      return SeriesStyle.area(
        "strip", x: left, y: frame.top, width: min(width, frame.right - left),
        height: frame.bottom - frame.top, title: titles.joined(separator: "\n"))
    }
    return [.element("g", ["class": "strips"], strips)]
  }
}
