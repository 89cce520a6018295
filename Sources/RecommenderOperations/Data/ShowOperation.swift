import Operations

/// `show`: the first rows of something.
struct ShowOperation: NotebookOperation {
  static let name = "show"
  static let summary = "Shows the first rows of a table, of ratings or of a model."

  @Input("What to show.") var value: ShownValue
  @Parameter("How many rows to show.", in: 1...10_000) var rows = 10

  init() {}

  func run(in context: OperationContext) async throws -> Table {
    value.value.firstRows(rows)
  }
}

/// A result of which one can see rows.
protocol Tabular: Presentable {
  /// The first rows, at most so many.
  func firstRows(_ count: Int) -> Table
}

/// Any result of which one can see rows.
struct ShownValue: InputValue {
  static let typeDescription = "a table, ratings, a split or a model"
  var value: any Tabular

  static func accepts(_ type: any Presentable.Type) -> Bool { type is any Tabular.Type }

  init?(_ result: any Presentable) {
    guard let value = result as? any Tabular else { return nil }
    self.value = value
  }
}

extension Table: Tabular {
  func firstRows(_ count: Int) -> Table {
    let shown = min(count, rowCount)
    return Table(
      caption,
      columns: columns.map { Column($0.heading, $0.values.prefix(shown), unit: $0.unit) },
      omittedRows: omittedRows + rowCount - shown)
  }
}

extension Table.Column.Values {
  fileprivate func prefix(_ count: Int) -> Self {
    switch self {
    case .text(let values): .text(Array(values.prefix(count)))
    case .integer(let values): .integer(Array(values.prefix(count)))
    case .real(let values, let digits):
      .real(Array(values.prefix(count)), fractionDigits: digits)
    }
  }
}
