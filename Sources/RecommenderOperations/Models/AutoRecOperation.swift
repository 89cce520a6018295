import NotebookSyntax
public import Operations
import Recommenders

/// `autorec`: an autoencoder of rating rows.
struct AutoRecOperation: NotebookOperation {
  static let name = "autorec"
  static let summary =
    "Trains an autoencoder to complete the rows of the rating matrix, with a loss over rated cells."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of units in each hidden layer.", \AutoRec.Configuration.$hidden) var hidden
  @Parameter("The activation function of the hidden layers.", \AutoRec.Configuration.activation)
  var activation
  @Parameter("The dropout rate of the input.", \AutoRec.Configuration.$dropout) var dropout
  @Parameter(
    "The standard deviation of Gaussian noise added to the input in training.",
    \AutoRec.Configuration.$noise)
  var noise
  @Parameter(
    "Whether a sample is one user's ratings or one item's.", \AutoRec.Configuration.orientation)
  var orientation
  @Parameters var descent = DescentParameters(
    over: "samples", penalizing: "all kernels", of: AutoRec.Configuration().descent)
  @Input("A model with the same layers to continue from.") var start: TrainedModel<AutoRecModel>? =
    nil
  @Parameter("The seed for everything random, in place of the cell's own.")
  var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfStart(_start.shape, layers: layers, at: $start, in: context)
  }

  /// The layers in words.
  private var layers: String { "hidden layers \(hidden.yaml) of \(orientation.rawValue)s" }

  var resultShape: ResultShape {
    var shape = ResultShape(
      of: Result.self, trainedOn: _data.shape, epochs: descent.epochs,
      lackOfObjective: descent.lackOfObjective)
    shape.features[ResultShape.layers] = layers
    return shape
  }

  func configuration(in context: OperationContext) -> AutoRec.Configuration {
    var configuration = put(into: AutoRec.Configuration())
    configuration.descent = descent.settings(seed: seed, in: context)
    return configuration
  }

  func run(in context: OperationContext) async throws -> TrainedModel<AutoRecModel> {
    let configuration = configuration(in: context)
    let first = try start?.matched(to: data, seed: configuration.descent.seed)
    do {
      let result = try AutoRec(configuration).train(on: data, from: first) { report in
        try context.checkpoint(Checkpoint(report))
      }
      return TrainedModel(
        result, on: data, after: start?.history,
        objectives: descent.objectives, penalty: "regularization")
    } catch {
      throw inWords(error, data)
    }
  }
}

extension AutoRec.Orientation: ParameterValue {}
