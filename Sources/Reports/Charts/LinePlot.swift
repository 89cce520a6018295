import Operations

/// A plot of lines as an SVG drawing that follows the page's colours.
///
/// Lines differ in colour, in dashes and in the shape of their marks, and bear their names at
/// their ends; where there is no room for that, the names stand above the drawing.
struct LinePlot {
  let plot: Plot
  let frame: PlotFrame
  let x: AxisScale
  let y: AxisScale
  /// The points that can be drawn, by line; a gap parts the runs of a line.
  let runs: [[[PlotPoint]]]
  let key: PlotKey

  init(_ plot: Plot) {
    self.plot = plot
    var y = AxisScale(
      plot.lines.flatMap(\.y), plot.y.scale, tickCount: 6,
      padding: 0.06, showsNearZero: true)
    let names = plot.lines.map(\.label)
    let needsKey = plot.lines.count > 1 || names.contains { !$0.isEmpty && $0 != plot.y.label }
    frame = PlotFrame(tickLabels: y.ticks.ticks.map(\.label), names: needsKey ? names : [])
    var x = Self.horizontalScale(plot, within: frame)
    x.pixels = (frame.left, frame.right)
    y.pixels = (frame.bottom, frame.top)
    (self.x, self.y) = (x, y)
    runs = plot.lines.map { Self.runs(of: $0, x: x, y: y) }
    key = PlotKey(
      names: needsKey ? names : [], ends: runs.map { $0.last?.last }, frame: frame)
  }

  /// The x axis with as many ticks as there is room for.
  private static func horizontalScale(_ plot: Plot, within frame: PlotFrame) -> AxisScale {
    let places = plot.lines.flatMap(\.x)
    let scales = [11, 8, 6, 4, 3].lazy.map { count in
      AxisScale(places, plot.x.scale, tickCount: count, padding: 0.015, showsNearZero: false)
    }
    let fitting = scales.first { scale in
      let widths = scale.ticks.ticks.map { PlotFrame.width(of: $0.label) + 12 }
      return widths.reduce(0, +) <= frame.right - frame.left
    }
    return fitting ?? scales[scales.endIndex - 1]
  }

  /// The drawing, with a title and a description for those who don't see it.
  ///
  /// - Parameters:
  ///   - identifier: What the ids inside the drawing begin with; unique on its page.
  ///   - title: What the plot shows.
  ///   - description: What there is to see; by default each line's start, end and minimum.
  /// - Returns: An `svg` element.
  func svg(identifier: String, title: String, description: String? = nil) -> HTMLNode {
    let description = description ?? PlotDescription(plot).text
    return .element(
      "svg",
      [
        "class": "plot",
        "viewBox": .text(frame.viewBox),
        "role": "img", "aria-labelledby": "\(identifier)-title \(identifier)-desc",
      ],
      [
        .element("title", ["id": "\(identifier)-title"], text: title),
        .element("desc", ["id": "\(identifier)-desc"], text: description),
        grid, axes,
      ] + plot.lines.indices.map(drawnLine) + key.nodes + emptiness)
  }

  /// What is said in place of lines when there is nothing to draw.
  private var emptiness: [HTMLNode] {
    guard runs.allSatisfy(\.isEmpty) else { return [] }
    return [
      .element(
        "text",
        [
          "class": "empty", "x": .number((frame.left + frame.right) / 2),
          "y": .number((frame.top + frame.bottom) / 2), "text-anchor": "middle",
        ], text: "Nothing to draw")
    ]
  }
}

// MARK: Axes

extension LinePlot {
  private var grid: HTMLNode {
    .element(
      "g", ["class": "grid"],
      y.ticks.ticks.compactMap { tick in
        y(tick.value).map { height in
          .element(
            "line",
            [
              "x1": .number(frame.left), "x2": .number(frame.right), "y1": .number(height),
              "y2": .number(height),
            ])
        }
      })
  }

  private var axes: HTMLNode {
    let below = x.ticks.ticks.flatMap { tick -> [HTMLNode] in
      guard let place = x(tick.value) else { return [] }
      return [
        .element(
          "line",
          [
            "x1": .number(place), "x2": .number(place), "y1": .number(frame.bottom),
            "y2": .number(frame.bottom + 5),
          ]),
        .element(
          "text",
          ["x": .number(place), "y": .number(frame.bottom + 20), "text-anchor": "middle"],
          text: tick.label),
      ]
    }
    let beside = y.ticks.ticks.compactMap { tick in
      y(tick.value).map { height in
        HTMLNode.element(
          "text",
          ["x": .number(frame.left - 8), "y": .number(height + 4), "text-anchor": "end"],
          text: tick.label)
      }
    }
    let baseline = HTMLNode.element(
      "line",
      [
        "x1": .number(frame.left), "x2": .number(frame.right), "y1": .number(frame.bottom),
        "y2": .number(frame.bottom),
      ])
    let names: [HTMLNode] = [
      .element(
        "text",
        [
          "class": "axis-label", "x": .number((frame.left + frame.right) / 2),
          "y": .number(frame.bottom + 40), "text-anchor": "middle",
        ], text: plot.x.label),
      .element(
        "text", ["class": "axis-label", "x": .number(0), "y": .number(frame.axisLabelHeight)],
        text: plot.y.label),
    ]
    return .element("g", ["class": "axes"], [baseline] + below + beside + names)
  }
}

// MARK: Lines

extension LinePlot {
  /// Up to so many points, each point of a line has a mark.
  private static let mostMarks = 40

  /// A line's points as they lie on the drawing, parted where one is missing.
  private static func runs(of line: Plot.Line, x: AxisScale, y: AxisScale) -> [[PlotPoint]] {
    var runs: [[PlotPoint]] = []
    var run: [PlotPoint] = []
    for index in line.x.indices {
      if let across = x(line.x[index]), let height = y(line.y[index]) {
        run.append(PlotPoint(x: across, y: height, index: index))
      } else if !run.isEmpty {
        runs.append(run)
        run = []
      }
    }
    return run.isEmpty ? runs : runs + [run]
  }

  private func drawnLine(_ index: Int) -> HTMLNode {
    let style = LineStyle(index)
    let path = runs[index].filter { $0.count > 1 }.map { run in
      run.count > 4 * Int(frame.width) ? Decimation.thin(run) : run
    }.map(Self.path).joined()
    let stroke: [HTMLNode] =
      path.isEmpty ? [] : [style.stroke(path)]
    let hasMarks = plot.lines[index].x.count <= Self.mostMarks
    // A point without neighbours is no line, and would not be seen.
    let marked = runs[index].flatMap { hasMarks || $0.count == 1 ? $0 : [] }
    return .element(
      "g", ["class": "series-\(style.number)"], stroke + marked.map { mark($0, of: index, style) })
  }

  private func mark(_ point: PlotPoint, of index: Int, _ style: LineStyle) -> HTMLNode {
    let line = plot.lines[index]
    let place = DisplayedNumber.significant(line.x[point.index])
    let value = DisplayedNumber.significant(line.y[point.index])
    let name = line.label.isEmpty ? plot.y.label : line.label
    return style.mark(
      x: point.x, y: point.y, title: "\(plot.x.label) \(place), \(name): \(value)")
  }

  private static func path(_ points: [PlotPoint]) -> String {
    var path = ""
    for (index, point) in points.enumerated() {
      path += "\(index == 0 ? "M" : "L")\(Coordinate.text(point.x)) \(Coordinate.text(point.y))"
    }
    return path
  }
}
