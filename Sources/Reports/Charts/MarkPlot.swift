import Operations

/// Marks over two axes of numbers.
///
/// Series differ in colour, and lines and points in dashes and shape besides; they bear their
/// names at their ends, or above the drawing where there is no room or no end.
struct MarkPlot: PlotDrawing {
  let frame: PlotFrame
  let x: AxisScale
  let y: AxisScale
  private let axes: (x: Plot.Axis, y: Plot.Axis)
  private let series: PlotSeries
  private let shapes: [any MarkShape]
  private let key: PlotKey
  private let note: String?
  private let words: PlotWords

  init(_ marks: [Plot.Mark], x xAxis: Plot.Axis, y yAxis: Plot.Axis, words: PlotWords) {
    let reach = marks.map { $0.reach(x: xAxis.scale, y: yAxis.scale) }
    var y = AxisScale(
      reach.flatMap(\.y), yAxis.scale, tickCount: 6, padding: 0.06, showsNearZero: true)
    let series = PlotSeries(marks, yLabel: yAxis.label)
    let key = PlotKey(series.entries, haveEnds: series.haveEnds)
    let room = PlotFrame.room(forTicks: y.ticks.ticks.map(\.label))
    func frame(hasNote: Bool) -> PlotFrame {
      PlotFrame(
        left: room, right: key.widthBeside + 12, rowsAbove: key.rowsAbove, hasNote: hasNote)
    }
    let plain = frame(hasNote: false)
    let x = AxisScale.along(
      reach.flatMap(\.x), xAxis.scale, padding: 0.015, from: plain.left, to: plain.right)
    y.pixels = (plain.bottom, plain.top)
    let context = ShapeContext(
      x: x, y: y, xLabel: xAxis.label, name: "", style: SeriesStyle(0))
    let firstArea = marks.firstIndex { $0.kind == .histogram }
    shapes = marks.indices.map { index in
      let (mark, number) = (marks[index], series.numbers[index])
      var context = context
      context.liesOverOthers = firstArea.map { $0 < index } ?? false
      context.name = series.names[number]
      context.style = SeriesStyle(number)
      context.showsPointsElsewhere = series.hasPoints[number]
      return mark.shape(context)
    }
    note = words.note(notShown: shapes.reduce(0) { $0 + $1.omittedCount })
    self.frame = frame(hasNote: note != nil)
    (self.x, self.y, axes) = (x, y, (xAxis, yAxis))
    (self.series, self.key, self.words) = (series, key, words)
  }

  var nodes: [HTMLNode] {
    scales
      + shapes.indices.map { index in
        .element(
          "g", ["class": SeriesStyle(series.numbers[index]).className], shapes[index].nodes)
      }
      + key.nodes(ends: ends, frame)
      + frame.note(note)
  }

  /// The axes; without numbers if there is nothing for them to measure.
  private var scales: [HTMLNode] {
    let names = [
      PlotAxes.nameBelow(axes.x.label, frame), PlotAxes.nameAbove(axes.y.label, frame),
    ]
    guard !shapes.allSatisfy(\.isEmpty) else {
      return [
        .element("g", ["class": "axes"], [PlotAxes.baseline(frame)] + names),
        frame.emptiness(words.nothingToDraw),
      ]
    }
    let numbers = PlotAxes.numbersBelow(x, frame) + PlotAxes.numbersBeside(y, frame)
    return [PlotAxes.grid(across: y, frame)] + HoverStrips.nodes(shapes, frame)
      + [.element("g", ["class": "axes"], numbers + names)]
  }

  /// Where each series ends: its line, else its band.
  private var ends: [PlotPoint?] {
    series.names.indices.map { number in
      let own = shapes.indices.filter { series.numbers[$0] == number }.map { shapes[$0] }
      return (own.first { $0 is LineShape } ?? own.first { $0.end != nil })?.end
    }
  }
}

/// Which marks of a plot belong together.
struct PlotSeries {
  /// The series of each mark, from 0.
  let numbers: [Int]
  /// What the series are called.
  let names: [String]
  /// Whether a series shows points that no line joins.
  let hasPoints: [Bool]
  /// Whether each series has a line or a band, which end somewhere.
  let haveEnds: Bool
  /// The names that need to be shown.
  let entries: [PlotKey.Entry]

  /// Gives marks of the same label to the same series, unless they are of the same kind.
  init(_ marks: [Plot.Mark], yLabel: String) {
    var members: [[Plot.Mark]] = []
    numbers = marks.map { mark in
      let fitting = members.firstIndex { members in
        members[0].label == mark.label && !members.contains { $0.kind == mark.kind }
      }
      if let fitting {
        members[fitting].append(mark)
        return fitting
      }
      members.append([mark])
      return members.count - 1
    }
    let names = members.map { $0[0].label.isEmpty ? yLabel : $0[0].label }
    hasPoints = members.map { $0.contains { $0.kind == .points } }
    haveEnds = members.allSatisfy { $0.contains { $0.kind == .line || $0.kind == .band } }
    self.names = names
    let needNames = members.count > 1 || names.contains { $0 != yLabel }
    entries =
      needNames
      ? members.indices.map { number in
        let kinds = Set(members[number].map(\.kind))
        return PlotKey.Entry(
          name: names[number], style: SeriesStyle(number),
          area: kinds.contains(.histogram) ? "bin" : kinds.contains(.band) ? "area" : nil,
          hasStroke: kinds.contains(.line),
          hasMark: kinds.contains(.line) || kinds.contains(.points))
      } : []
  }
}

extension Plot.Mark {
  enum Kind: Hashable { case line, points, band, histogram }

  var kind: Kind {
    switch self {
    case .line: .line
    case .points: .points
    case .band: .band
    case .histogram: .histogram
    }
  }
}
