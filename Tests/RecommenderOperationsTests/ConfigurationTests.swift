import Bounds
import NotebookSyntax
import Operations
import Recommenders
import Testing

@testable import RecommenderOperations

/// What a cell says reaches the algorithm: every parameter, and every setting from one.
@Suite struct ConfigurationTests {
  private static let context = OperationContext(seed: 77, threads: 3, memory: 1_000_000)

  @Test func isAllOfWhatACellSays() throws {
    try expect(
      ALSOperation.self,
      """
      factors: 3
      epochs: 4
      regularization: 5
      regularization-scaling: count
      biases: separate
      order: items-first
      update: previous
      tolerance: 0.1
      seed: 9
      """, ALS.Configuration()
    ) { $0.configuration(in: Self.context) }
    try expect(
      PMFOperation.self,
      """
      factors: 3
      epochs: 4
      estimate: mle
      noise: 0.5
      biases: false
      learning-rate: 0.1
      momentum: 0.5
      tolerance: 0.1
      seed: 9
      """, PMF.Configuration(), except: ["prior"]
    ) { $0.configuration(in: Self.context) }
    try expect(
      BPMFOperation.self,
      """
      factors: 3
      burn-in: 4
      samples: 5
      thin: 2
      chains: 3
      biases: false
      noise-precision: 2
      prior: {scale: 2}
      seed: 9
      """, BPMF.Configuration(), except: ["memoryLimit"]
    ) { $0.configuration(in: Self.context) }
    try expect(
      SVDOperation.self,
      "factors: 3\nmissing: mean\ncenter: user\nmethod: eigen\nseed: 9", SVD.Configuration()
    ) { $0.configuration(in: Self.context) }
    #expect(try bind(PMFOperation.self, "prior: 3").configuration(in: Self.context).prior == 3)
  }

  private static let descent = """
    epochs: 4
    batch: 5
    optimizer: adam
    learning-rate: 0.5
    regularization: 0.25
    tolerance: 0.1
    seed: 9
    """

  @Test func isAllOfWhatACellOfANetworkSays() throws {
    try expect(
      MFOperation.self, "factors: 3\n\(Self.descent)", EmbeddingNetwork.Configuration(),
      except: ["branches", "hidden", "activation", "dropout", "batchNormalization"]
    ) { $0.configuration(in: Self.context) }
    try expect(
      ANNOperation.self,
      """
      factors: 3
      hidden: [4, 5]
      activation: tanh
      dropout: 0.5
      batch-normalization: true
      \(Self.descent)
      """, EmbeddingNetwork.Configuration()
    ) { $0.configuration(in: Self.context) }
    try expect(
      AutoRecOperation.self,
      """
      hidden: [4, 5]
      activation: relu
      dropout: 0.5
      noise: 0.5
      orientation: item
      \(Self.descent)
      """, AutoRec.Configuration()
    ) { $0.configuration(in: Self.context) }
    let sgd = try bind(MFOperation.self, "momentum: 0.5").configuration(in: Self.context)
    #expect(sgd.descent.optimizer == .sgd(learningRate: 0.08, momentum: 0.5))
  }

  @Test func isAllOfWhatACellOfDataSays() throws {
    try expect(
      LoadOperation.self,
      "dataset: planted\nusers: 3\nitems: 4\nratings: 5\nfactors: 2\nnoise: 1\nseed: 9",
      PlantedRatings.Configuration()
    ) { $0.put(into: PlantedRatings.Configuration()).running(in: Self.context, seed: 9) }
    try expect(
      SplitOperation.self, "train: 0.5\nvalidation: 0.25\nby: time", RatingSplit.Configuration(),
      except: ["seed"]
    ) { $0.put(into: RatingSplit.Configuration()) }
  }

  @Test func takesTheSeedAndTheMeansOfTheRun() throws {
    let configuration = try bind(ALSOperation.self, "").configuration(in: Self.context)
    #expect(configuration.seed == 77 && configuration.threads == 3)
    #expect(configuration.memory == 1_000_000)
    #expect(try bind(ALSOperation.self, "seed: 8").configuration(in: Self.context).seed == 8)
  }

  /// Expects every setting to differ from its default, but for some.
  private func expect<Operation: NotebookOperation, Configuration: Settings>(
    _: Operation.Type, _ body: String, _ standard: Configuration, except others: Set<String> = [],
    _ configuration: (Operation) -> Configuration
  ) throws {
    let found = configuration(try bind(Operation.self, body))
    let pairs = zip(Mirror(reflecting: found).children, Mirror(reflecting: standard).children)
    var left: Set<String> = []
    for (new, old) in pairs where "\(new.value)" == "\(old.value)" {
      left.insert(String((new.label ?? "").trimmingPrefix("_")))
    }
    #expect(left == others, "\(Operation.name)")
  }

  private func bind<Operation: NotebookOperation>(
    _: Operation.Type, _ body: String
  ) throws -> Operation {
    var problems: [Diagnostic] = []
    let text = "```{load ratings}\n```\n\n```{\(Operation.name)}\n\(body)\n```\n"
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    let cell = try #require(notebook.cells.last)
    var scope = Scope()
    scope.define(
      ResultBinding(
        name: "ratings", shape: ResultShape(of: RatingTable.self), definition: cell.result.range))
    return try Operation.bind(cell, scope: scope).operation
  }
}
