public import NotebookSyntax
public import Operations
public import Recommenders

/// `mf`: matrix factorization by gradient descent.
public struct MFOperation: NotebookOperation {
  public static let name = "mf"
  public static let summary =
    "Factors ratings by gradient descent: embeddings, their dot product, and biases."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", in: 1...512) var factors = 10
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
    "The weight of the L2 penalty: the sum of squares of all factors and biases.", in: 0...)
  var regularization = 0.0
  @Parameter("Stop when an epoch lowers J by less than this share; 0 for never.", in: 0...)
  var tolerance = 0.0
  @Input("A factor model to continue from.") var start: TrainedModel<FactorModel>? = nil
  @Parameter("The seed for the weights and the order of the ratings, in place of the cell's own.")
  var seed: UInt64? = nil

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfGradientParameters(
      optimizer: optimizer, learningRate: (learningRate, $learningRate),
      momentum: (momentum, $momentum))
      + problemsOfStart(_start.shape, factors: factors, at: $start, in: context)
  }

  public var resultShape: ResultShape {
    ResultShape(
      of: Result.self, trainedOn: _data.shape, epochs: epochs,
      lackOfObjective: regularization > 0 ? nil : "'regularization' is 0", factors: factors)
  }

  public func run(in context: OperationContext) async throws -> TrainedModel<FactorModel> {
    var configuration = EmbeddingNetwork.Configuration()
    configuration.descent = GradientDescent(
      epochs: epochs, batch: batch, optimizer: optimizer, learningRate: learningRate,
      momentum: momentum, regularization: regularization, tolerance: tolerance,
      seed: seed ?? context.seed, threads: context.threads)
    configuration.descent.memory = context.memory
    configuration.factors = factors
    configuration.branches = .product
    let first = try start?.matched(to: data, seed: seed ?? context.seed)
    do {
      let result = try EmbeddingNetwork(configuration).train(
        on: data, from: first.map { EmbeddingModel($0) }
      ) { report in
        try context.checkpoint(Checkpoint(report))
      }
      guard let model = result.model.factorModel else {
        preconditionFailure("A network of nothing but the product is a factor model")
      }
      return TrainedModel(
        TrainingResult(model: model, curve: result.curve), on: data, after: start?.history,
        objectives: regularization > 0 ? .steps(["J"]) : .none, penalty: "regularization")
    } catch {
      throw inWords(error, data)
    }
  }
}
