import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import TestSupport
import Testing

/// What the check promises of a result is what the run makes: its values, its parts, its outputs.
@Suite struct ResultShapeTests {
  private static let start = """
    ```{load ratings}
    path: ratings.csv
    ```

    ```{split}
    data: ratings
    ```

    ```{split untested}
    data: ratings
    train: 1
    ```

    """

  private static let data = ["split", "ratings", "untested"]

  @Test(arguments: [
    "```{load a}\ndataset: planted\nusers: 20\nitems: 10\nratings: 90\n```",
    "```{load a}\npath: ratings.csv\nlimit: 20\n```",
    "```{describe a}\ndata: ratings\n```",
    "```{shrink a}\ndata: ratings\nusers: 5\n```",
    "```{show a}\nvalue: ratings\n```", "```{show a}\nvalue: split\n```",
    "```{matrix a}\nrows: [[1, 2], [3, ~]]\n```",
    "```{split a}\ndata: ratings\nby: user\n```",
    "```{split a}\ndata: ratings\nvalidation: 0.2\n```",
    "```{split a}\ndata: ratings\ntrain: 0.7\nvalidation: 0.3\n```",
    "```{save a}\nvalue: ratings\npath: a.csv\n```", "```{save a}\nvalue: split\npath: a.npz\n```",
  ]) func keepsItsWordAboutRatings(_ cell: String) async throws { try await check(cell) }

  @Test(arguments: ["als", "pmf", "mf", "ann", "residual", "autorec"])
  func keepsItsWordAboutTrainedModels(_ operation: String) async throws {
    let hidden = ["ann", "residual", "autorec"].contains(operation) ? "hidden: [3]\n" : ""
    let weight = operation == "pmf" ? "prior" : "regularization"
    var cells: [String] = []
    for data in Self.data {
      for (epochs, weight) in [(0, "\(weight): 1\n"), (2, ""), (2, "\(weight): 0.5\n")] {
        let more = weight.hasPrefix("reg") ? weight : (operation == "pmf" ? weight : "")
        cells.append("epochs: \(epochs)\ndata: \(data)\n\(hidden)\(more)")
      }
    }
    cells.append("data: split\n\(hidden)epochs: 1\nseed: 3\n")
    if operation == "pmf" { cells.append("data: split\nestimate: mle\nepochs: 2\n") }
    if operation == "autorec" { cells.append("data: split\nregularization: 0\n\(hidden)") }
    try await check(
      cells.enumerated().map { "```{\(operation) m\($0)}\n\($1)```" }.joined(separator: "\n\n"))
  }

  @Test func keepsItsWordAboutSampledModels() async throws {
    let cells = Self.data.flatMap { data in
      ["", "noise-precision: 2\n", "biases: false\nchains: 2\n"].map {
        "data: \(data)\nfactors: 2\nburn-in: 1\nsamples: 4\n\($0)"
      }
    }
    try await check(
      cells.enumerated().map { "```{bpmf m\($0)}\n\($1)```" }.joined(separator: "\n\n"))
  }

  @Test func keepsItsWordAboutDecompositions() async throws {
    var cells = ["data: m\n", "data: m\nmethod: lanczos\nfactors: 1\n", "data: z\nmissing: zero\n"]
    for data in Self.data { cells.append("data: \(data)\nmissing: item-mean\ncenter: user\n") }
    try await check(
      "```{matrix m}\nrows: [[1, 2], [3, 4]]\n```\n\n```{matrix z}\nrows: [[1, ~], [3, 0]]\n```\n\n"
        + cells.enumerated().map { "```{svd s\($0)}\n\($1)```" }.joined(separator: "\n\n"))
  }

  @Test func keepsItsWordAboutAnswers() async throws {
    var cells = """
      ```{als}
      data: split
      epochs: 2
      regularization: 0.1
      ```

      ```{als alone}
      data: ratings
      epochs: 2
      ```

      ```{save file}
      value: als
      path: als.npz
      ```

      ```{restore}
      path: als.npz
      ```

      ```{bpmf}
      data: split
      burn-in: 1
      samples: 4
      ```

      ```{svd}
      data: split
      missing: zero
      ```


      """
    for network in ["ann", "residual", "autorec"] {
      cells += "```{\(network)}\ndata: split\nepochs: 1\nhidden: [3]\n```\n\n"
    }
    for model in ["als", "restore", "bpmf", "svd", "ann", "residual", "autorec"] {
      cells += "```{predict predict-\(model)}\nmodel: \(model)\nuser: 1\nitem: 1\n```\n\n"
      cells += "```{recommend recommend-\(model)}\nmodel: \(model)\nuser: 1\n```\n\n"
    }
    for model in ["als", "bpmf", "svd"] {
      cells += "```{similar similar-\(model)}\nmodel: \(model)\nitem: 1\n```\n\n"
      cells += "```{factors factors-\(model)}\nmodel: \(model)\n```\n\n"
    }
    for (name, models) in [
      ("a", "[als, bpmf, ann]"), ("b", "[als, alone, restore]"), ("c", "[alone, restore]"),
      ("d", "restore"),
    ] {
      cells += "```{compare compare-\(name)}\nmodels: \(models)\n```\n\n"
    }
    for (name, more) in [
      ("a", ""), ("b", "metrics: [rmse]\n"),
      ("c", "metrics: [recall@2, mae, ndcg@5]\nrelevant: 2\n"),
      ("d", "data: split.test\nmetrics: [precision@1]\nrelevant: 1\n"),
    ] {
      cells += "```{evaluate evaluate-\(name)}\nmodels: [als, bpmf]\n\(more)```\n\n"
    }
    try await check(cells)
  }

  /// No operation is forgotten here.
  @Test func knowsAllOperations() {
    let checked = [
      "als", "ann", "autorec", "bpmf", "compare", "describe", "evaluate", "factors", "load",
      "matrix", "mf", "pmf", "predict", "recommend", "residual", "restore", "save", "show",
      "shrink", "similar", "split", "svd",
    ]
    #expect(OperationRegistry.recommenders.all.map { $0.name }.sorted() == checked)
  }

  // MARK: Cell by cell

  private func check(_ cells: String) async throws {
    try await withTemporaryDirectory { directory in
      var ratings = "user,item,rating\n"
      for user in 1...12 {
        for item in 1...8 where (user * 5 + item * 3) % 4 != 0 {
          ratings += "\(user),\(item),\((user + item * item) % 5 + 1)\n"
        }
      }
      try ratings.write(
        to: directory.appending(component: "ratings.csv"), atomically: true, encoding: .utf8)
      var problems: [Diagnostic] = []
      let file = SourceFile(path: "n.md", text: Self.start + cells + "\n")
      let notebook = Notebook(reading: file, problems: &problems)
      #expect(problems.isEmpty, "\(Diagnostics(problems))")
      var (checked, made) = (Scope(), Scope())
      for cell in notebook.cells {
        let operation = try OperationRegistry.recommenders.operation(of: cell)
        try await operation.check(cell, in: directory.path, checked: &checked, made: &made)
      }
    }
  }
}

extension NotebookOperation {
  /// Runs a cell, and compares what was promised of it before anything had run.
  fileprivate static func check(
    _ cell: Cell, in folder: String, checked: inout Scope, made: inout Scope
  ) async throws {
    let name = cell.result.text
    func define(_ shape: ResultShape, _ value: (any Presentable)?) -> ResultBinding {
      ResultBinding(name: name, shape: shape, value: value, definition: cell.result.range)
    }
    let promised: ResultShape
    // A file that an earlier cell writes isn't there when a notebook is checked.
    let context = CheckContext(cell: cell.operation.range, folder: folder)
    do throws(Diagnostics) {
      let bound = try bind(cell, scope: checked).operation
      let problems = bound.problems(in: context)
      #expect(problems.isEmpty, "\(Diagnostics(problems))")
      promised = bound.resultShape
      checked.define(define(promised, nil))
    } catch {
      Issue.record("\(name): \(error)")
      return
    }
    let bound = try bind(cell, scope: made).operation
    let value: Result
    do {
      value = try await bound.run(
        in: OperationContext(seed: 1, folder: folder, outputFolder: folder))
    } catch {
      Issue.record("\(name) failed: \(error)")
      return
    }
    made.define(define(bound.resultShape, value))
    compare(value, promised, name)
    let outputs = value.outputs.compactMap { output in
      output.kind.map { NamedOutput(name: output.name ?? "", kind: $0) }
    }
    #expect(Set(outputs) == Set(promised.outputs), "\(name)")
    #expect(Set(outputs.map(\.name)).count == outputs.count, "\(name)")
  }
}

/// Expects that a value has exactly what its shape says, and so have its parts.
private func compare(_ value: any Presentable, _ shape: ResultShape, _ name: String) {
  let names = Set(value.namedValues.map(\.name))
  let missing = Set(shape.certainValueNames).subtracting(names)
  #expect(missing.isEmpty, "\(name) has no \(missing.sorted())")
  for found in value.namedValues {
    let path = found.name.split(separator: ".").map(String.init)
    #expect(shape.valueKind(at: path) == found.value.kind, "\(name).\(found.name)")
    #expect(value.facts[found.name] == found.value || found.value.isNaN)
  }
  for part in ResultShape(of: shape.type).memberNames {
    let (value, shape) = (value.member(at: [part]), shape.member(at: [part]))
    #expect((value == nil) == (shape == nil), "\(name).\(part)")
    if let value, let shape { compare(value, shape, "\(name).\(part)") }
  }
}

extension ScalarValue {
  fileprivate var kind: ValueKind {
    switch self {
    case .integer: .integer
    case .real: .real
    case .text: .text
    }
  }

  fileprivate var isNaN: Bool { if case .real(let value) = self { value.isNaN } else { false } }
}
