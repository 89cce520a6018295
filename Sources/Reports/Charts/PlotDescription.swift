import Operations

/// What there is to see in a plot, in words.
struct PlotDescription {
  private let plot: Plot
  private let words: PlotWords

  init(_ plot: Plot, words: PlotWords = .english) {
    self.plot = plot
    self.words = words
  }

  /// A sentence on the plot, and one on each of its series.
  var text: String {
    switch plot.drawing {
    case .marks(let marks, let x, let y):
      MarksDescription(marks: marks, x: x, y: y, words: words).text
    case .bars(let bars): text(of: bars)
    case .heatMap(let map): text(of: map)
    }
  }

  // MARK: Bars

  private func text(of bars: Plot.Bars) -> String {
    let isLogarithmic = bars.axis.scale == .logarithmic
    let head =
      words.head(isLogarithmic ? words.dotPlot : words.barChart, bars.axis.label, bars.label)
      + (isLogarithmic ? words.logarithmicHeight : "")
    let sentences = bars.groups.prefix(Self.mostSeries).map { group in
      let name = group.label.isEmpty ? bars.axis.label : group.label
      return "\(name): \(clause(on: group, of: bars))"
    }
    return Self.text([head] + sentences, more: bars.groups.count, words)
  }

  private func clause(on group: Plot.Bars.Group, of bars: Plot.Bars) -> String {
    let shown = group.values.indices.filter { bars.axis.scale.shows(group.values[$0]) }
    func value(_ index: Int) -> String {
      "\(DisplayedNumber.significant(group.values[index])) (\(bars.categories[index]))"
    }
    let missing = words.gaps(group.values.count - shown.count)
    guard let largest = shown.max(by: { group.values[$0] < group.values[$1] }),
      let smallest = shown.min(by: { group.values[$0] < group.values[$1] })
    else { return words.nothing }
    guard shown.count > 1 else { return value(largest) + missing }
    return "\(words.barCount(shown.count, DisplayedNumber.count(shown.count))), "
      + words.extremes(value(largest), value(smallest)) + missing
  }

  // MARK: Heat maps

  private func text(of map: Plot.HeatMap) -> String {
    let size = words.size(
      map.value.label, map.rowLabel, DisplayedNumber.count(map.rows.count), map.columnLabel,
      DisplayedNumber.count(map.columns.count))
    let head = "\(words.heatMap): \(size)"
    let scale: Plot.Axis.Scale =
      if case .diverging = map.colours { .linear } else { map.value.scale }
    let shown = map.values.indices.filter { scale.shows(map.values[$0]) }
    func value(_ index: Int) -> String {
      let (row, column) = index.quotientAndRemainder(dividingBy: map.columns.count)
      let value = DisplayedNumber.significant(map.values[index])
      return "\(value) (\(map.rows[row]), \(map.columns[column]))"
    }
    guard let largest = shown.max(by: { map.values[$0] < map.values[$1] }),
      let smallest = shown.min(by: { map.values[$0] < map.values[$1] })
    else { return Self.text([head, "\(map.value.label): \(words.nothing)"]) }
    let extremes = words.extremes(value(largest), value(smallest))
    let missing = words.gaps(map.values.count - shown.count)
    return Self.text([head, "\(map.value.label): \(extremes)\(missing)"])
  }

  // MARK: Sentences

  /// Of more series it is only said how many they are.
  static let mostSeries = 12

  static func text(_ sentences: [String]) -> String {
    sentences.map { $0 + "." }.joined(separator: " ")
  }

  static func text(_ sentences: [String], more count: Int, _ words: PlotWords) -> String {
    let rest = count - mostSeries
    return text(sentences) + (rest > 0 ? " " + words.moreSeries(DisplayedNumber.count(rest)) : "")
  }
}

extension PlotWords {
  /// How many values are not shown, after what is said of those that are.
  func gaps(_ count: Int) -> String {
    count > 0 ? "; \(notShown(DisplayedNumber.count(count)))" : ""
  }
}

extension Plot.Axis.Scale {
  /// Whether the axis has a place for a number.
  func shows(_ number: Double) -> Bool {
    switch self {
    case .linear: number.isFinite
    case .logarithmic: number.isFinite && number > 0
    }
  }
}
