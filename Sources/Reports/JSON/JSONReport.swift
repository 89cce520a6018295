public import NotebookRunner
import NotebookSyntax
import Operations

/// A run for programs: what became of each cell, its values, series and tables.
public struct JSONReport {
  private let run: NotebookRun
  /// Gives the words of captions.
  private let markdown: MarkdownRenderer

  public init(_ run: NotebookRun) {
    self.run = run
    markdown = MarkdownRenderer(value: run.text(of:))
  }

  /// The whole file, which ends with a newline.
  public var text: String {
    return JSONValue.object([
      ("notebook", .string(run.name)),
      ("status", .string(run.isComplete ? "ok" : "failed")),
      ("cells", .array(run.cells.map(cell))),
      ("problems", .array(run.problems.map { JSONDiagnostic($0).value })),
    ]).text + "\n"
  }

  private func cell(_ cell: CellRun) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("name", .string(cell.name)),
      ("operation", .string(cell.cell.operation.text)),
      ("status", .string(status(cell.outcome))),
      ("seconds", .real(cell.seconds)),
      ("cached", .bool(false)),
    ]
    if case .finished(let result) = cell.outcome {
      members += [
        ("values", .object(result.values.map { ($0.name, value($0.value)) })),
        (
          "series",
          .object(result.series.map { ($0.name, .array($0.values.map(JSONValue.real))) })
        ),
        ("tables", .array(tables(cell, result))), ("plots", .array(plots(cell, result))),
      ]
      if !result.warnings.isEmpty {
        members.append(("warnings", .array(result.warnings.map { JSONDiagnostic($0).value })))
      }
    } else {
      members += [
        ("values", .object([])), ("series", .object([])), ("tables", .array([])),
        ("plots", .array([])),
      ]
    }
    if case .failed(let diagnostic) = cell.outcome {
      members.append(("error", JSONDiagnostic(diagnostic).value))
    }
    return .object(members)
  }

  private func status(_ outcome: CellRun.Outcome) -> String {
    switch outcome {
    case .finished: "ok"
    case .failed: "failed"
    case .skipped: "skipped"
    }
  }

  private func value(_ value: ScalarValue) -> JSONValue {
    switch value {
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let text): .string(text)
    }
  }

  private func tables(_ cell: CellRun, _ result: CellResult) -> [JSONValue] {
    result.outputs.indices.compactMap { index in
      guard case .table(let table) = result.outputs[index] else { return nil }
      let own = index == cell.captionedOutput ? cell.options.caption : nil
      return .object(
        [
          ("caption", .string(own.map(markdown.plainText) ?? table.caption)),
          ("columns", columns(table)),
        ] + (table.omittedRows > 0 ? [("omittedRows", .integer(table.omittedRows))] : []))
    }
  }

  /// The numbers behind the plots.
  private func plots(_ cell: CellRun, _ result: CellResult) -> [JSONValue] {
    result.outputs.indices.compactMap { index in
      guard case .plot(let plot) = result.outputs[index] else { return nil }
      let own = index == cell.captionedOutput ? cell.options.caption : nil
      return .object([
        ("caption", .string(own.map(markdown.plainText) ?? plot.caption)),
        ("data", .array(PlotTable(plot).tables.map { .object([("columns", columns($0))]) })),
      ])
    }
  }

  private func columns(_ table: Table) -> JSONValue {
    .array(
      table.columns.map { column in
        .object(
          [("heading", .string(column.heading))]
            + (column.unit.map { [("unit", .string($0))] } ?? [])
            + [("values", .array(values(column.values)))])
      })
  }

  private func values(_ values: Table.Column.Values) -> [JSONValue] {
    switch values {
    case .text(let texts): texts.map(JSONValue.string)
    case .integer(let numbers): numbers.map(JSONValue.integer)
    case .real(let numbers, _): numbers.map(JSONValue.real)
    }
  }
}
