import Operations

/// The numbers behind a plot, all of them.
struct PlotTable {
  private let plot: Plot
  private let words: PlotWords

  init(_ plot: Plot, words: PlotWords = .english) {
    self.plot = plot
    self.words = words
  }

  /// What belongs into one table is there; points and bins with places of their own are in others.
  var tables: [Table] {
    switch plot.drawing {
    case .marks(let marks, let x, let y): tables(of: marks, x, y)
    case .bars(let bars):
      [
        table(
          [Table.Column(bars.label, .text(bars.categories))]
            + bars.groups.map { column($0.label.isEmpty ? bars.axis.label : $0.label, $0.values) })
      ]
    case .heatMap(let map): [table(map.columns.count <= Self.mostColumns ? grid(map) : list(map))]
    }
  }

  /// A heat map of more columns than these is a list of its values.
  private static let mostColumns = 30

  private func grid(_ map: Plot.HeatMap) -> [Table.Column] {
    [Table.Column(map.rowLabel, .text(map.rows))]
      + map.columns.indices.map { index in
        column(map.columns[index], map.rows.indices.map { map[$0, index] })
      }
  }

  private func list(_ map: Plot.HeatMap) -> [Table.Column] {
    [
      Table.Column(map.rowLabel, .text(map.rows.flatMap { row in map.columns.map { _ in row } })),
      Table.Column(map.columnLabel, .text(map.rows.flatMap { _ in map.columns })),
      column(map.value.label, map.values),
    ]
  }

  private func table(_ columns: [Table.Column]) -> Table {
    Table(words.dataOfPlot, columns: columns)
  }

  private func column(_ heading: String, _ values: [Double]) -> Table.Column {
    let wholes = values.compactMap { Int(exactly: $0) }
    return Table.Column(
      heading,
      wholes.count == values.count
        ? .integer(wholes)
        : .real(
          values,
          fractionDigits: DisplayedNumber.fractionDigits(
            of: values, significant: 5, atLeast: 1)))
  }

  // MARK: Marks

  private func tables(of marks: [Plot.Mark], _ x: Plot.Axis, _ y: Plot.Axis) -> [Table] {
    // What has one value at each place stands in one table, with a row for each place.
    var joined: [(x: [Double], columns: [(heading: String, values: [Double])])] = []
    var others: [Table] = []
    for mark in marks {
      let name = mark.label.isEmpty ? y.label : mark.label
      let places: [Double]
      let columns: [(heading: String, values: [Double])]
      switch mark {
      case .line(let line): (places, columns) = (line.x, [(name, line.y)])
      case .points(let points): (places, columns) = (points.x, [(name, points.y)])
      case .band(let band):
        places = band.x
        columns = [("\(name), \(words.low)", band.low), ("\(name), \(words.high)", band.high)]
      case .histogram(let histogram):
        others.append(table(of: histogram, name))
        continue
      }
      let known = Set(places)
      // Points that merely lie where a line has its points belong beside it.
      let isJoined = mark.kind != .points || joined.contains { Set($0.x) == known }
      let isFunction = isJoined && known.count == places.count
      if isFunction, !places.contains(where: \.isNaN) {
        joined.append((places, columns))
      } else {
        others.append(
          table([column(x.label, places)] + columns.map { column($0.heading, $0.values) }))
      }
    }
    let places = Set(joined.flatMap(\.x)).sorted()
    let columns = joined.flatMap { x, columns in
      columns.map { heading, values in
        let known = Dictionary(uniqueKeysWithValues: zip(x, values))
        return column(heading, places.map { known[$0] ?? .nan })
      }
    }
    let hasJoined = !joined.isEmpty || others.isEmpty
    return (hasJoined ? [table([column(x.label, places)] + columns)] : []) + others
  }

  private func table(of histogram: Plot.Histogram, _ name: String) -> Table {
    table([
      column(words.from, Array(histogram.edges.dropLast())),
      column(words.to, Array(histogram.edges.dropFirst())),
      Table.Column(name, .integer(histogram.counts)),
    ])
  }
}
