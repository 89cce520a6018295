import NotebookRunner
import NotebookSyntax
import Operations

/// A cell on the page: what it says, and what came of it.
struct CellSection {
  private let run: CellRun
  private let markdown: MarkdownRenderer
  private let words: PageWords
  private let pageLanguage: String
  private var identifier: String { Self.identifier(run) }

  init(_ run: CellRun, _ markdown: MarkdownRenderer, words: PageWords, pageLanguage: String) {
    self.run = run
    self.markdown = markdown
    self.words = words
    self.pageLanguage = pageLanguage
  }

  /// The address of a cell on its page.
  static func identifier(_ run: CellRun) -> String { "cell-\(run.name)" }

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
  private var english: String? { PageWords.english.mark(on: pageLanguage) }

  private var outcome: [HTMLNode] {
    switch run.outcome {
    case .finished(let result):
      let warnings = result.warnings.enumerated().map { number, warning in
        ProblemBox(warning, identifier: "\(identifier)-warning-\(number + 1)").node.marked(english)
      }
      guard run.isShown, run.showsOutput else { return warnings }
      return warnings
        + result.outputs.indices.flatMap { index in output(result.outputs[index], index) }
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

  private func output(_ output: Output, _ index: Int) -> [HTMLNode] {
    let isCaptioned = index == run.captionedOutput
    let own = isCaptioned ? run.options.caption : nil
    switch output {
    case .text(let text):
      let node = HTMLNode.element("pre", ["class": "text"], [.element("samp", text: text)])
      guard let own else { return [node] }
      return [
        .element(
          "figure", [:],
          [node, markdown.directed(.element("figcaption", [:], markdown.render(own)), by: own)])
      ]
    case .table(let table):
      return [
        TableRenderer(table, fileName: fileName(index), words: words).render(
          caption: number(of: output, index) + (own.map(markdown.render) ?? [.text(table.caption)]),
          label: own.map(markdown.plainText) ?? table.caption)
      ]
    case .plot(let plot):
      let title = own.map(markdown.plainText) ?? plot.caption
      let drawing = PlotRenderer(plot, words: words.plots).svg(
        identifier: "\(identifier)-plot-\(index + 1)", title: title,
        description: isCaptioned ? run.options.alt : nil)
      let caption = number(of: output, index) + (own.map(markdown.render) ?? [.text(plot.caption)])
      return [
        .element(
          "figure", [:],
          [
            drawing,
            markdown.directed(
              .element("figcaption", [:], caption), by: own ?? [.text(plot.caption)]),
          ]),
        data(of: plot, title: title, index),
      ]
    }
  }

  /// "Figure 2." before a caption.
  private func number(of output: Output, _ index: Int) -> [HTMLNode] {
    guard let title = markdown.numbers.title(of: output, index, in: run) else { return [] }
    return [.element("span", ["class": "counter"], text: "\(title)."), " "]
  }

  /// The numbers behind a plot, folded.
  private func data(of plot: Plot, title: String, _ index: Int) -> HTMLNode {
    let tables = PlotTable(plot, words: words.plots).tables
    return .element(
      "details", ["class": "fold data"],
      [.element("summary", text: words.plots.dataOfPlot)]
        + tables.enumerated().map { part, table in
          TableRenderer(
            table, mostRows: Self.mostDataRows, keepsSmallNumbers: true,
            fileName: fileName(index) + (tables.count > 1 ? "-\(part + 1)" : ""), words: words
          ).render(
            caption: [.element("span", ["class": "visually-hidden"], text: title)],
            label: "\(words.data): \(title)\(tables.count > 1 ? " (\(part + 1))" : "")",
            hasFile: true)
        })
  }

  /// More of the data behind a plot is to be had as a file.
  private static let mostDataRows = 200

  /// The name of a file with an output's data: the cell's, and a number unless it is its only one
  /// of a kind that has data.
  private func fileName(_ index: Int) -> String {
    guard case .finished(let result) = run.outcome else { return run.name }
    let files = result.outputs.indices.filter {
      if case .text = result.outputs[$0] { false } else { true }
    }
    return files.count > 1 ? "\(run.name)-\((files.firstIndex(of: index) ?? 0) + 1)" : run.name
  }
}
