import Bounds
import NotebookSyntax
public import Operations
import Recommenders

/// `matrix`: a small matrix, written in the cell.
struct MatrixOperation: NotebookOperation {
  static let name = "matrix"
  static let summary = "Makes a small matrix from the numbers in the cell."

  @Parameter("The rows, each a list of numbers; `~` for a missing one.") var rows: MatrixRows
  @Parameter("The names of the rows; by default their numbers.") var rowNames: [String] = []
  @Parameter("The names of the columns; by default their numbers.")
  var columnNames: [String] = []

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    func check(_ names: [String], _ count: Int, _ place: SourceRange?, _ what: String)
      -> [Diagnostic]
    {
      let place = place ?? context.cell
      if !names.isEmpty && names.count != count {
        return [
          Diagnostic(
            .nameCount, "There are \(count) \(what)s, but \(names.count) names for them", at: place)
        ]
      }
      var seen: Set<String> = []
      if let twice = names.first(where: { !seen.insert($0).inserted }) {
        return [Diagnostic(.duplicateEntry, "Two \(what)s are called '\(twice)'", at: place)]
      }
      return []
    }
    return check(rowNames, rows.values.count, $rowNames, "row")
      + check(columnNames, rows.columnCount, $columnNames, "column")
  }

  var resultShape: ResultShape {
    var shape = ResultShape(of: Result.self)
    shape.counts["rows"] = rows.values.count
    shape.counts["columns"] = rows.columnCount
    shape.counts["gaps"] = rows.values.joined().count(where: \.isNaN)
    return shape
  }

  func run(in context: OperationContext) async throws -> NotebookMatrix {
    NotebookMatrix(
      rows: rows.values,
      rowNames: rowNames.isEmpty ? (1...rows.values.count).map(String.init) : rowNames,
      columnNames: columnNames.isEmpty ? (1...rows.columnCount).map(String.init) : columnNames)
  }
}

/// The rows of a matrix as a notebook has them.
struct MatrixRows: ParameterValue {
  /// NaN where there is nothing.
  var values: [[Double]]

  var columnCount: Int { values[0].count }
  var fact: ScalarValue? { nil }

  static let shape = ParameterShape.described(
    .list(
      of: .list(
        of: .oneOf([.real((-largest...largest).interval), .nothing]), count: (1...).interval),
      count: (1...).interval),
    as: "rows of numbers, such as [[1, 2], [3, ~]]")
  private static let largest = 1e30
  private static let mostCells = 10_000

  init(yaml node: YAMLNode) throws(Mismatch) {
    guard case .sequence(let rows) = node.content, !rows.isEmpty else { throw Mismatch() }
    values = []
    for row in rows {
      guard case .sequence(let cells) = row.content, !cells.isEmpty else {
        throw Mismatch(at: row.range, "Each row must be a list of numbers")
      }
      if let first = values.first, first.count != cells.count {
        throw Mismatch(
          at: row.range,
          "This row has \(counted(cells.count, "number")), but the first has \(first.count)",
          help: "write '~' where there is not a number")
      }
      var numbers: [Double] = []
      for cell in cells {
        if cell.plainText == "~" || cell.plainText == "null" {
          numbers.append(.nan)
          continue
        }
        guard let number = try? Double(yaml: cell), abs(number) <= Self.largest else {
          throw Mismatch(
            at: cell.range, "Each cell must be a number of at most 1e30",
            help: "write '~' where there is not a number")
        }
        numbers.append(number)
      }
      values.append(numbers)
    }
    guard values.count * columnCount <= Self.mostCells else {
      throw Mismatch(
        at: node.range, "A matrix of \(values.count * columnCount) cells is too large for a cell",
        help: "put it in a file and 'load' it")
    }
    guard values.contains(where: { $0.contains { !$0.isNaN } }) else {
      throw Mismatch(at: node.range, "The matrix has no numbers")
    }
  }

  var yaml: String {
    let rows = values.map { row in
      "[\(row.map { $0.isNaN ? "~" : $0.yaml }.joined(separator: ", "))]"
    }
    return "[\(rows.joined(separator: ", "))]"
  }
}

/// A matrix that was written in a cell.
public struct NotebookMatrix: Presentable {
  public static let typeDescription = "a matrix"
  public static let namedOutputs: [NamedOutput] = [.table("matrix")]

  /// NaN where there is nothing.
  var rows: [[Double]]
  var rowNames: [String]
  var columnNames: [String]

  public static let resultValues: [ResultValue<Self>] = [
    .integer("rows") { $0.rowNames.count },
    .integer("columns") { $0.columnNames.count },
  ]

  public var outputs: [Output] {
    let digits = rows.joined().filter { !$0.isNaN }.map(Self.digits).max() ?? 0
    return [
      .table(
        "matrix",
        Table(
          "A matrix of \(rowNames.count) rows and \(columnNames.count) columns",
          columns: [.init("row", .text(rowNames))]
            + columnNames.indices.map { column in
              .init(columnNames[column], .real(rows.map { $0[column] }, fractionDigits: digits))
            }))
    ]
  }

  /// How many digits after the point it takes to tell a number from its neighbours, at most four.
  private static func digits(_ number: Double) -> Int {
    for digits in 0..<4 {
      let scaled = number * [1, 10, 100, 1000][digits]
      if abs(scaled - scaled.rounded()) < 1e-9 * max(1, abs(scaled)) { return digits }
    }
    return 4
  }

  /// The numbers that there are.
  var entries: MatrixEntries {
    var (rowNumbers, columnNumbers, values): ([Int32], [Int32], [Double]) = ([], [], [])
    for (row, numbers) in rows.enumerated() {
      for (column, number) in numbers.enumerated() where !number.isNaN {
        rowNumbers.append(Int32(row))
        columnNumbers.append(Int32(column))
        values.append(number)
      }
    }
    return MatrixEntries(
      rowCount: rowNames.count, columnCount: columnNames.count, rows: rowNumbers,
      columns: columnNumbers, values: values)
  }

  /// The matrix as ratings of its columns by its rows, in single precision.
  var ratings: RatingTable {
    let entries = entries
    return RatingTable(
      users: Identities(.words(rowNames)), items: Identities(.words(columnNames)),
      userIndices: entries.rows, itemIndices: entries.columns,
      values: entries.values.map { Float($0) }, source: RatingSource(name: "a matrix"))
  }
}
