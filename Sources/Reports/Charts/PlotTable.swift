import Operations

/// The numbers behind a plot.
enum PlotTable {
  /// How many rows are shown at most.
  private static let mostRows = 200

  /// A row for each place on the x axis, a column for each line.
  static func table(of plot: Plot) -> Table {
    // A line that comes twice by one place has its later value there.
    let places = Set(plot.lines.flatMap(\.x)).filter(\.isFinite).sorted()
    let shown = Array(places.prefix(mostRows))
    let columns = plot.lines.map { line in
      let values = Dictionary(zip(line.x, line.y)) { _, later in later }
      let column = shown.map { values[$0] ?? .nan }
      return Table.Column(
        line.label.isEmpty ? plot.y.label : line.label,
        .real(column, fractionDigits: fractionDigits(column)))
    }
    return Table(
      "Data of the plot", columns: [Table.Column(plot.x.label, placeValues(shown))] + columns,
      omittedRows: places.count - shown.count)
  }

  private static func placeValues(_ places: [Double]) -> Table.Column.Values {
    let wholes = places.compactMap { Int(exactly: $0) }
    return wholes.count == places.count
      ? .integer(wholes) : .real(places, fractionDigits: fractionDigits(places))
  }

  /// Enough digits to show at least four significant ones of the largest number.
  private static func fractionDigits(_ values: [Double]) -> Int {
    var (largest, digits) = (values.filter(\.isFinite).map(abs).max() ?? 0, 4)
    guard largest > 0 else { return 1 }
    while largest >= 10, digits > 1 {
      largest /= 10
      digits -= 1
    }
    while largest < 0.1, digits < 15 {
      largest *= 10
      digits += 1
    }
    return digits
  }
}
