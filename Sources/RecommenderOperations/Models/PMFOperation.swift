import NotebookSyntax
public import Operations
public import Recommenders

/// `pmf`: probabilistic matrix factorization.
struct PMFOperation: NotebookOperation {
  static let name = "pmf"
  static let summary =
    "Finds the factors that maximize the likelihood or the posterior, by gradient ascent."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", \PMF.Configuration.$factors) var factors
  @Parameter(
    "How many gradient steps to take, each over all ratings.", \PMF.Configuration.$epochs)
  var epochs
  @Parameter(
    "Whether to maximize the likelihood (`mle`) or the posterior (`map`).",
    \PMF.Configuration.estimate)
  var estimate
  @Parameter("σ², the variance of ratings around their predictions.", \PMF.Configuration.$noise)
  var noise
  @Parameter(
    "λ, the precision of factors around zero.", \PMF.Configuration.$prior, when: "estimate",
    is: "map")
  var prior: Double?
  @Parameter("Whether users and items have biases.", \PMF.Configuration.biases) var biases
  @Parameter(
    "η, the step size; by default it adapts so that every step is an improvement.",
    \PMF.Configuration.$learningRate)
  var learningRate
  @Parameter(
    "The share of the last step that is added to the next.", \PMF.Configuration.$momentum)
  var momentum
  @Parameter(
    "Stop when the last half of all steps, but at least 50, lowered J by less than this share of it.",
    \PMF.Configuration.$tolerance)
  var tolerance
  @Input("A model to continue from.") var start: TrainedModel<FactorModel>? = nil
  @Parameter("The seed for the first factors, in place of the cell's own.") var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfStart(_start.shape, factors: factors, at: $start, in: context)
  }

  static var shapeOfAll: ResultShape {
    ResultShape(of: Result.self, showing: [.likelihoods])
  }

  var resultShape: ResultShape {
    var shape = ResultShape(
      of: Result.self, trainedOn: _data.shape, epochs: epochs, factors: factors)
    if epochs == 0 {
      shape.removeOutputs([NamedOutput.likelihoods.name], because: "'epochs' is 0")
    } else {
      shape.addOutputs([.likelihoods])
    }
    return shape
  }

  func configuration(in context: OperationContext) -> PMF.Configuration {
    put(into: PMF.Configuration()).running(in: context, seed: seed)
  }

  func run(in context: OperationContext) async throws -> TrainedModel<FactorModel> {
    let configuration = configuration(in: context)
    var reports: [EpochReport] = []
    let first = try start?.matched(to: data, seed: configuration.seed)
    do {
      let result = try PMF(configuration).train(
        on: data, from: first,
        onEpoch: { report in
          reports.append(report)
          try context.checkpoint(Checkpoint(report))
        }, checkpoint: { try Task.checkCancellation() })
      let names =
        switch estimate {
        case .maximumLikelihood: ["log-likelihood"]
        case .maximumAPosteriori: ["log-likelihood", "log-posterior"]
        }
      return TrainedModel(
        result, on: data, after: start?.history,
        objectives: .likelihoods(names), penalty: "prior")
    } catch FactorizationError.diverged(let epoch) {
      throw OperationFailure(divergedIn: epoch, after: reports)
    } catch {
      throw inWords(error, data)
    }
  }
}

extension PMF.Estimate: ParameterValue {}
