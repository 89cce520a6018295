import NotebookRunner
import NotebookSyntax
import Operations

/// A cell on the page: what it says, and what came of it.
struct CellSection {
  private let cell: ReportCell
  private let markdown: MarkdownRenderer
  private var run: CellRun { cell.run }
  private var words: PageWords { markdown.words }
  private var identifier: String { run.identifier }

  init(_ cell: ReportCell, _ markdown: MarkdownRenderer) {
    self.cell = cell
    self.markdown = markdown
  }

  /// The section, or nothing if nothing of the cell is to be shown.
  var nodes: [HTMLNode] {
    let content = source + outcome
    guard !content.isEmpty else { return [] }
    return [
      .element(
        "section",
        ["class": "cell", "id": .text(identifier), "aria-label": "\(words.cell) \(run.name)"],
        content)
    ]
  }

  // MARK: Source

  private var source: [HTMLNode] {
    guard run.isShown else { return [] }
    let lines = run.cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    let isFence = { (line: Substring) in !line.isEmpty && line.allSatisfy { "`~ ".contains($0) } }
    let head = (lines.first ?? "").drop { "`~ ".contains($0) }
    var body = Array(lines.dropFirst())
    while let last = body.last, last.isEmpty { body.removeLast() }
    if let last = body.last, isFence(last) { body.removeLast() }
    let code = HTMLNode.element(
      "pre", ["class": "source"],
      [
        .element(
          "code", [:],
          [.element("span", ["class": "call"], text: String(head))]
            + (body.isEmpty
              ? []
              : ["\n", TypesetNotebook.markup(ofCell: body.joined(separator: "\n"))]))
      ])
    switch run.echo {
    case .shown: return [code]
    case .hidden: return []
    case .folded:
      let summary = HTMLNode.element(
        "summary", [:], [.text("\(words.sourceOf) "), .element("code", text: run.name)])
      return [.element("details", ["class": "fold"], [summary, code])]
    }
  }

  // MARK: Outcome

  /// The language of what the runner says, where the page has another.
  private var english: String? { PageWords.english.mark(on: markdown.setting.language) }

  private var outcome: [HTMLNode] {
    switch run.outcome {
    case .finished(let result):
      let warnings = result.warnings.enumerated().map { number, warning in
        ProblemBox(warning, identifier: "\(identifier)-warning-\(number + 1)").node.marked(english)
      }
      guard run.isShown, run.showsOutput else { return warnings }
      return warnings + cell.outputs.flatMap(output)
    case .failed(let diagnostic):
      return [
        ProblemBox(diagnostic, identifier: "\(identifier)-problem").node
          .marked(english)
      ]
    case .skipped(let because):
      let reason = HTMLNode.element("span", text: because).marked(english)
      return [
        .element(
          "p", ["class": "skipped"],
          [.text("\(words.notRunBecause) "), english == nil ? .text(because) : reason, "."])
      ]
    }
  }

  private func output(_ output: ReportOutput) -> [HTMLNode] {
    switch output.content {
    case .text(let text):
      let node = HTMLNode.element("pre", ["class": "text"], [.element("samp", text: text)])
      guard let caption = output.caption else { return [node] }
      return [.element("figure", [:], [node, figureCaption(output, caption)])]
    case .table(let table):
      let caption = number(of: output) + markdown.render(output.caption ?? [])
      let hidden = HTMLNode.element("span", ["class": "visually-hidden"], text: output.title)
      let box = TableRenderer(table, fileName: output.fileName, words: words).render(
        caption: output.isFolded ? [hidden] : caption, label: output.title,
        identifier: output.address)
      guard output.isFolded else { return [box] }
      let summary = HTMLNode.element("summary", [:], caption)
      return [.element("details", ["class": "fold folded-table"], [summary, box])]
    case .plot(let plot):
      let drawing = PlotRenderer(plot, words: words.plots).svg(
        identifier: output.identifier, title: output.title, description: output.alternative)
      return [
        .element(
          "figure", output.address.map { ["id": .text($0)] } ?? [:],
          [drawing, figureCaption(output, output.caption ?? [])]),
        data(of: plot, output),
      ]
    }
  }

  private func figureCaption(_ output: ReportOutput, _ caption: [MarkdownInline]) -> HTMLNode {
    markdown.directed(
      .element("figcaption", [:], number(of: output) + markdown.render(caption)), by: caption)
  }

  /// "Figure 2." before a caption.
  private func number(of output: ReportOutput) -> [HTMLNode] {
    guard let number = output.number else { return [] }
    return [.element("span", ["class": "counter"], text: "\(number)."), " "]
  }

  /// The numbers behind a plot, folded.
  private func data(of plot: Plot, _ output: ReportOutput) -> HTMLNode {
    let tables = PlotTable(plot, words: words.plots).tables
    return .element(
      "details", ["class": "fold data"],
      [.element("summary", text: words.plots.dataOfPlot)]
        + tables.enumerated().map { part, table in
          TableRenderer(
            table, mostRows: Self.mostDataRows, keepsSmallNumbers: true,
            fileName: output.fileName + (tables.count > 1 ? "-\(part + 1)" : ""), words: words
          ).render(
            caption: [.element("span", ["class": "visually-hidden"], text: output.title)],
            label: "\(words.data): \(output.title)\(tables.count > 1 ? " (\(part + 1))" : "")",
            hasFile: true)
        })
  }

  /// More of the data behind a plot is to be had as a file.
  private static let mostDataRows = 200
}
