/// The names of a plot's lines, each with a piece of its line.
struct PlotKey {
  private struct Entry {
    var index: Int
    var x: Double
    var y: Double
    /// Where the line ends that the name belongs to.
    var end: PlotPoint?
  }

  private let names: [String]
  private let entries: [Entry]

  /// Places the names at the ends of their lines, or above the drawing if they can't stand there.
  init(names: [String], ends: [PlotPoint?], frame: PlotFrame) {
    self.names = names
    let middle = (frame.top + frame.bottom) / 2
    let heights = names.indices.map { ends[$0]?.y ?? middle }
    let places =
      frame.hasRoomBeside
      ? LabelPlacement.spread(
        heights, spacing: PlotFrame.lineHeight, within: frame.top...frame.bottom) : nil
    entries = names.indices.map { index in
      if let places {
        Entry(index: index, x: frame.right + 10, y: places[index], end: ends[index])
      } else {
        Entry(index: index, x: 0, y: PlotFrame.lineHeight * (Double(index) + 0.5), end: nil)
      }
    }
  }

  var nodes: [HTMLNode] {
    names.isEmpty ? [] : [.element("g", ["class": "key"], entries.map(node))]
  }

  private func node(_ entry: Entry) -> HTMLNode {
    let style = LineStyle(entry.index)
    let sample = PlotFrame.keyWidth - 6
    let (from, to, height) = (
      Coordinate.text(entry.x), Coordinate.text(entry.x + sample), Coordinate.text(entry.y)
    )
    return .element(
      "g", ["class": "series-\(style.number)"],
      leader(entry) + [
        style.stroke("M\(from) \(height)L\(to) \(height)"),
        style.mark(x: entry.x + sample / 2, y: entry.y),
        .element(
          "text", ["x": .number(entry.x + PlotFrame.keyWidth), "y": .number(entry.y + 4)],
          text: names[entry.index]),
      ])
  }

  /// A thin line from where a line ends to a name that had to move.
  private func leader(_ entry: Entry) -> [HTMLNode] {
    // From afar it would look like a part of the plot.
    guard let end = entry.end, abs(end.y - entry.y) > 3, entry.x - end.x < 24 else { return [] }
    return [
      .element(
        "line",
        [
          "class": "leader", "x1": .number(end.x + 5), "x2": .number(entry.x - 2),
          "y1": .number(end.y), "y2": .number(entry.y),
        ])
    ]
  }
}
