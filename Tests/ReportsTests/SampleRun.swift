import NotebookRunner
import NotebookSyntax
import Operations

/// A lecture in which one cell failed, as the runner would hand it over.
enum SampleRun {
  static let source = """
    ---
    title: Alternating least squares
    seed: 7
    ---

    # Training & testing

    ```{load ratings}
    dataset: movielens-latest-small
    ```

    ```{als model}
    #| caption: Mean squared error by epoch
    data: split
    factors: ${factors}
    regularization: 20
    ```

    ```{describe}
    data: ratings
    ```

    ```{mf embeddings}
    data: split
    learning-rate: 800
    ```

    ```{compare}
    models: [model, embeddings]
    ```

    """

  static let file = SourceFile(path: "/somebody/notebooks/als.md", text: source)

  static func range(_ text: String) -> SourceRange {
    let start = source.range(of: text)
    return SourceRange(start, in: file)
  }

  static func run() -> NotebookRun {
    var frontMatter = FrontMatter()
    frontMatter.title = [
      .text("Alternating least squares with "), value("params.factors"), .text(" factors"),
    ]
    frontMatter.subtitle = [.text("How a rating matrix becomes two "), .emphasis([.text("thin")])]
    frontMatter.subtitle?.append(.text(" ones"))
    frontMatter.authors = ["A. Lecturer", "B. Assistant"]
    frontMatter.date = "Autumn term"
    frontMatter.seed = 7
    let cells = [load, model, describe, embeddings, compare]
    var cellBlocks = cells.map { Notebook.Block.cell($0.cell) }.makeIterator()
    let blocks: [Notebook.Block] =
      prose([.heading(level: 1, [.text("Training & testing")], id: nil)] + introduction)
      + [cellBlocks.next()!, cellBlocks.next()!]
      + prose(conclusion) + Array(cellBlocks)
      + prose([
        .heading(level: 2, [.text("What embeddings add")], id: nil),
        .paragraph([
          .text("Their test error is "), value("embeddings.test.mse", ".3f"), .text("."),
        ]),
      ])
    return NotebookRun(
      notebook: Notebook(file: file, frontMatter: frontMatter, blocks: blocks), seed: 7,
      parameters: [Setting("factors", "20")], cells: cells, quoted: quoted(of: cells))
  }

  /// What prose can quote of the cells.
  static func quoted(of cells: [CellRun]) -> [String: ScalarValue] {
    var quoted = ["params.factors": ScalarValue.integer(20)]
    for run in cells {
      guard case .finished(let result) = run.outcome else { continue }
      for value in result.facts.values {
        quoted["\(run.cell.result.text).\(value.name)"] = value.value
      }
    }
    return quoted
  }

  // MARK: Prose

  static func prose(_ contents: [MarkdownBlock.Content]) -> [Notebook.Block] {
    contents.map { .prose(block($0)) }
  }

  static func block(_ content: MarkdownBlock.Content) -> MarkdownBlock {
    MarkdownBlock(content, range: SourceRange(0..<0, in: file))
  }

  static func value(_ path: String, _ format: String? = nil) -> MarkdownInline {
    .value(
      InlineValue(
        path: path.split(separator: ".").map(String.init),
        format: format.flatMap { ValueFormat($0) }, range: SourceRange(0..<0, in: file)))
  }

  static let introduction: [MarkdownBlock.Content] = [
    .paragraph([
      .text(
        "A rating matrix has a row for each user and a column for each item, and most of it is "),
      .emphasis([.text("empty")]), .text(". We look for two thin matrices whose product agrees "),
      .text("with the entries that are there: each user and each item is described by "),
      value("params.factors"), .text(" numbers, its "), .strong([.text("factors")]),
      .text(", and a rating is predicted as the product of the two, as in the "),
      .link(
        destination: "https://example.org/koren", title: "", [.text("Netflix prize article")]),
      .text("."),
    ]),
    .list(
      MarkdownList(
        start: 1, isTight: true,
        items: [
          [
            block(
              .paragraph([.text("Fix the items; each user's factors are a least squares problem.")])
            )
          ],
          [block(.paragraph([.text("Fix the users, and solve for the items.")]))],
          [
            block(
              .paragraph([.text("Repeat until the error no longer falls, see "), .code("epochs")]))
          ],
        ])),
    .quote([
      block(.paragraph([.text("All models are wrong, but some are useful.")]))
    ]),
    .code(
      info: "python",
      text: "for u in users:\n    W[u] = solve(X.T @ X + lam * np.eye(k), X.T @ y)\n"),
  ]

  static let conclusion: [MarkdownBlock.Content] = [
    .paragraph([
      .text("After "), value("model.epochs"), .text(" epochs the error on "),
      value("model.ratings", ","), .text(" test ratings is "), value("model.test.mse", ".3f"),
      .text(", which is "), value("model.change", ".1%"), .text(" from where it began."),
    ])
  ]
}

// MARK: Cells

extension SampleRun {
  static func cell(
    _ operation: String, _ name: String, options: CellOptions = CellOptions(),
    settings: [Setting] = [], _ outcome: CellRun.Outcome
  ) -> CellRun {
    let header = operation == name ? "```{\(operation)}" : "```{\(operation) \(name)}"
    let text = String(source[source.firstIndex(of: header)...])
    let body = text.components(upThrough: "\n```\n")
    let whole = range(header).bytes.lowerBound
    let extent = SourceRange(whole..<whole + body.utf8.count, in: file)
    let cell = Cell(
      operation: Cell.Spelling(text: operation, range: extent),
      result: Cell.Spelling(text: name, range: extent), options: options,
      parameters: YAMLNode(.mapping([]), range: extent), range: extent)
    return CellRun(
      cell: cell, options: options, settings: settings, outcome: outcome, seconds: 0.25)
  }

  static let load = cell(
    "load", "ratings", settings: [Setting("dataset", "movielens-latest-small")],
    .finished(
      CellResult(
        outputs: [.text("100,836 ratings of 9,724 items by 610 users")],
        facts: [NamedValue("count", .integer(100_836))], series: [],
        dataFiles: [
          DataFile(
            name: "ml-latest-small/ratings.csv",
            sha256: "c9a8b3f3f52e4c0b8f5e0c0d6f5a7be2a4e4a9d0f6b1c2d3e4f5061728394a5b",
            shape: "100,836 ratings of 9,724 items by 610 users",
            license: "for research, not to be redistributed")
        ])))

  static let training = [
    1.0204, 0.8611, 0.7702, 0.7104, 0.6711, 0.6442, 0.6263, 0.6144, 0.6090, 0.6062,
  ]
  static let test = [
    1.1041, 0.9482, 0.8604, 0.8061, 0.7703, 0.7509, 0.7404, 0.7353, 0.7361, 0.7368,
  ]

  static var curves: Plot {
    let epochs = (1...10).map(Double.init)
    return Plot(
      "Learning curves", x: Plot.Axis("epoch"), y: Plot.Axis("mean squared error"),
      lines: [
        Plot.Line("training", x: epochs, y: training), Plot.Line("test", x: epochs, y: test),
      ])
  }

  static var history: Table {
    Table(
      "Error by epoch",
      columns: [
        Table.Column("epoch", .integer([1, 2, 3, 4])),
        Table.Column("training", .real(Array(training.prefix(4)), fractionDigits: 4)),
        Table.Column("test", .real([1.1041, .nan, 0.8604, -0.8061], fractionDigits: 4)),
        Table.Column("predictions", .integer([20_168, 20_168, 20_168, 9_000])),
        Table.Column("remark", .text(["as begun", "", "<halved>", "“lowest” so far"])),
      ], omittedRows: 6)
  }

  static var model: CellRun {
    var options = CellOptions()
    options.caption = [
      .text("Mean squared error by epoch; the last test error is "),
      value("model.test.mse", ".4f"), .text("."),
    ]
    return cell(
      "als", "model", options: options,
      settings: [
        Setting("data", "split"), Setting("factors", "20"), Setting("regularization", "20"),
        Setting("epochs", "10"), Setting("biases", "joint"),
      ],
      .finished(
        CellResult(
          outputs: [.table(history), .plot(curves)],
          facts: [
            NamedValue("train.mse", .real(0.6062)), NamedValue("test.mse", .real(0.7368)),
            NamedValue("epochs", .integer(10)), NamedValue("ratings", .integer(20_168)),
            NamedValue("change", .real(-0.3327)), NamedValue("solver", .text("Cholesky")),
          ],
          series: [Series("train.mse", training), Series("test.mse", [0.7368, .nan])],
          dataFiles: [])))
  }

  static var describe: CellRun {
    var options = CellOptions()
    options.echo = .folded
    return cell(
      "describe", "describe", options: options,
      .finished(
        CellResult(
          outputs: [
            .text("density   1.70 %\ndense     5,931,640 numbers\nfactors   206,680 numbers")
          ],
          facts: [], series: [], dataFiles: [])))
  }

  static var embeddings: CellRun {
    var options = CellOptions()
    options.output = false
    return cell(
      "mf", "embeddings", options: options, settings: [Setting("learning-rate", "800")],
      .failed(
        Diagnostic(
          DiagnosticCode("diverged"),
          "Training diverged in epoch 2: the loss is no longer a number",
          at: range("learning-rate: 800"),
          notes: [.init("the data come from here", at: range("load ratings"))],
          help: "try a smaller 'learning-rate', such as 0.08")))
  }

  static var compare: CellRun {
    cell("compare", "compare", .skipped(because: "'embeddings' failed"))
  }
}

extension String {
  /// Where a text begins for the first time.
  fileprivate func firstIndex(of text: String) -> String.Index {
    indices.first { self[$0...].hasPrefix(text) } ?? endIndex
  }

  fileprivate func range(of text: String) -> Range<Int> {
    let start = self[..<firstIndex(of: text)].utf8.count
    return start..<start + text.utf8.count
  }

  /// What comes before a text's first place, and the text.
  fileprivate func components(upThrough text: String) -> String {
    self[..<firstIndex(of: text)] + text
  }
}

extension MarkdownList {
  /// A list without tasks.
  init(start: Int?, isTight: Bool, items: [[MarkdownBlock]]) {
    self.init(start: start, isTight: isTight, items: items.map { Item($0) })
  }
}
