import NotebookRunner
import NotebookSyntax
import Operations

/// A report for programs: what became of each cell, its values, series and tables.
public struct JSONReport: ReportWriter {
  public static let name = "json"

  /// A writer of reports for programs.
  public init() {}

  public func files(of report: Report) -> [ReportFile] {
    [ReportFile(name: "\(report.name).\(name)", text: text(of: report))]
  }

  /// The whole file, which ends with a newline.
  public func text(of report: Report) -> String {
    JSONValue.object([
      ("notebook", .string(report.name)),
      ("status", .string(report.run.isComplete ? "ok" : "failed")),
      ("cells", .array(report.cells.map(Self.cell))),
      ("problems", .array(report.run.problems.map { JSONDiagnostic($0).value })),
    ]).text + "\n"
  }

  private static func cell(_ cell: ReportCell) -> JSONValue {
    let run = cell.run
    var members: [(key: String, value: JSONValue)] = [
      ("name", .string(run.name)),
      ("operation", .string(run.cell.operation.text)),
      ("status", .string(status(run.outcome))),
      ("seconds", .real(run.seconds)),
      ("cached", .bool(false)),
    ]
    var result = CellResult(outputs: [], facts: [], series: [], dataFiles: [])
    if case .finished(let finished) = run.outcome { result = finished }
    members += [
      ("values", .object(result.facts.values.map { ($0.name, value($0.value)) })),
      (
        "series", .object(result.series.map { ($0.name, .array($0.values.map(JSONValue.real))) })
      ),
      ("tables", .array(cell.outputs.compactMap(table))),
      ("plots", .array(cell.outputs.compactMap(plot))),
    ]
    if !result.warnings.isEmpty {
      members.append(("warnings", .array(result.warnings.map { JSONDiagnostic($0).value })))
    }
    if case .failed(let diagnostic) = run.outcome {
      members.append(("error", JSONDiagnostic(diagnostic).value))
    }
    return .object(members)
  }

  private static func status(_ outcome: CellRun.Outcome) -> String {
    switch outcome {
    case .finished: "ok"
    case .failed: "failed"
    case .skipped: "skipped"
    }
  }

  private static func value(_ value: ScalarValue) -> JSONValue {
    switch value {
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let text): .string(text)
    }
  }

  private static func table(_ output: ReportOutput) -> JSONValue? {
    guard case .table(let table) = output.content else { return nil }
    return .object(
      head(output) + [("columns", columns(table))]
        + (table.omittedRows > 0 ? [("omittedRows", .integer(table.omittedRows))] : []))
  }

  /// The numbers behind a plot.
  private static func plot(_ output: ReportOutput) -> JSONValue? {
    guard case .plot(let plot) = output.content else { return nil }
    return .object(
      head(output) + [
        ("data", .array(PlotTable(plot).tables.map { .object([("columns", columns($0))]) }))
      ])
  }

  /// What an output is called, and its caption.
  private static func head(_ output: ReportOutput) -> [(key: String, value: JSONValue)] {
    (output.content.name.map { [("name", .string($0))] } ?? [])
      + [("caption", .string(output.title))]
  }

  private static func columns(_ table: Table) -> JSONValue {
    .array(
      table.columns.map { column in
        .object(
          [("heading", .string(column.heading))]
            + (column.unit.map { [("unit", .string($0))] } ?? [])
            + [("values", .array(values(column.values)))])
      })
  }

  private static func values(_ values: Table.Column.Values) -> [JSONValue] {
    switch values {
    case .text(let texts): texts.map(JSONValue.string)
    case .integer(let numbers): numbers.map(JSONValue.integer)
    case .real(let numbers, _): numbers.map(JSONValue.real)
    }
  }
}
