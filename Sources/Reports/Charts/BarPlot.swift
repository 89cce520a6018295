import Operations

/// Bars over named categories: upright if the names fit under them, else lying.
///
/// On a logarithmic axis, where nothing is for a bar to begin at, dots stand in place of bars.
struct BarPlot: PlotDrawing {
  let frame: PlotFrame
  let values: AxisScale
  private let bars: Plot.Bars
  private let isUpright: Bool
  private let shown: Range<Int>
  private let names: [String]
  private let key: PlotKey
  private let note: String?
  /// How the numbers at the ends of bars are written; nil if there are none.
  private let format: ((Double) -> String)?
  private let words: PlotWords

  /// More would be a list, not a picture.
  private static let mostCategories = 50
  private static let mostNameWidth = 190.0

  init(_ bars: Plot.Bars, words: PlotWords) {
    let shown = 0..<min(bars.categories.count, Self.mostCategories)
    let numbers = bars.groups.flatMap { $0.values[shown] }
    let names = bars.groups.map { $0.label.isEmpty ? bars.axis.label : $0.label }
    let needsKey = bars.groups.count > 1 || names.contains { $0 != bars.axis.label }
    let hasDots = bars.axis.scale == .logarithmic
    let key = PlotKey(
      needsKey
        ? names.enumerated().map {
          PlotKey.Entry(
            name: $1, style: SeriesStyle($0), area: hasDots ? nil : "bar", hasMark: hasDots)
        } : [], haveEnds: false)
    let missing = numbers.count { !bars.axis.scale.shows($0) }
    let cut = bars.categories.count - shown.count
    let notes = [
      cut > 0 ? words.moreCategories(cut, DisplayedNumber.count(cut)) : nil,
      words.note(notShown: missing),
    ].compactMap(\.self)
    let note = notes.isEmpty ? nil : notes.joined(separator: "; ")

    (self.bars, self.words, self.shown, self.names) = (bars, words, shown, names)
    (self.key, self.note) = (key, note)
    let digits = DisplayedNumber.fractionDigits(of: numbers, significant: 3)
    let isGrouped = DisplayedNumber.areGrouped(numbers)
    let format = { DisplayedNumber.aligned($0, digits: digits, isGrouped: isGrouped) }
    let isOneGroup = bars.groups.count == 1
    self.format = isOneGroup ? format : nil

    let reach = numbers + (hasDots ? [] : [0])
    var upright = AxisScale(
      reach, bars.axis.scale, tickCount: 6, padding: isOneGroup ? 0.09 : 0.05, showsNearZero: true)
    let room = PlotFrame.room(forTicks: upright.ticks.ticks.map(\.label))
    let nameWidths = bars.categories[shown].map(PlotText.width)
    let band = (PlotFrame.width - room - 12) / Double(max(shown.count, 1))
    let widest = nameWidths.max() ?? 0
    isUpright = widest <= band - 6 && band >= Self.least * Double(bars.groups.count)
    if isUpright {
      frame = PlotFrame(left: room, right: 12, rowsAbove: key.rowsAbove, hasNote: note != nil)
      upright.pixels = (frame.bottom, frame.top)
      values = upright
    } else {
      let row = max(PlotText.lineHeight + 3, Self.least * Double(bars.groups.count) + 8)
      frame = PlotFrame(
        left: min(widest, Self.mostNameWidth) + 12, right: 12,
        plotHeight: row * Double(shown.count), rowsAbove: key.rowsAbove, hasNote: note != nil)
      // Room for the number at the end of the longest bar.
      let number = isOneGroup ? numbers.map { PlotText.width(of: format($0)) }.max() ?? 0 : 0
      let length = frame.right - frame.left
      values = AxisScale.along(
        reach, bars.axis.scale, padding: (number + 12) / (length - 2 * number - 24),
        showsNearZero: true, from: frame.left, to: frame.right)
    }
  }

  /// The least width of a bar.
  private static let least = 10.0

  var nodes: [HTMLNode] {
    guard bars.groups.contains(where: { $0.values[shown].contains(where: values.scale.shows) })
    else {
      return [
        .element("g", ["class": "axes"], names(ofCategories: bars.label, values: bars.axis.label)),
        frame.emptiness(words.nothingToDraw),
      ] + frame.note(note)
    }
    return [grid, .element("g", ["class": "axes"], axes)]
      + bars.groups.indices.map { group in
        .element(
          "g", ["class": SeriesStyle(group).className], shown.flatMap { bar($0, group) })
      }
      + [baseline] + key.nodes(ends: [], frame) + frame.note(note)
  }

  // MARK: Axes

  private var grid: HTMLNode {
    isUpright ? PlotAxes.grid(across: values, frame) : PlotAxes.grid(upright: values, frame)
  }

  private var axes: [HTMLNode] {
    let room = isUpright ? band : frame.left - 8
    let categories = shown.map { index in
      isUpright
        ? PlotText.node(
          bars.categories[index], x: middle(index), y: frame.bottom + 20, anchor: .middle,
          width: room)
        : PlotText.node(
          bars.categories[index], x: frame.left - 8, y: middle(index) + 4, anchor: .end,
          width: room)
    }
    return categories
      + (isUpright
        ? PlotAxes.numbersBeside(values, frame) : PlotAxes.numbersBelow(values, frame))
      + names(ofCategories: bars.label, values: bars.axis.label)
  }

  private func names(ofCategories label: String, values: String) -> [HTMLNode] {
    [
      PlotAxes.nameBelow(isUpright ? label : values, frame),
      PlotAxes.nameAbove(isUpright ? values : label, frame),
    ]
  }

  /// The line at which bars begin, over their ends.
  private var baseline: HTMLNode {
    guard let zero = values(0) else { return .element("g", ["class": "axes"]) }
    let line =
      isUpright
      ? PlotAxes.line(from: (frame.left, zero), to: (frame.right, zero))
      : PlotAxes.line(from: (zero, frame.top), to: (zero, frame.bottom))
    return .element("g", ["class": "axes"], [line])
  }

  // MARK: Bars

  /// The room of a category, along the axis of names.
  private var band: Double {
    let length = isUpright ? frame.right - frame.left : frame.bottom - frame.top
    return length / Double(max(shown.count, 1))
  }

  private func middle(_ category: Int) -> Double {
    (isUpright ? frame.left : frame.top) + band * (Double(category) + 0.5)
  }

  private func bar(_ category: Int, _ group: Int) -> [HTMLNode] {
    let value = bars.groups[group].values[category]
    guard let end = values(value) else { return [] }
    let title =
      "\(bars.categories[category]), \(names[group]): \(DisplayedNumber.significant(value))"
    let count = Double(bars.groups.count)
    // A bar alone isn't made wider than looks well.
    let thickness = min(band * 0.76 / count, 44)
    let first = middle(category) + thickness * (Double(group) - count / 2)
    if let zero = values(0) {
      let (low, length) = (min(zero, end), abs(end - zero))
      let shape =
        isUpright
        ? SeriesStyle.area(
          "bar", x: first, y: low, width: thickness, height: length, title: title)
        : SeriesStyle.area(
          "bar", x: low, y: first, width: length, height: thickness, title: title)
      return [shape] + number(value, at: end, category)
    }
    let middle = first + thickness / 2
    let dot = SeriesStyle(group).mark(
      x: isUpright ? middle : end, y: isUpright ? end : middle, title: title)
    return [dot] + number(value, at: end, category)
  }

  /// The value, written at the end of a bar that has room for it.
  private func number(_ value: Double, at end: Double, _ category: Int) -> [HTMLNode] {
    guard let text = format?(value) else { return [] }
    let isBelow = value < 0 && values.scale == .linear
    if isUpright {
      guard PlotText.width(of: text) <= band else { return [] }
      let y = isBelow ? end + 16 : end - 6
      guard y > frame.top, y < frame.bottom else { return [] }
      return [
        PlotText.node(text, x: middle(category), y: y, anchor: .middle, className: "value")
      ]
    }
    let x = isBelow ? end - 6 : end + 6
    let reach = isBelow ? x - PlotText.width(of: text) : x + PlotText.width(of: text)
    guard reach >= frame.left, reach <= frame.width else { return [] }
    return [
      PlotText.node(
        text, x: x, y: middle(category) + 4, anchor: isBelow ? .end : .start, className: "value")
    ]
  }
}
