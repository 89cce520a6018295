public import NotebookSyntax
public import Operations
public import Recommenders

/// `autorec`: an autoencoder of rating rows.
public struct AutoRecOperation: NotebookOperation {
  public static let name = "autorec"
  public static let summary =
    "Trains an autoencoder to complete the rows of the rating matrix, with a loss over rated cells."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of units in each hidden layer.") var hidden = [700]
  @Parameter("The activation function of the hidden layers.") var activation = Activation.Function
    .tanh
  @Parameter("The dropout rate of the input, below 1.", in: 0...1)
  var dropout = 0.7
  @Parameter(
    "The standard deviation of Gaussian noise added to the input in training.", in: 0...)
  var noise = 0.0
  @Parameter("Whether a sample is one user's ratings or one item's.")
  var orientation = AutoRec.Orientation.user
  @Parameter("How many passes to make over the samples.", in: 0...100_000) var epochs = 15
  @Parameter("The batch size, in samples.", in: 1...) var batch = 128
  @Parameter("Stochastic gradient descent with momentum, or Adam.") var optimizer = OptimizerName
    .sgd
  @Parameter("The step size; by default 0.08 for `sgd` and 0.001 for `adam`.", in: 0...)
  var learningRate: Double? = nil
  @Parameter(
    "The share of the last step that is added to the next, below 1; 0.9 by default.", in: 0...)
  var momentum: Double? = nil
  @Parameter("The weight of the L2 penalty: the sum of squares of all kernels.", in: 0...)
  var regularization = 1e-4
  @Parameter("Stop when an epoch lowers J by less than this share; 0 for never.", in: 0...)
  var tolerance = 0.0
  @Input("A model with the same layers to continue from.") var start: TrainedModel<AutoRecModel>? =
    nil
  @Parameter("The seed for everything random, in place of the cell's own.")
  var seed: UInt64? = nil

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfHidden(hidden, at: $hidden, atLeast: 1) + problemsOfDropout(dropout, at: $dropout)
      + problemsOfGradientParameters(
        optimizer: optimizer, learningRate: (learningRate, $learningRate),
        momentum: (momentum, $momentum))
      + problemsOfStart(_start.shape, layers: layers, at: $start, in: context)
  }

  /// The layers in words.
  private var layers: String { "hidden layers \(hidden.yaml) of \(orientation.rawValue)s" }

  public var resultShape: ResultShape {
    var shape = ResultShape(
      of: Result.self, trainedOn: _data.shape, epochs: epochs,
      lackOfObjective: regularization > 0 ? nil : "'regularization' is 0")
    shape.features[ResultShape.layers] = layers
    return shape
  }

  public func run(in context: OperationContext) async throws -> TrainedModel<AutoRecModel> {
    var configuration = AutoRec.Configuration()
    configuration.descent = GradientDescent(
      epochs: epochs, batch: batch, optimizer: optimizer, learningRate: learningRate,
      momentum: momentum, regularization: regularization, tolerance: tolerance,
      seed: seed ?? context.seed, threads: context.threads)
    configuration.descent.memory = context.memory
    configuration.hidden = hidden
    configuration.activation = activation
    configuration.dropout = dropout
    configuration.noise = noise
    configuration.orientation = orientation
    let first = try start?.matched(to: data, seed: seed ?? context.seed)
    do {
      let result = try AutoRec(configuration).train(on: data, from: first) { report in
        try context.checkpoint(Checkpoint(report))
      }
      return TrainedModel(
        result, on: data, after: start?.history,
        objectives: regularization > 0 ? .steps(["J"]) : .none, penalty: "regularization")
    } catch {
      throw inWords(error, data)
    }
  }
}

extension AutoRec.Orientation: ParameterValue {}
