import Operations

/// Bars over the bins of a histogram.
struct HistogramShape: MarkShape {
  private let histogram: Plot.Histogram
  private let context: ShapeContext
  private let bins: [Int]

  init(_ histogram: Plot.Histogram, _ context: ShapeContext) {
    self.histogram = histogram
    self.context = context
    bins = histogram.shownBins(context.x.scale)
  }

  var end: PlotPoint? { nil }
  var isEmpty: Bool { bins.isEmpty }
  var omittedCount: Int {
    let shown = Set(bins)
    return histogram.omittedCount
      + histogram.counts.indices.reduce(0) { shown.contains($1) ? $0 : $0 + histogram.counts[$1] }
  }

  var nodes: [HTMLNode] {
    let base = context.y(0) ?? context.y.pixels.lower
    return bins.compactMap { bin in
      let (low, high) = (histogram.edges[bin], histogram.edges[bin + 1])
      guard histogram.counts[bin] > 0, let left = context.x(low), let right = context.x(high),
        let top = context.y(Double(histogram.counts[bin]))
      else { return nil }
      let place =
        "\(DisplayedNumber.significant(low)) – \(DisplayedNumber.significant(high))"
      let count = DisplayedNumber.count(histogram.counts[bin])
      // A thin gap, where there is room, parts a bar from the next.
      let gap = right - left > 4 ? 0.8 : 0
      return SeriesStyle.area(
        context.liesOverOthers ? "bin over" : "bin", x: left + gap / 2, y: top,
        width: right - left - gap, height: base - top,
        title: "\(context.xLabel) \(place), \(context.name): \(count)")
    }
  }
}
