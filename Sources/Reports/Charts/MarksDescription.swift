import Operations

/// What there is to see in marks over two axes, in words.
struct MarksDescription {
  let marks: [Plot.Mark]
  let x: Plot.Axis
  let y: Plot.Axis
  let words: PlotWords

  /// A sentence on the plot, and one on each mark.
  var text: String {
    let sentences = marks.prefix(PlotDescription.mostSeries).map { mark in
      "\(mark.label.isEmpty ? y.label : mark.label): \(clause(on: mark))"
    }
    return PlotDescription.text([head] + sentences, more: marks.count, words)
  }

  private var head: String {
    let kinds = Set(marks.map(\.kind))
    let kind =
      if kinds.isSubset(of: [.line, .band]), kinds.contains(.line) || kinds.isEmpty {
        words.linePlot
      } else if kinds == [.points] {
        words.scatterPlot
      } else if kinds == [.histogram] {
        words.histogram
      } else if kinds == [.band] {
        words.intervals
      } else {
        words.plot
      }
    let scales =
      switch (x.scale, y.scale) {
      case (.linear, .linear): ""
      case (.linear, .logarithmic): words.logarithmicHeight
      case (.logarithmic, .linear): words.logarithmicPlace
      case (.logarithmic, .logarithmic): words.bothLogarithmic
      }
    return words.head(kind, y.label, x.label) + scales
  }

  private func clause(on mark: Plot.Mark) -> String {
    switch mark {
    case .line(let line): clause(on: line)
    case .points(let points): clause(on: points)
    case .band(let band): clause(on: band)
    case .histogram(let histogram): clause(on: histogram)
    }
  }

  private func clause(on line: Plot.Line) -> String {
    let shown = line.x.indices.filter { x.scale.shows(line.x[$0]) && y.scale.shows(line.y[$0]) }
    let gaps = words.gaps(line.x.count - shown.count)
    func point(_ index: Int) -> String {
      at(DisplayedNumber.significant(line.y[index]), line.x[index])
    }
    guard let first = shown.first, let last = shown.last,
      let lowest = shown.min(by: { line.y[$0] < line.y[$1] })
    else { return words.nothing }
    guard shown.count > 1 else { return point(first) + gaps }
    return words.course(point(first), point(last), point(lowest)) + gaps
  }

  private func clause(on points: Plot.Points) -> String {
    let shown = points.x.indices.filter {
      x.scale.shows(points.x[$0]) && y.scale.shows(points.y[$0])
    }
    let gaps = words.gaps(points.x.count - shown.count)
    guard !shown.isEmpty else { return words.nothing }
    func span(_ label: String, _ values: [Double]) -> String {
      words.span(
        label, DisplayedNumber.significant(values.min() ?? .nan),
        DisplayedNumber.significant(values.max() ?? .nan))
    }
    let count = words.pointCount(shown.count, DisplayedNumber.count(shown.count))
    return [
      count, span(x.label, shown.map { points.x[$0] }), span(y.label, shown.map { points.y[$0] }),
    ].joined(separator: ", ") + gaps
  }

  private func clause(on band: Plot.Band) -> String {
    let shown = band.x.indices.filter {
      x.scale.shows(band.x[$0]) && band.low[$0].isFinite && y.scale.shows(band.high[$0])
    }
    func interval(_ index: Int) -> String {
      let low = DisplayedNumber.significant(band.low[index])
      let high = DisplayedNumber.significant(band.high[index])
      return at(words.between(low, high), band.x[index])
    }
    guard let first = shown.first, let last = shown.last else { return words.nothing }
    let ends = first == last ? [first] : [first, last]
    return ends.map(interval).joined(separator: ", ") + words.gaps(band.x.count - shown.count)
  }

  private func clause(on histogram: Plot.Histogram) -> String {
    let bins = histogram.shownBins(x.scale)
    let total = histogram.counts.reduce(0, +)
    let shown = bins.reduce(0) { $0 + histogram.counts[$1] }
    guard let fullest = bins.max(by: { histogram.counts[$0] < histogram.counts[$1] }) else {
      return words.nothing
    }
    let text = words.bins(
      DisplayedNumber.count(shown), DisplayedNumber.count(bins.count),
      DisplayedNumber.count(histogram.counts[fullest]),
      DisplayedNumber.significant(histogram.edges[fullest]),
      DisplayedNumber.significant(histogram.edges[fullest + 1]))
    return text + words.gaps(total - shown + histogram.omittedCount)
  }

  private func at(_ value: String, _ place: Double) -> String {
    words.at(value, x.label, DisplayedNumber.significant(place))
  }
}
