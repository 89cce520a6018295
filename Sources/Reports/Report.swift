public import NotebookRunner
public import NotebookSyntax

/// A run as its readers are to see it: what stands where, under which number and which caption.
///
/// Whatever the formats of reports have in common is decided here, once; a ``ReportWriter`` only
/// writes it down. The same run gives the same report.
public struct Report {
  /// A part of a report.
  public enum Block {
    /// The heading that is the title of the whole.
    case title(MarkdownBlock)
    case prose(MarkdownBlock)
    case cell(ReportCell)
    case callout(Callout, [Block])
  }

  /// The notebook and what became of its cells.
  public var run: NotebookRun
  /// Which version of nbrun this is.
  public let version: String
  /// Whether the author's raw HTML, and with it scripts, is let through.
  public let allowsRawHTML: Bool
  /// What becomes of the solutions of exercises.
  public let solutions: Solutions
  /// The notebook without what is not shown of it.
  let notebook: Notebook
  /// The image at a path relative to the notebook's folder; nil if there is none.
  public let image: (String) -> EmbeddedImage?
  /// The parts of the report, in their order.
  public let blocks: [Block]
  /// What became of the cells, in the order of the notebook.
  public let cells: [ReportCell]
  /// What stands for values, references and formulas in running text.
  let text: ReportText
  let headings: ReportHeadings
  /// What the report says by itself.
  let words: PageWords

  /// A report of a run.
  ///
  /// - Parameters:
  ///   - run: The notebook and what became of its cells.
  ///   - version: Which version of nbrun this is.
  ///   - typeset: The notebook's formulas and code, if they are to be more than their source.
  ///   - allowsRawHTML: Whether the author's raw HTML, and with it scripts, is let through.
  ///   - solutions: What becomes of the solutions of exercises.
  ///   - images: The image at a path relative to the notebook's folder; nil if there is none.
  public init(
    _ run: NotebookRun, version: String, typeset: TypesetNotebook = TypesetNotebook(),
    allowsRawHTML: Bool = false, solutions: Solutions = .folded,
    images: @escaping (String) -> EmbeddedImage? = { _ in nil }
  ) {
    let words = PageWords.inLanguage(run.notebook.frontMatter.language)
    let shown = solutions == .none ? run.withoutSolutions : run
    let headings = ReportHeadings(shown.notebook)
    var text = ReportText(of: run, typeset: typeset)
    text.numbers = ReportNumbers(shown, words: words)
    headings.number(&text, words)
    self.run = run
    self.version = version
    self.allowsRawHTML = allowsRawHTML
    self.solutions = solutions
    notebook = shown.notebook
    image = images
    cells = run.cells.map { [text] in
      ReportCell($0, text, foldsTables: run.notebook.frontMatter.foldsTables)
    }
    let shownCells = Set(shown.cells.map(\.name))
    blocks = Self.blocks(
      of: shown.notebook, cells.filter { shownCells.contains($0.run.name) },
      titleBlock: headings.titleBlock)
    self.text = text
    self.headings = headings
    self.words = words
  }

  private static func blocks(
    of notebook: Notebook, _ cells: [ReportCell], titleBlock: Int?
  ) -> [Block] {
    var cells = cells.makeIterator()
    func paired(_ blocks: [Notebook.Block], titleBlock: Int? = nil) -> [Block] {
      blocks.enumerated().compactMap { index, block -> Block? in
        switch block {
        case .prose(let block): index == titleBlock ? .title(block) : .prose(block)
        case .cell: cells.next().map(Block.cell)
        case .callout(let callout): .callout(callout, paired(callout.blocks))
        }
      }
    }
    return paired(notebook.blocks, titleBlock: titleBlock)
  }

  /// The words of running text, without what marks them up.
  public func plainText(_ inlines: [MarkdownInline]) -> String { text.plain(inlines) }
}

extension Report {
  /// The notebook's name without folders and extension, such as `als`.
  public var name: String { SourceFile.stem(of: run.notebook.file.path) }

  /// The name of the notebook's file without folders, which are the machine's business.
  var fileName: String { run.notebook.file.name }

  var frontMatter: FrontMatter { run.notebook.frontMatter }
}

extension NotebookRun {
  /// The run without the solutions of exercises, and what became of the cells in them.
  fileprivate var withoutSolutions: NotebookRun {
    var copy = self
    copy.notebook.blocks = notebook.blocks.compactMap(\.withoutSolutions)
    let all = Set(notebook.cells.map(\.result.text))
    let left = Set(copy.notebook.cells.map(\.result.text))
    copy.cells.removeAll { all.contains($0.name) && !left.contains($0.name) }
    return copy
  }
}

extension Notebook.Block {
  /// The block without solutions; nil if it is one.
  fileprivate var withoutSolutions: Notebook.Block? {
    guard case .callout(var callout) = self else { return self }
    guard callout.kind != .solution else { return nil }
    callout.blocks = callout.blocks.compactMap(\.withoutSolutions)
    return .callout(callout)
  }
}
