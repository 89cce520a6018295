import Foundation
import NotebookRunner
import NotebookSyntax
import Reports
import TestSupport
import Testing

@Suite struct JSONReportTests {
  @Test func tellsProgramsWhatBecameOfEachCell() throws {
    try expectSnapshot(JSONReport(SampleRun.run()).text, named: "report.json")
  }

  @Test func isJSON() throws {
    let data = Data(JSONReport(SampleRun.run()).text.utf8)
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(report["status"] as? String == "failed")
    #expect((report["cells"] as? [[String: Any]])?.count == 5)
  }

  @Test func isFineWhenTheFailureWasAllowed() {
    var run = SampleRun.run()
    run.cells.removeLast()
    run.cells[3].options.error = true
    #expect(JSONReport(run).text.hasPrefix("{\n  \"notebook\": \"als\",\n  \"status\": \"ok\""))
  }
}
