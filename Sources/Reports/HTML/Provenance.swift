import NotebookRunner
import NotebookSyntax
import Operations

/// Where the numbers of a report come from: what it takes to have them again.
struct Provenance {
  private let report: Report
  private var run: NotebookRun { report.run }
  private var words: PageWords { report.words }

  init(_ report: Report) { self.report = report }

  var footer: HTMLNode {
    let title = HTMLNode.element("h2", ["id": "provenance-title"], text: words.provenance)
    let origin = HTMLNode.element(
      "p", [:],
      [
        .text("\(words.madeFrom) "), .element("code", text: report.fileName),
        .text(" \(words.byVersion(report.version, run.seed))"),
      ])
    return .element(
      "footer", ["id": "provenance", "aria-labelledby": "provenance-title"],
      [title, origin] + parameters + files + cells)
  }

  private var parameters: [HTMLNode] {
    guard !run.parameters.isEmpty else { return [] }
    return [.element("h3", text: words.parameters), settings(run.parameters)]
  }

  private var files: [HTMLNode] {
    var seen: Set<DataFile> = []
    let files = run.cells.flatMap { cell in
      if case .finished(let result) = cell.outcome { result.dataFiles } else { [] as [DataFile] }
    }.filter { seen.insert($0).inserted }
    guard !files.isEmpty else { return [] }
    return [
      .element("h3", text: words.data), .element("dl", ["class": "files"], files.flatMap(entry)),
    ]
  }

  private func entry(_ file: DataFile) -> [HTMLNode] {
    var nodes: [HTMLNode] = [
      .element("dt", text: file.name), .element("dd", text: file.shape),
    ]
    if let license = file.license {
      nodes.append(.element("dd", text: "\(words.license) \(license)"))
    }
    nodes.append(.element("dd", [:], ["SHA-256 ", .element("code", text: file.sha256)]))
    return nodes
  }

  /// Every cell with the parameters it had, folded.
  private var cells: [HTMLNode] {
    guard !run.cells.isEmpty else { return [] }
    return [
      .element(
        "details", ["class": "fold"],
        [
          .element("summary", text: words.parametersOfCells),
          .element("div", ["class": "columns"], run.cells.map(entry)),
        ])
    ]
  }

  private func entry(_ cell: CellRun) -> HTMLNode {
    let operation = cell.cell.operation.text
    let name = operation == cell.name ? [] : [HTMLNode.text(" \(cell.name)")]
    return .element(
      "div", [:],
      [.element("h3", [:], [.element("code", [:], [.text(operation)] + name)])]
        + (cell.settings.isEmpty ? [] : [settings(cell.settings)]))
  }

  private func settings(_ settings: [Setting]) -> HTMLNode {
    .element(
      "dl", ["class": "settings"],
      settings.flatMap { [.element("dt", text: $0.name), .element("dd", text: $0.value)] })
  }
}
