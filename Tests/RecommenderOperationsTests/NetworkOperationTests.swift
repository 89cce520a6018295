import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import Recommenders
import TestSupport
import Testing

@testable import RecommenderOperations

@Suite struct NetworkOperationTests {
  private static let load = """
    ```{load ratings}
    dataset: planted
    users: 30
    items: 20
    ratings: 300
    ```

    ```{split}
    data: ratings
    ```

    """

  @Test func trainsEveryNetwork() async throws {
    let run = try await run(
      Self.load + """
        ```{mf}
        data: split
        factors: 2
        epochs: 3
        ```

        ```{mf on-all}
        data: ratings
        start: mf
        factors: 2
        epochs: 2
        optimizer: adam
        learning-rate: 0.01
        regularization: 0.01
        ```

        ```{ann}
        data: split
        factors: 2
        epochs: 2
        hidden: [4, 3]
        dropout: 0.25
        batch-normalization: true
        batch: 20
        ```

        ```{residual}
        data: split
        factors: 2
        epochs: 2
        hidden: []
        momentum: 0.5
        ```

        ```{residual more}
        data: split
        factors: 2
        epochs: 1
        hidden: []
        start: residual
        ```

        ```{autorec}
        data: split
        epochs: 2
        hidden: [6]
        noise: 0.1
        orientation: item
        ```

        ```{als}
        data: split
        factors: 2
        epochs: 2
        start: mf
        ```
        """)
    #expect(run.isComplete)
    for name in ["mf", "ann", "residual", "more", "autorec"] {
      let result = try run.result(name)
      #expect(result.series.map(\.name).prefix(3) == ["train.mse", "test.mse", "loss"])
      guard case .plot(let plot) = result.outputs.first else {
        Issue.record("A model begins with its plot")
        return
      }
      #expect(plot.lines.map(\.label) == ["training", "test"])
    }
    #expect(try run.value("mf", "epochs") == .integer(3))
    // Without a penalty the objective is the error, and isn't shown twice.
    #expect(try run.value("mf", "objective") == nil)
    #expect(try run.value("autorec", "objective") != run.value("autorec", "train.mse"))
    #expect(try run.result("on-all").series.map(\.name) == ["train.mse", "loss", "objective"])

    #expect(
      try run.layers("ann") == [
        "embeddings of users 30 × 2 60", "embeddings of items 20 × 2 40", "dense 4 × 4 20",
        "batch normalization 2 × 4 8", "relu  0", "dropout 0.25  0", "dense 4 × 3 15",
        "batch normalization 2 × 3 6", "relu  0", "dropout 0.25  0", "dense 3 × 1 4",
        "together  153",
      ])
    #expect(
      try run.layers("residual") == [
        "embeddings of users 30 × 2 60", "embeddings of items 20 × 2 40",
        "biases of users 30 × 1 30", "biases of items 20 × 1 20", "dense 4 × 1 5",
        "together  155",
      ])
    #expect(
      try run.layers("autorec") == [
        "dense 30 × 6 186", "tanh  0", "dense 6 × 30 210", "together  396",
      ])
  }

  @Test func everyNetworkIsAModelThatPredicts() async throws {
    let run = try await run(
      Self.load
        + ["mf", "ann", "residual", "autorec"].map { name in
          """
          ```{\(name)}
          data: split
          epochs: 1
          \(name == "mf" ? "" : "hidden: [3]")
          ```

          """
        }.joined(separator: "\n"))
    #expect(run.isComplete)
    for type in [
      TrainedModel<FactorModel>.self as any Presentable.Type, TrainedModel<EmbeddingModel>.self,
      TrainedModel<AutoRecModel>.self,
    ] {
      #expect(AnyTrainedModel.accepts(type))
    }
  }

  @Test func defaultsAreTheLectures() {
    let context = OperationContext(seed: 1)
    let mf = MFOperation().configuration(in: context)
    #expect(mf.factors == 10 && mf.descent.regularization == 0 && mf.branches == .product)
    #expect(mf.descent.optimizer == .sgd(learningRate: 0.08, momentum: 0.9))
    #expect(Optimizer(.adam) == .adam(learningRate: 0.001))
    let (ann, residual) = (ANNOperation(), ResidualOperation())
    #expect(ann.hidden == [400] && ann.activation == .relu)
    #expect(ann.configuration(in: context).branches == .deep)
    #expect(residual.hidden == [400] && residual.activation == .elu)
    #expect(residual.configuration(in: context).branches == .both)
    let autorec = AutoRecOperation()
    #expect(autorec.hidden == [700] && autorec.dropout == 0.7 && autorec.activation == .tanh)
    let descent = autorec.configuration(in: context).descent
    #expect(descent.regularization == 1e-4 && descent.epochs == 15 && descent.batch == 128)
  }

  /// What a person reads when a training comes to nothing, all in one place.
  @Test func wordsEveryFailure() async throws {
    let cases: [(name: String, cells: String)] = [
      ("diverged", "```{mf}\ndata: split\nfactors: 2\nlearning-rate: 5\nbatch: 10\n```\n"),
      (
        "diverged after some epochs",
        "```{mf}\ndata: split\nfactors: 2\nlearning-rate: 30\nbatch: 240\n```\n"
      ),
      (
        "start of another size",
        "```{ann a}\ndata: split\nepochs: 0\n```\n\n```{ann}\ndata: split\nfactors: 3\nstart: a\n```\n"
      ),
      (
        "start of other layers",
        "```{ann a}\ndata: split\nepochs: 0\n```\n\n```{residual}\ndata: split\nstart: a\n```\n"
      ),
      (
        "autoencoder of other layers",
        """
        ```{autorec a}
        data: split
        epochs: 0
        hidden: [4, 3]
        ```

        ```{autorec}
        data: split
        start: a
        hidden: [3]
        ```
        """
      ),
    ]
    var texts: [String] = []
    for (name, cells) in cases {
      let problems: Diagnostics
      do {
        problems = Diagnostics(try await run(Self.load + cells).diagnostics)
      } catch let found as Diagnostics {
        problems = found
      }
      texts.append("### \(name)\n\n\(problems)\n")
    }
    try expectSnapshot(texts.joined(separator: "\n"), named: "network-failures.txt")
  }

  @Test func wordsWhatDoesNotFitTogether() throws {
    let text = """
      ```{load a}
      dataset: planted
      ```

      ```{mf}
      optimizer: adam
      momentum: 0.5
      ```

      ```{mf b}
      momentum: 1
      learning-rate: 0
      ```

      ```{ann}
      hidden: [400, 0]
      dropout: 1
      ```

      ```{autorec}
      hidden: []
      ```

      ```{residual}
      activation: rulu
      hidden: 400
      ```

      ```{autorec c}
      orientation: row
      start: b
      ```
      """
    let checked = CheckedNotebook(
      SourceFile(path: "n.md", text: text), operations: .recommenders)
    try expectSnapshot("\(Diagnostics(checked.problems))\n", named: "network-problems.txt")
  }

  private func run(_ text: String) async throws -> NotebookRun {
    try await runNotebooks([text])[0]
  }
}

extension NotebookRun {
  /// The lines of a model's table of layers.
  fileprivate func layers(_ name: String) throws -> [String] {
    guard case .table(let table) = try result(name).outputs.last,
      case .text(let names) = table.columns[0].values,
      case .text(let shapes) = table.columns[1].values,
      case .integer(let weights) = table.columns[2].values
    else { return [] }
    return names.indices.map { "\(names[$0]) \(shapes[$0]) \(weights[$0])" }
  }
}
