public import NotebookSyntax
public import Operations
public import Recommenders

/// `ann`: a network of dense layers on embeddings.
public typealias ANNOperation = DeepOperation<ANNKind>

/// `residual`: the product of embeddings and a network on them, added.
public typealias ResidualOperation = DeepOperation<ResidualKind>

/// What tells one operation with a deep branch from another.
public protocol DeepKind: Sendable {
  static var name: String { get }
  static var summary: String { get }
  static var branches: EmbeddingNetwork.Branches { get }
  /// What is applied to hidden layers where the cell doesn't say.
  static var activation: Activation.Function { get }
}

public enum ANNKind: DeepKind {
  public static let name = "ann"
  public static let summary =
    "Predicts ratings by dense layers on the concatenated embeddings of user and item."
  public static let branches = EmbeddingNetwork.Branches.deep
  public static let activation = Activation.Function.relu
}

public enum ResidualKind: DeepKind {
  public static let name = "residual"
  public static let summary =
    "Adds the dense layers of `ann` to the dot product of `mf`, on shared embeddings."
  public static let branches = EmbeddingNetwork.Branches.both
  public static let activation = Activation.Function.elu
}

/// A network on embeddings that has a deep branch.
public struct DeepOperation<Kind: DeepKind>: NotebookOperation {
  public static var name: String { Kind.name }
  public static var summary: String { Kind.summary }

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The size of the embeddings of users and items.", in: 1...512) var factors = 10
  @Parameter("The number of units in each hidden layer; an empty list for a linear model.")
  var hidden = [400]
  @Parameter("The activation function of the hidden layers.") var activation = Kind.activation
  @Parameter("The dropout rate of the hidden layers, below 1.", in: 0...1)
  var dropout = 0.0
  @Parameter("Whether to apply batch normalization before each activation.")
  var batchNormalization = false
  @Parameter("How many passes to make over the ratings.", in: 0...100_000) var epochs = 15
  @Parameter("The batch size, in ratings.", in: 1...) var batch = 128
  @Parameter("Stochastic gradient descent with momentum, or Adam.") var optimizer = OptimizerName
    .sgd
  @Parameter("The step size; by default 0.08 for `sgd` and 0.001 for `adam`.", in: 0...)
  var learningRate: Double? = nil
  @Parameter(
    "The share of the last step that is added to the next, below 1; 0.9 by default.", in: 0...)
  var momentum: Double? = nil
  @Parameter(
    "The weight of the L2 penalty: the sum of squares of embeddings and kernels.", in: 0...)
  var regularization = 0.0
  @Parameter("Stop when an epoch lowers J by less than this share; 0 for never.", in: 0...)
  var tolerance = 0.0
  @Input("A model with the same layers to continue from.") var start:
    TrainedModel<EmbeddingModel>? =
      nil
  @Parameter("The seed for the weights and the order of the ratings, in place of the cell's own.")
  var seed: UInt64? = nil

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfHidden(hidden, at: $hidden, atLeast: 0) + problemsOfDropout(dropout, at: $dropout)
      + problemsOfGradientParameters(
        optimizer: optimizer, learningRate: (learningRate, $learningRate),
        momentum: (momentum, $momentum))
      + problemsOfStart(
        _start.shape, factors: factors, layers: layers, at: $start, in: context)
  }

  /// The layers in words.
  private var layers: String {
    (Kind.branches == .both ? "a product and " : "") + "hidden layers \(hidden.yaml)"
  }

  public var resultShape: ResultShape {
    var shape = ResultShape(
      of: Result.self, trainedOn: _data.shape, epochs: epochs,
      lackOfObjective: regularization > 0 ? nil : "'regularization' is 0", factors: factors)
    shape.features[ResultShape.layers] = layers
    return shape
  }

  public func run(in context: OperationContext) async throws -> TrainedModel<EmbeddingModel> {
    var configuration = EmbeddingNetwork.Configuration()
    configuration.descent = GradientDescent(
      epochs: epochs, batch: batch, optimizer: optimizer, learningRate: learningRate,
      momentum: momentum, regularization: regularization, tolerance: tolerance,
      seed: seed ?? context.seed, threads: context.threads)
    configuration.descent.memory = context.memory
    configuration.factors = factors
    configuration.branches = Kind.branches
    configuration.hidden = hidden
    configuration.activation = activation
    configuration.dropout = dropout
    configuration.batchNormalization = batchNormalization
    let first = try start?.matched(to: data, seed: seed ?? context.seed)
    do {
      let result = try EmbeddingNetwork(configuration).train(on: data, from: first) {
        report in
        try context.checkpoint(Checkpoint(report))
      }
      return TrainedModel(
        result, on: data, after: start?.history,
        objectives: regularization > 0 ? .steps(["J"]) : .none)
    } catch {
      throw inWords(error, data)
    }
  }
}

extension Activation.Function: ParameterValue {}
