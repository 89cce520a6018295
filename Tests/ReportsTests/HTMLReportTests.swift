import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import Reports
import TestSupport
import Testing

@Suite struct HTMLReportTests {
  private let page = madePage(SampleRun.run())

  /// The page of the sample with one cell's options changed.
  private func page(cell index: Int, _ change: (inout CellOptions) -> Void) -> String {
    var run = SampleRun.run()
    change(&run.cells[index].options)
    return madePage(run)
  }

  @Test func showsALecture() throws {
    // The rules of the style sheet are no part of what is compared.
    let parts = page.components(separatedBy: "<style>")
    let body = try #require(parts.last?.components(separatedBy: "</style>").last)
    try expectSnapshot(parts[0] + "<style>…</style>" + body, named: "report.html")
  }

  @Test func isWellFormedAndItsReferencesHold() throws {
    let survey = try WellFormed.check(page)
    #expect(Set(survey.defined).count == survey.defined.count)
    #expect(Set(survey.referred).isSubset(of: survey.defined))
  }

  @Test func isTheSameEveryTime() {
    for _ in 0..<3 { #expect(madePage(SampleRun.run()) == page) }
    #expect(!page.contains("/somebody"))
  }

  @Test func showsAndHidesWhatTheOptionsSay() {
    let call = "{als model}"
    #expect(page.contains(call))
    #expect(!page(cell: 1) { $0.echo = .hidden }.contains(call))
    #expect(page(cell: 1) { $0.echo = .folded }.contains("Source of <code>model</code>"))
    #expect(!page(cell: 1) { $0.output = false }.contains("<svg"))
    let without = page(cell: 1) { $0.include = false }
    #expect(!without.contains("<svg") && !without.contains(call))
    #expect(without.contains("After 10 epochs"), "A hidden cell has values all the same")
  }

  @Test func showsAnErrorEvenWhereACellIsHidden() {
    let hidden = page(cell: 3) { $0.include = false }
    #expect(hidden.contains("Training diverged") && !hidden.contains("{mf embeddings}"))
  }

  @Test func showsAWarningBeforeWhatItIsAboutAndWhereACellIsHidden() throws {
    var run = SampleRun.run()
    run.cells[1].outcome = .finished(
      CellResult(
        outputs: [.table(SampleRun.history)], facts: [], series: [], dataFiles: [],
        warnings: [
          Diagnostic(
            .cellFailed, "Too good to be <true>", at: SampleRun.range("data: split"),
            severity: .warning, help: "look again")
        ]))
    let page = madePage(run)
    let warning = try #require(page.range(of: "<strong>Warning:</strong> Too good to be &lt;true"))
    let table = try #require(page.range(of: "9,000"))
    #expect(warning.lowerBound < table.lowerBound)
    #expect(page.contains("id=\"cell-model-warning-1\""))
    for change in [{ $0.include = false }, { $0.output = false }] as [(inout CellOptions) -> Void] {
      var run = run
      change(&run.cells[1].options)
      let page = madePage(run)
      #expect(page.contains("Too good to be") && !page.contains("9,000"))
    }
    let report = json(run)
    #expect(report.contains("\"warnings\": [") && report.contains("Too good to be <true>"))
  }

  @Test func isCompleteWhenTheFailureWasAllowed() {
    #expect(page.contains("<a href=\"#cell-embeddings\">embeddings</a> failed"))
    let allowed = page(cell: 3) { $0.error = true }
    #expect(!allowed.contains("#cell-embeddings\">embeddings</a> failed"))
    #expect(allowed.contains("Training diverged"))
  }

  @Test func givesTheCaptionToThePlotOrElseToTheTable() {
    let caption = [MarkdownInline.text("Mine")]
    #expect(page(cell: 1) { $0.caption = caption }.contains("</span> Mine</figcaption>"))
    var run = SampleRun.run()
    run.cells[1].options.caption = caption
    run.cells[1].outcome = .finished(
      CellResult(outputs: [.table(SampleRun.history)], facts: [], series: [], dataFiles: []))
    #expect(madePage(run).contains("</span> Mine</span></caption>"))
  }

  @Test func takesItsTitleFromTheFirstHeadingOrTheFile() {
    var run = SampleRun.run()
    run.notebook.frontMatter.title = nil
    let page = madePage(run)
    #expect(page.contains("<title>Training &amp; testing</title>"))
    #expect(page.contains("<h1 id=\"training-testing\">"))
    run.notebook.blocks = []
    run.cells = []
    #expect(madePage(run).contains("<h1>als</h1>"))
  }

  @Test func embedsLocalImagesAndLinksToOthers() {
    func paragraph(_ source: String) -> String {
      var run = SampleRun.run()
      run.cells = []
      run.notebook.blocks = SampleRun.prose([
        .paragraph([.image(source: source, title: "", alt: [.text("a map")])])
      ])
      let page = madePage(run) { path in
        path == "my map.png" ? EmbeddedImage(path: path, bytes: [1, 2, 3]) : nil
      }
      let main = page.components(separatedBy: "<main id=\"main\">\n").last ?? ""
      return String(main.prefix { $0 != "\n" })
    }
    #expect(
      paragraph("my%20map.png") == "<p><img src=\"data:image/png;base64,AQID\" alt=\"a map\" /></p>"
    )
    #expect(paragraph("no.png") == "<p><a href=\"no.png\">a map</a></p>")
    #expect(
      paragraph("https://example.org/a.png")
        == "<p><a href=\"https://example.org/a.png\">a map</a></p>")
    #expect(paragraph("//example.org/a.png") == "<p><a href=\"//example.org/a.png\">a map</a></p>")
    #expect(paragraph("javascript:x") == "<p><a href=\"\">a map</a></p>")
    #expect(
      paragraph("data:image/png;base64,AQID")
        == "<p><img src=\"data:image/png;base64,AQID\" alt=\"a map\" /></p>")
    #expect(paragraph("data:text/html,x") == "<p>a map</p>")
  }

  /// For the eye: `REPORT_SAMPLE=/tmp/sample.html swift test --filter HTMLReportTests`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["REPORT_SAMPLE"] != nil))
  func writesASample() throws {
    let path = try #require(ProcessInfo.processInfo.environment["REPORT_SAMPLE"])
    try page.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
