import NotebookSyntax
import Operations
import Recommenders

/// `mf`: matrix factorization by gradient descent.
struct MFOperation: NotebookOperation {
  static let name = "mf"
  static let summary =
    "Factors ratings by gradient descent: embeddings, their dot product, and biases."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", \EmbeddingNetwork.Configuration.$factors) var factors
  @Parameters var descent = DescentParameters(
    over: "ratings", penalizing: "all factors and biases")
  @Input("A factor model to continue from.") var start: TrainedModel<FactorModel>? = nil
  @Parameter("The seed for the weights and the order of the ratings, in place of the cell's own.")
  var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfStart(_start.shape, factors: factors, at: $start, in: context)
  }

  var resultShape: ResultShape {
    ResultShape(
      of: Result.self, trainedOn: _data.shape, epochs: descent.epochs,
      lackOfObjective: descent.lackOfObjective, factors: factors)
  }

  func configuration(in context: OperationContext) -> EmbeddingNetwork.Configuration {
    var configuration = put(into: EmbeddingNetwork.Configuration())
    configuration.descent = descent.settings(seed: seed, in: context)
    configuration.branches = .product
    return configuration
  }

  func run(in context: OperationContext) async throws -> TrainedModel<FactorModel> {
    let configuration = configuration(in: context)
    let first = try start?.matched(to: data, seed: configuration.descent.seed)
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
        objectives: descent.objectives, penalty: "regularization")
    } catch {
      throw inWords(error, data)
    }
  }
}
