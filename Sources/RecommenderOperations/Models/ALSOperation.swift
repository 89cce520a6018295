import NotebookSyntax
public import Operations
import Recommenders

/// `als`: alternating least squares.
struct ALSOperation: NotebookOperation {
  static let name = "als"
  static let summary =
    "Factors ratings by alternating least squares: the exact minimum for each row in turn."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", \ALS.Configuration.$factors) var factors
  @Parameter("How many times to update all users and all items.", \ALS.Configuration.$epochs)
  var epochs
  @Parameter(
    "λ, the weight of the squares of all factors and biases.", \ALS.Configuration.$regularization)
  var regularization
  @Parameter(
    "What λ is multiplied by for each row: nothing, or the number of its ratings.",
    \ALS.Configuration.regularizationScaling)
  var regularizationScaling
  @Parameter(
    "How biases are solved for: with the factors, separately from their old values, or not at all.",
    \ALS.Configuration.biases)
  var biases
  @Parameter("Which half of an epoch comes first.", \ALS.Configuration.order) var order
  @Parameter(
    "Whether the second half uses the latest factors or those of the previous epoch.",
    \ALS.Configuration.update)
  var update
  @Parameter(
    "Stop when an epoch lowers J by less than this share; 0 for never.",
    \ALS.Configuration.$tolerance)
  var tolerance
  @Input("A model to continue from.") var start: TrainedModel<FactorModel>? = nil
  @Parameter("The seed for the first factors, in place of the cell's own.") var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfStart(_start.shape, factors: factors, at: $start, in: context)
  }

  var resultShape: ResultShape {
    ResultShape(of: Result.self, trainedOn: _data.shape, epochs: epochs, factors: factors)
  }

  func configuration(in context: OperationContext) -> ALS.Configuration {
    put(into: ALS.Configuration()).running(in: context, seed: seed)
  }

  func run(in context: OperationContext) async throws -> TrainedModel<FactorModel> {
    let configuration = configuration(in: context)
    let first = try start?.matched(to: data, seed: configuration.seed)
    do {
      let result = try ALS(configuration).train(on: data, from: first) { report in
        try context.checkpoint(Checkpoint(report))
      }
      let (users, items) = ("J, users", "J, items")
      return TrainedModel(
        result, on: data, after: start?.history,
        objectives: .steps(order == .usersFirst ? [users, items] : [items, users]),
        penalty: "regularization")
    } catch {
      throw inWords(error, data)
    }
  }
}

extension ALS.Biases: ParameterValue {}
extension ALS.Order: ParameterValue {}
extension ALS.Update: ParameterValue {}
extension ALS.RegularizationScaling: ParameterValue {}
