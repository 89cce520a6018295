import NotebookSyntax
public import Operations
import Recommenders

/// `ann`: a network of dense layers on embeddings.
typealias ANNOperation = DeepOperation<ANNKind>

/// `residual`: the product of embeddings and a network on them, added.
typealias ResidualOperation = DeepOperation<ResidualKind>

/// What tells one operation with a deep branch from another.
protocol DeepKind: Sendable {
  static var name: String { get }
  static var summary: String { get }
  /// The network where the cell doesn't say.
  static var configuration: EmbeddingNetwork.Configuration { get }
}

enum ANNKind: DeepKind {
  static let name = "ann"
  static let summary =
    "Predicts ratings by dense layers on the concatenated embeddings of user and item."
  static var configuration: EmbeddingNetwork.Configuration { .init(.deep, .relu) }
}

enum ResidualKind: DeepKind {
  static let name = "residual"
  static let summary =
    "Adds the dense layers of `ann` to the dot product of `mf`, on shared embeddings."
  static var configuration: EmbeddingNetwork.Configuration { .init(.both, .elu) }
}

extension EmbeddingNetwork.Configuration {
  fileprivate init(_ branches: EmbeddingNetwork.Branches, _ activation: Activation.Function) {
    self.init()
    self.branches = branches
    self.activation = activation
  }
}

/// A network on embeddings that has a deep branch.
struct DeepOperation<Kind: DeepKind>: NotebookOperation {
  static var name: String { Kind.name }
  static var summary: String { Kind.summary }

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter(
    "The size of the embeddings of users and items.", \EmbeddingNetwork.Configuration.$factors)
  var factors
  @Parameter(
    "The number of units in each hidden layer; an empty list for a linear model.",
    \EmbeddingNetwork.Configuration.$hidden)
  var hidden
  @Parameter(
    "The activation function of the hidden layers.", \EmbeddingNetwork.Configuration.activation,
    of: Kind.configuration)
  var activation
  @Parameter(
    "The dropout rate of the hidden layers.", \EmbeddingNetwork.Configuration.$dropout)
  var dropout
  @Parameter(
    "Whether to apply batch normalization before each activation.",
    \EmbeddingNetwork.Configuration.batchNormalization)
  var batchNormalization
  @Parameters var descent = DescentParameters(
    over: "ratings", penalizing: "embeddings and kernels")
  @Input("A model with the same layers to continue from.") var start:
    TrainedModel<EmbeddingModel>? =
      nil
  @Parameter("The seed for the weights and the order of the ratings, in place of the cell's own.")
  var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfStart(_start.shape, factors: factors, layers: layers, at: $start, in: context)
  }

  /// The layers in words.
  private var layers: String {
    (Kind.configuration.branches == .both ? "a product and " : "") + "hidden layers \(hidden.yaml)"
  }

  var resultShape: ResultShape {
    var shape = ResultShape(
      of: Result.self, trainedOn: _data.shape, epochs: descent.epochs,
      lackOfObjective: descent.lackOfObjective, factors: factors)
    shape.features[ResultShape.layers] = layers
    return shape
  }

  func configuration(in context: OperationContext) -> EmbeddingNetwork.Configuration {
    var configuration = put(into: Kind.configuration)
    configuration.descent = descent.settings(seed: seed, in: context)
    return configuration
  }

  func run(in context: OperationContext) async throws -> TrainedModel<EmbeddingModel> {
    let configuration = configuration(in: context)
    let first = try start?.matched(to: data, seed: configuration.descent.seed)
    do {
      let result = try EmbeddingNetwork(configuration).train(on: data, from: first) {
        report in
        try context.checkpoint(Checkpoint(report))
      }
      return TrainedModel(
        result, on: data, after: start?.history,
        objectives: descent.objectives)
    } catch {
      throw inWords(error, data)
    }
  }
}

extension Activation.Function: ParameterValue {}
