import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import Reports
import TestSupport
import Testing

@Suite struct JSONReportTests {
  @Test func tellsProgramsWhatBecameOfEachCell() throws {
    try expectSnapshot(json(SampleRun.run()), named: "report.json")
  }

  @Test func isJSON() throws {
    let data = Data(json(SampleRun.run()).utf8)
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(report["status"] as? String == "failed")
    #expect((report["cells"] as? [[String: Any]])?.count == 5)
  }

  @Test func givesUnitsAndTheDataBehindPlots() throws {
    let outputs: [Output] = [
      .table(
        Table("t", columns: [Table.Column("memory", .integer([1]), unit: "MB")], omittedRows: 3)),
      .plot(
        Plot(
          "p",
          bars: Plot.Bars(
            "model", categories: ["ALS"], axis: Plot.Axis("error"), values: [0.5]))),
    ]
    var run = SampleRun.run()
    run.cells = [
      SampleRun.cell(
        "load", "ratings",
        .finished(CellResult(outputs: outputs, facts: [], series: [], dataFiles: [])))
    ]
    let text = json(run).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }.joined(separator: " ")
    #expect(text.contains("\"heading\": \"memory\", \"unit\": \"MB\", \"values\": [1]"))
    #expect(text.contains("\"omittedRows\": 3"))
    #expect(
      text.contains(
        "{ \"heading\": \"model\", \"values\": [\"ALS\"] }, "
          + "{ \"heading\": \"error\", \"values\": [0.5] }"))
  }

  @Test func isFineWhenTheFailureWasAllowed() {
    var run = SampleRun.run()
    run.cells.removeLast()
    run.cells[3].options.error = true
    #expect(json(run).hasPrefix("{\n  \"notebook\": \"als\",\n  \"status\": \"ok\""))
  }
}

/// A run for programs.
func json(_ run: NotebookRun) -> String { JSONReport().text(of: Report(run, version: "0.0")) }
