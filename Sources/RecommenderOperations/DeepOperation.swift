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
    "Predicts ratings by dense layers on the embeddings of user and item side by side."
  public static let branches = EmbeddingNetwork.Branches.deep
  public static let activation = Activation.Function.relu
}

public enum ResidualKind: DeepKind {
  public static let name = "residual"
  public static let summary =
    "Adds dense layers on embeddings, as `ann` has them, to the product of the same, as in `mf`."
  public static let branches = EmbeddingNetwork.Branches.both
  public static let activation = Activation.Function.elu
}

/// A network on embeddings that has a deep branch.
public struct DeepOperation<Kind: DeepKind>: NotebookOperation {
  public static var name: String { Kind.name }
  public static var summary: String { Kind.summary }

  @Input("What to learn from.") var data: TrainingData
  @Parameter("The width of the embeddings of users and items.", in: 1...512) var factors = 10
  @Parameter("The number of units of each hidden layer; none for a linear function.")
  var hidden = [400]
  @Parameter("What is applied to each hidden layer.") var activation = Kind.activation
  @Parameter("The share of each hidden layer that is dropped in training, below 1.", in: 0...1)
  var dropout = 0.0
  @Parameter("Whether hidden layers are normalized over the batch, before their activation.")
  var batchNormalization = false
  @Parameter("How often to go through all ratings.", in: 0...100_000) var epochs = 15
  @Parameter("How many ratings there are between two updates.", in: 1...) var batch = 128
  @Parameter("Gradient descent with momentum, or Adam.") var optimizer = OptimizerName.sgd
  @Parameter("The length of a step; 0.08 for `sgd` and 0.001 for `adam` without it.", in: 0...)
  var learningRate: Double? = nil
  @Parameter("What is kept of the last step in the next, below 1; 0.9 without it.", in: 0...)
  var momentum: Double? = nil
  @Parameter("L2: the weight, in the loss, of the squares of embeddings and kernels.", in: 0...)
  var regularization = 0.0
  @Parameter("Stop when J falls by less than this share in an epoch; 0 for never.", in: 0...)
  var tolerance = 0.0
  @Input("A model of the same layers to go on from.") var start: TrainedModel<EmbeddingModel>? =
    nil
  @Parameter("The seed of the weights and the order, instead of the cell's own.")
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
