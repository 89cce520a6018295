import NotebookRunner
import NotebookSyntax
import Operations
import Testing

@testable import Reports

@Suite struct ReportWriterTests {
  @Test(arguments: [any ReportWriter].all.map(\.name)) func namesItsFiles(_ name: String) throws {
    let writer = try #require([any ReportWriter].all.first { $0.name == name })
    let files = writer.files(of: Report(SampleRun.run(), version: "0.0"))
    #expect(!files.isEmpty && Set(files.map(\.name)).count == files.count)
    #expect(files.allSatisfy { $0.name.hasPrefix("als") && $0.name.hasSuffix(".\(name)") })
    #expect(files.allSatisfy { !$0.text.isEmpty && $0.problems.isEmpty })
  }

  @Test func eachHasANameOfItsOwn() {
    let names = [any ReportWriter].all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set([any ReportWriter].usual.map(\.name)).isSubset(of: names))
  }

  @Test func tellsOfAPageThatIsTooHeavy() {
    var run = SampleRun.run()
    run.notebook.blocks += SampleRun.prose([
      .paragraph([.image(source: "big.png", title: "", alt: [.text("x")])])
    ])
    let report = Report(run, version: "0.0") { path in
      EmbeddedImage(path: path, bytes: [UInt8](repeating: 7, count: 2_000_000))
    }
    #expect(HTMLReport().files(of: report).flatMap(\.problems).map(\.code) == [.heavyPage])
  }

  /// Captions say the same in every format.
  @Test func resolvesCaptionsOnce() {
    var run = SampleRun.run()
    run.cells[1].options.caption = [
      .text("As "), .reference(CrossReference(.figure, "model"), SampleRun.range("data: split")),
      .text(" shows with "), SampleRun.value("params.factors"),
    ]
    let report = Report(run, version: "0.0")
    #expect(report.cells[1].outputs.contains { $0.title == "As Figure\u{A0}1 shows with 20" })
    #expect(JSONReport().text(of: report).contains("As Figure\u{A0}1 shows with 20"))
  }
}
