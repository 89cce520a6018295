import Foundation
import NotebookSyntax
import Reports
import TestSupport
import Testing

@Suite struct HTMLReportTests {
  private let page = HTMLReport(SampleRun.run(), version: "0.0").text

  @Test func showsALecture() throws {
    try expectSnapshot(page, named: "report.html")
  }

  /// For the eye: `REPORT_SAMPLE=/tmp/sample.html swift test --filter HTMLReportTests`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["REPORT_SAMPLE"] != nil))
  func writesASample() throws {
    let path = try #require(ProcessInfo.processInfo.environment["REPORT_SAMPLE"])
    try page.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
