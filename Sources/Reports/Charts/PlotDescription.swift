import Operations

/// What there is to see in a plot, in words.
struct PlotDescription {
  let plot: Plot

  init(_ plot: Plot) { self.plot = plot }

  /// A sentence on the plot, and one on each of its lines.
  var text: String {
    let scale = plot.y.scale == .logarithmic ? ", on a logarithmic scale" : ""
    let head = "Line plot of \(plot.y.label) by \(plot.x.label)\(scale)."
    return ([head] + plot.lines.prefix(12).map(sentence) + more).joined(separator: " ")
  }

  private var more: [String] {
    plot.lines.count > 12 ? ["And \(plot.lines.count - 12) more lines."] : []
  }

  private func sentence(on line: Plot.Line) -> String {
    let name = line.label.isEmpty ? plot.y.label : line.label
    let shown = line.x.indices.filter {
      plot.x.scale.shows(line.x[$0]) && plot.y.scale.shows(line.y[$0])
    }
    let missing = line.x.count - shown.count
    let gaps = missing > 0 ? "; \(missing) not shown" : ""
    guard let first = shown.first, let last = shown.last,
      let lowest = shown.min(by: { line.y[$0] < line.y[$1] })
    else { return "\(name): nothing to show." }
    guard shown.count > 1 else { return "\(name): \(point(first, of: line))\(gaps)." }
    return "\(name): from \(point(first, of: line)) to \(point(last, of: line)), "
      + "minimum \(point(lowest, of: line))\(gaps)."
  }

  private func point(_ index: Int, of line: Plot.Line) -> String {
    let value = DisplayedNumber.significant(line.y[index])
    return "\(value) at \(plot.x.label) \(DisplayedNumber.significant(line.x[index]))"
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
