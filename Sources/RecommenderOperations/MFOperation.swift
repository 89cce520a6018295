public import NotebookSyntax
public import Operations
public import Recommenders

/// `mf`: matrix factorization by gradient descent.
public struct MFOperation: NotebookOperation {
  public static let name = "mf"
  public static let summary =
    "Factors ratings by gradient descent: embeddings, their dot product, and biases."

  @Input("What to learn from.") var data: TrainingData
  @Parameter("How many latent factors users and items have.", in: 1...512) var factors = 10
  @Parameter("How often to go through all ratings.", in: 0...100_000) var epochs = 15
  @Parameter("How many ratings there are between two updates.", in: 1...) var batch = 128
  @Parameter("Gradient descent with momentum, or Adam.") var optimizer = OptimizerName.sgd
  @Parameter("The length of a step; 0.08 for `sgd` and 0.001 for `adam` without it.", in: 0...)
  var learningRate: Double? = nil
  @Parameter("What is kept of the last step in the next, below 1; 0.9 without it.", in: 0...)
  var momentum: Double? = nil
  @Parameter("L2: the weight, in the loss, of the squares of all factors and biases.", in: 0...)
  var regularization = 0.0
  @Parameter("Stop when J falls by less than this share in an epoch; 0 for never.", in: 0...)
  var tolerance = 0.0
  @Input("A factor model to go on from.") var start: TrainedModel<FactorModel>? = nil
  @Parameter("The seed of the weights and the order, instead of the cell's own.")
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
