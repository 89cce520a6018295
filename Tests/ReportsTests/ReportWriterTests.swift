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

  /// Each plot and each table that has a name can be found, captioned and described by it.
  @Test func knowsOutputsByTheirNames() throws {
    var run = SampleRun.run()
    let plot = Plot("Errors", x: .init("epoch"), y: .init("error"), lines: [])
    let table = Table("Layers", columns: [.init("layer", .text(["dense"]))])
    run.cells[1].outcome = .finished(
      CellResult(
        outputs: [
          .plot("curve", plot), .plot("calibration", plot), .table("layers", table),
          .table("layers", table), .plot(plot),
        ], facts: [], series: [], dataFiles: []))
    let range = SampleRun.range("data: split")
    run.cells[1].options.caption = [.text("All")]
    run.cells[1].options.captions = [
      .init(name: "calibration", range: range, text: [.text("How sure it is")])
    ]
    run.cells[1].options.alts = [.init(name: "calibration", range: range, text: "A diagonal")]
    run.notebook.blocks += SampleRun.prose([
      .paragraph(
        ["model", "model.curve", "model.calibration"].map {
          .reference(CrossReference(.figure, $0), range)
        } + [.reference(CrossReference(.table, "model.layers"), range)])
    ])
    let page = madePage(run)
    let links = page.matches(of: #/<a class="reference" href="([^"]*)">([^<]*)</#)
    #expect(
      links.map { "\($0.1) \($0.2)" } == [
        "#cell-model Figure\u{A0}1", "#fig-model.curve Figure\u{A0}1",
        "#fig-model.calibration Figure\u{A0}2", "#tbl-model.layers Table\u{A0}1",
      ])
    #expect(page.matches(of: #/id="(fig|tbl)-model/#).count == 3)
    #expect(page.contains("</span> How sure it is</figcaption>"))
    #expect(page.contains(">A diagonal</desc>"))
    #expect(json(run).contains("\"name\": \"calibration\",\n          \"caption\": \"How sure"))
    let drawings = SVGReport().files(of: Report(run, version: "0.0"))
    #expect(
      drawings.map(\.name) == [
        "als.model.curve.svg", "als.model.calibration.svg", "als.model.5.svg",
      ])
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

  /// A long table of what a plot shows is folded, unless the notebook says otherwise.
  @Test func foldsLongTablesOfPlots() {
    func page(_ rows: Int, isDetail: Bool = true, folds: Bool = true) -> String {
      var run = SampleRun.run()
      let table = Table("Epochs", columns: [.init("epoch", .integer(Array(1...rows)))])
      run.notebook.frontMatter.foldsTables = folds
      run.cells[1].outcome = .finished(
        CellResult(
          outputs: [.table("epochs", isDetail ? table.asDetail : table)], facts: [], series: [],
          dataFiles: []))
      return madePage(run)
    }
    let fold = "<details class=\"fold folded-table\">"
    #expect(page(200).contains(fold) && !page(8).contains(fold))
    #expect(!page(200, isDetail: false).contains(fold) && !page(200, folds: false).contains(fold))
    #expect(page(200).contains("170 rows in between not printed."))
    #expect(!page(30).contains("not printed."))
  }

  @Test(arguments: Solutions.allCases) func showsSolutionsAsAsked(_ solutions: Solutions) throws {
    var problems: [Diagnostic] = []
    let file = SourceFile(
      path: "n.md",
      text: """
        ::: exercise
        Why?
        :::

        ::: solution
        Because[^a].

        ```{als model}
        data: split
        ```
        :::

        > [!SOLUTION]
        > So.

        Done[^b].

        [^a]: Of this.

        [^b]: Of that.
        """)
    let notebook = Notebook(reading: file, problems: &problems)
    #expect(problems.isEmpty, "\(problems)")
    let cell = CellRun(
      cell: notebook.cells[0], options: CellOptions(), settings: [],
      outcome: .skipped(because: "of this"), seconds: 0)
    let run = NotebookRun(notebook: notebook, seed: 1, parameters: [], cells: [cell])
    let page = HTMLReport().text(of: Report(run, version: "0", solutions: solutions))
    #expect(throws: Never.self) { try WellFormed.check(page) }
    let hasSolution = solutions != .none
    #expect(page.contains("Because") == hasSolution && page.contains("So.") == hasSolution)
    #expect(page.contains("Of this.") == hasSolution && page.contains("Of that."))
    #expect(page.contains("href=\"#cell-model\"") == hasSolution)
    #expect(page.contains("<details class=\"callout solution\">") == (solutions == .folded))
    #expect(page.contains("<aside class=\"callout solution\"") == (solutions == .shown))
  }
}
