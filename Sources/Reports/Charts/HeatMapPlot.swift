import Operations

/// Rows and columns of coloured squares, and a legend of their colours.
struct HeatMapPlot: PlotDrawing {
  let frame: PlotFrame
  private let map: Plot.HeatMap
  private let scale: HeatScale
  private let note: String?
  private let words: PlotWords
  private let headHeight: Double
  private let writesUpright: Bool

  private static let mostNameWidth = 170.0
  private static let mostHeadHeight = 120.0
  private static let legendLeft = PlotFrame.width - margin - legendWidth
  private static let legendWidth = 200.0
  private static let legendHeight = 12.0

  init(_ whole: Plot.HeatMap, words: PlotWords) {
    self.words = words
    let blocks = HeatBlocks(whole)
    map = blocks.map
    scale = HeatScale(map, from: Self.legendLeft, to: Self.legendLeft + Self.legendWidth)
    let missing = whole.values.count { !whole.value.scale.shows($0) }
    let notes = [blocks.note(words), words.note(notShown: missing)].compactMap(\.self)
    note = notes.isEmpty ? nil : notes.joined(separator: "; ")

    let names = min(map.rows.map(PlotText.width).max() ?? 0, Self.mostNameWidth)
    let left = names + 10
    let width = (PlotFrame.width - left - Self.margin) / Double(max(map.columns.count, 1))
    let heads = map.columns.map(PlotText.width)
    // Short names may stand side by side, and of many some are left out; long ones stand upright.
    let widest = heads.max() ?? 0
    writesUpright = widest > width - 4 && widest > 36
    headHeight =
      writesUpright ? min(widest, Self.mostHeadHeight) + 8 : PlotText.lineHeight
    let height = min(max(Self.room / Double(max(map.rows.count, 1)), 7), 34, max(width, 20))
    let above = Self.legendRows + headHeight - PlotFrame.room(above: 0)
    let legendLines = max(0, (above / PlotText.lineHeight).rounded(.up))
    frame = PlotFrame(
      left: left, right: Self.margin, plotHeight: height * Double(map.rows.count),
      rowsAbove: Int(legendLines), below: 20, hasNote: note != nil)
  }

  /// For the half of the last number of the legend that stands out.
  private static let margin = 12.0
  /// The height that the squares share if they are not many.
  private static let room = 300.0
  /// The height of the legend: its name, its colours, its numbers.
  private static let legendRows = 58.0

  var nodes: [HTMLNode] {
    let isEmpty = !map.values.contains(where: map.value.scale.shows)
    let content =
      isEmpty
      ? [frame.emptiness(words.nothingToDraw)]
      : [legend, .element("g", ["class": "cells"], squares), numbers]
    return content + [.element("g", ["class": "axes"], rowNames + columnNames + labels)]
      + frame.note(note)
  }

  // MARK: Squares

  private var size: (width: Double, height: Double) {
    (
      (frame.right - frame.left) / Double(max(map.columns.count, 1)),
      (frame.bottom - frame.top) / Double(max(map.rows.count, 1))
    )
  }

  private var places: [(row: Int, column: Int, x: Double, y: Double)] {
    map.rows.indices.flatMap { row in
      map.columns.indices.map { column in
        (
          row, column, frame.left + size.width * Double(column),
          frame.top + size.height * Double(row)
        )
      }
    }
  }

  private var squares: [HTMLNode] {
    // A thin line of the page between squares, if they are large enough to be parted.
    let gap = min(size.width, size.height) >= 12 ? 1.0 : 0
    return places.map { row, column, x, y in
      let value = map[row, column]
      let text = value.isNaN ? words.notAvailable : DisplayedNumber.significant(value)
      let title = "\(map.rows[row]), \(map.columns[column]): \(text)"
      guard let share = scale.share(value) else {
        return SeriesStyle.area(
          "missing", x: x, y: y, width: size.width - gap, height: size.height - gap, title: title)
      }
      return scale.square(
        share, x: x, y: y, width: size.width - gap, height: size.height - gap, title: title)
    }
  }

  /// The values, written into the squares if all of them fit.
  private var numbers: HTMLNode {
    let digits = DisplayedNumber.fractionDigits(of: map.values, significant: 3)
    let isGrouped = DisplayedNumber.areGrouped(map.values)
    let texts = map.values.map { value in
      map.value.scale.shows(value)
        ? DisplayedNumber.aligned(
          value, digits: digits, isGrouped: isGrouped, keepsSmall: false) : "–"
    }
    let widest = texts.map(PlotText.width).max() ?? 0
    guard widest + 6 <= size.width, size.height >= 19 else {
      return .element("g", ["class": "numbers"])
    }
    return .element(
      "g", ["class": "numbers"],
      places.map { row, column, x, y in
        let isStrong = scale.share(map[row, column]).map(scale.isStrong)
        return PlotText.node(
          texts[row * map.columns.count + column], x: x + size.width / 2,
          y: y + size.height / 2 + 4, anchor: .middle,
          className: isStrong.map { $0 ? "strong" : "pale" } ?? "absent")
      })
  }

  // MARK: Names

  /// Names stand on every first, second, third … row, so that none touches the next.
  private func step(_ length: Double, needed: Double) -> Int {
    max(1, Int((needed / max(length, 0.1)).rounded(.up)))
  }

  private var rowNames: [HTMLNode] {
    let step = step(size.height, needed: 17)
    return map.rows.indices.filter { $0.isMultiple(of: step) }.map { row in
      PlotText.node(
        map.rows[row], x: frame.left - 8, y: frame.top + size.height * (Double(row) + 0.5) + 4,
        anchor: .end, width: Self.mostNameWidth)
    }
  }

  private var columnNames: [HTMLNode] {
    let widest = map.columns.map(PlotText.width).max() ?? 0
    let step = step(size.width, needed: writesUpright ? 17 : widest + 4)
    return map.columns.indices.filter { $0.isMultiple(of: step) }.map { column in
      let x = frame.left + size.width * (Double(column) + 0.5)
      guard writesUpright else {
        return PlotText.node(
          map.columns[column], x: x, y: frame.top - 6, anchor: .middle, width: frame.right)
      }
      let (across, down) = (Coordinate.text(x + 4), Coordinate.text(frame.top - 6))
      return PlotText.node(
        map.columns[column], x: x + 4, y: frame.top - 6, width: Self.mostHeadHeight
      ).adding("transform", "rotate(-90 \(across) \(down))")
    }
  }

  private var labels: [HTMLNode] {
    [
      PlotText.node(
        map.rowLabel, x: frame.left - 8,
        // Over the name of the first row, whose middle may be near to the top.
        y: frame.top - 6 - max(0, (PlotText.lineHeight - size.height) / 2), anchor: .end,
        width: frame.left - 8, className: "axis-label"),
      PlotAxes.nameBelow(map.columnLabel, frame),
    ]
  }

  // MARK: Legend

  /// The colours from the least to the greatest, and numbers under them.
  private var legend: HTMLNode {
    let (pieces, left, top) = (40, Self.legendLeft, 22.0)
    let width = Self.legendWidth / Double(pieces)
    let colours = (0..<pieces).map { piece in
      scale.square(
        (Double(piece) + 0.5) / Double(pieces), x: left + width * Double(piece), y: top,
        // A little over the next, so that no line is seen between them.
        width: piece == pieces - 1 ? width : width + 0.4, height: Self.legendHeight)
    }
    let base = top + Self.legendHeight
    let ticks = scale.values.places.flatMap { tick in
      [
        PlotAxes.line(from: (tick.place, base), to: (tick.place, base + 4)),
        PlotText.node(tick.label, x: tick.place, y: base + 17, anchor: .middle),
      ]
    }
    let name = PlotText.node(
      map.value.label, x: left + Self.legendWidth, y: 16, anchor: .end,
      width: frame.width - Self.margin, className: "axis-label")
    return .element("g", ["class": "legend axes"], colours + [name] + ticks)
  }
}
