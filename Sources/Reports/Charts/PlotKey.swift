/// The names of a plot's series, each with a sample of what it names.
struct PlotKey {
  /// A name, and what is drawn before it.
  struct Entry {
    var name: String
    var style: SeriesStyle
    /// The class of an area that is a sample of it; nil if it has none.
    var area: HTMLNode.Attribute.Value?
    var hasStroke = false
    var hasMark = false
    /// Where the drawing of the series ends, at the right; nil if it ends nowhere.
    var end: PlotPoint?
  }

  /// Where the names stand.
  enum Place: Equatable {
    case nowhere
    /// At the ends of the series, so much room taken.
    case beside(width: Double)
    /// In so many rows over the drawing.
    case above(rows: Int)
  }

  let place: Place
  private let entries: [Entry]

  /// Looks for a place for names.
  ///
  /// - Parameters:
  ///   - entries: What is named, in order.
  ///   - haveEnds: Whether the series end at the right, so that names may stand there.
  init(_ entries: [Entry], haveEnds: Bool) {
    self.entries = entries
    let widest = entries.map { PlotText.width(of: $0.name) }.max() ?? 0
    let height = Double(max(0, entries.count - 1)) * PlotText.lineHeight
    place =
      if entries.isEmpty {
        .nowhere
      } else if haveEnds, widest <= 150, height <= PlotFrame.plotHeight {
        .beside(width: widest + Self.sampleWidth)
      } else {
        .above(rows: (Self.flow(entries).map(\.row).max() ?? 0) + 1)
      }
  }

  var rowsAbove: Int { if case .above(let rows) = place { rows } else { 0 } }
  var widthBeside: Double { if case .beside(let width) = place { width } else { 0 } }

  /// The width of the sample before a name.
  private static let sampleWidth = 26.0

  /// Places for names in rows, one after the other as words are.
  private static func flow(_ entries: [Entry]) -> [(x: Double, row: Int)] {
    var (x, row) = (0.0, 0)
    return entries.map { entry in
      let width = min(sampleWidth + PlotText.width(of: entry.name), PlotFrame.width)
      if x > 0, x + width > PlotFrame.width { (x, row) = (0, row + 1) }
      defer { x += width + 18 }
      return (x, row)
    }
  }

  /// The names at their places.
  ///
  /// - Parameters:
  ///   - ends: Where the series end, now that the drawing is known.
  ///   - frame: The areas of the drawing.
  /// - Returns: A group of names, or nothing if there are none.
  func nodes(ends: [PlotPoint?], _ frame: PlotFrame) -> [HTMLNode] {
    guard !entries.isEmpty else { return [] }
    let flow = Self.flow(entries)
    let heights = besidePlaces(ends, frame)
    return [
      .element(
        "g", ["class": "key"],
        entries.indices.map { index in
          if let heights {
            node(entries[index], x: frame.right + 10, y: heights[index], end: ends[index])
          } else {
            node(
              entries[index], x: flow[index].x,
              y: PlotText.lineHeight * Double(flow[index].row) + 11, end: nil)
          }
        })
    ]
  }

  private func besidePlaces(_ ends: [PlotPoint?], _ frame: PlotFrame) -> [Double]? {
    guard case .beside = place else { return nil }
    let middle = (frame.top + frame.bottom) / 2
    return LabelPlacement.spread(
      ends.map { $0?.y ?? middle }, spacing: PlotText.lineHeight, within: frame.top...frame.bottom)
  }

  private func node(_ entry: Entry, x: Double, y: Double, end: PlotPoint?) -> HTMLNode {
    let sample = Self.sampleWidth - 6
    var nodes = leader(x, y, end)
    if let area = entry.area {
      nodes.append(SeriesStyle.area(area, x: x, y: y - 6, width: sample, height: 12))
    }
    if entry.hasStroke {
      let height = Coordinate.text(y)
      nodes.append(
        entry.style.stroke(
          "M\(Coordinate.text(x)) \(height)L\(Coordinate.text(x + sample)) \(height)")
      )
    }
    if entry.hasMark { nodes.append(entry.style.mark(x: x + sample / 2, y: y)) }
    let room = PlotFrame.width - x - Self.sampleWidth
    nodes.append(PlotText.node(entry.name, x: x + Self.sampleWidth, y: y + 4, width: room))
    return .element("g", ["class": entry.style.className], nodes)
  }

  /// A thin line from where a series ends to a name that had to move.
  private func leader(_ x: Double, _ y: Double, _ end: PlotPoint?) -> [HTMLNode] {
    // From afar it would look like a part of the plot.
    guard let end, abs(end.y - y) > 3, x - end.x < 24 else { return [] }
    return [
      PlotAxes.line(from: (end.x + 5, end.y), to: (x - 2, y)).adding("class", "leader")
    ]
  }
}
