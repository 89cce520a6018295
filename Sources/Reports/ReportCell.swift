public import NotebookRunner
public import NotebookSyntax
public import Operations

/// What became of a cell, and how a report shows it.
public struct ReportCell {
  /// What became of it.
  public let run: CellRun
  /// What the cell has made, whether it is shown or not.
  public let outputs: [ReportOutput]

  init(_ run: CellRun, _ text: ReportText, foldsTables: Bool) {
    self.run = run
    guard case .finished(let result) = run.outcome else {
      outputs = []
      return
    }
    let captioned = run.captionedOutput
    let files = result.outputs.indices.filter { result.outputs[$0].hasData }
    outputs = result.outputs.enumerated().map { index, output in
      let isCaptioned = index == captioned
      let caption =
        run.options.captions.first { $0.name == output.name }?.text
        ?? (isCaptioned ? run.options.caption : nil)
      return ReportOutput(
        content: output, number: text.numbers.title(of: output, index, in: run),
        caption: caption ?? output.caption.map { [.text($0)] },
        title: caption.map(text.plain) ?? output.caption ?? "",
        alternative: run.options.alts.first { $0.name == output.name }?.text
          ?? (isCaptioned ? run.options.alt : nil),
        isFolded: foldsTables && output.isLongDetail,
        address: text.numbers.address(of: output, index, in: run),
        identifier: "\(run.identifier)-plot-\(index + 1)",
        fileName: files.count > 1
          ? "\(run.name)-\((files.firstIndex(of: index) ?? 0) + 1)" : run.name)
    }
  }
}

/// One of the things that a cell has made.
public struct ReportOutput {
  /// The thing itself.
  public let content: Output
  /// What text calls it, such as "Figure 2"; nil if it has no number.
  public let number: String?
  /// What stands under it, or over it; nil if nothing does.
  public let caption: [MarkdownInline]?
  /// The caption in plain words.
  public let title: String
  /// What its author says to those who don't see it; nil if the drawing has to tell by itself.
  public let alternative: String?
  /// Whether readers see no more than its caption until they ask for more.
  public let isFolded: Bool
  /// Where a link to it alone leads; nil if there is none.
  public let address: String?
  /// An address of its own, for what refers to it inside of a page.
  let identifier: String
  /// What a file with its data is called: as the cell is, with a number where there are several.
  public let fileName: String
}

extension Output {
  /// What it is called if the cell's author gives no caption.
  fileprivate var caption: String? {
    switch self {
    case .text: nil
    case .table(let table): table.caption
    case .plot(let plot): plot.caption
    }
  }

  /// Whether it is a long table that only gives the numbers of a plot.
  fileprivate var isLongDetail: Bool {
    guard case .table(let table) = self else { return false }
    return table.isDetail && table.rowCount > Self.mostRowsUnfolded
  }

  /// A table of so many rows takes no more room than a plot.
  private static let mostRowsUnfolded = 12

  fileprivate var hasData: Bool {
    if case .text = self { false } else { true }
  }
}

extension CellRun {
  /// What the cell's result is called.
  var name: String { cell.result.text }
  /// The address of the cell on a page.
  var identifier: String { "cell-\(name)" }
  var isShown: Bool { options.include ?? true }
  var echo: CellOptions.Echo { options.echo ?? .shown }
  var showsOutput: Bool { options.output ?? true }

  /// Which of the outputs the cell's caption belongs to: its first plot, else its first table,
  /// else its first text.
  fileprivate var captionedOutput: Int? {
    guard case .finished(let result) = outcome else { return nil }
    let ranks = result.outputs.map { output in
      switch output {
      case .plot: 0
      case .table: 1
      case .text: 2
      }
    }
    return ranks.min().flatMap { ranks.firstIndex(of: $0) }
  }
}
