public import NotebookSyntax
public import Operations
public import Recommenders

/// `pmf`: probabilistic matrix factorization.
public struct PMFOperation: NotebookOperation {
  public static let name = "pmf"
  public static let summary =
    "Finds the factors that maximize the likelihood or the posterior, by gradient ascent."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", in: 1...512) var factors = 10
  @Parameter("How many gradient steps to take, each over all ratings.", in: 0...100_000)
  var epochs = 200
  @Parameter("Whether to maximize the likelihood (`mle`) or the posterior (`map`).")
  var estimate = PMF.Estimate.maximumAPosteriori
  @Parameter("σ², the variance of ratings around their predictions, above 0.", in: 0...)
  var noise = 0.8
  @Parameter("λ, the precision of factors around zero, above 0; 25 by default.", in: 0...)
  var prior: Double? = nil
  @Parameter("Whether users and items have biases.") var biases = true
  @Parameter(
    "η, the step size; by default it adapts so that every step is an improvement.", in: 0...)
  var learningRate: Double? = nil
  @Parameter("The share of the last step that is added to the next, below 1.", in: 0...)
  var momentum = 0.9
  @Parameter(
    "Stop when the last half of all steps, but at least 50, lowered J by less than this share of it.",
    in: 0...)
  var tolerance = 0.0
  @Input("A model to continue from.") var start: TrainedModel<FactorModel>? = nil
  @Parameter("The seed for the first factors, in place of the cell's own.") var seed: UInt64? = nil

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if estimate == .maximumLikelihood, let place = $prior {
      problems.append(
        Diagnostic(
          .inapplicableParameter, "'estimate: mle' has no 'prior'", at: place,
          help: "leave it out, or choose 'estimate: map'"))
    }
    for (number, name, place) in [(noise, "noise", $noise), (prior ?? 1, "prior", $prior)]
    where number == 0 {
      problems.append(
        Diagnostic(.outOfRange, "'\(name)' must be above 0", at: place ?? context.cell))
    }
    problems += problemsOfGradientParameters(
      optimizer: .sgd, learningRate: (learningRate, $learningRate),
      momentum: (momentum, $momentum))
    problems += problemsOfStart(_start.shape, factors: factors, at: $start, in: context)
    return problems
  }

  public var resultShape: ResultShape {
    ResultShape(of: Result.self, trainedOn: _data.shape, epochs: epochs, factors: factors)
  }

  public func run(in context: OperationContext) async throws -> TrainedModel<FactorModel> {
    var configuration = PMF.Configuration()
    configuration.factors = factors
    configuration.epochs = epochs
    configuration.estimate = estimate
    configuration.noiseVariance = noise
    configuration.priorPrecision = prior ?? configuration.priorPrecision
    configuration.biases = biases
    configuration.learningRate = learningRate
    configuration.momentum = momentum
    configuration.tolerance = tolerance
    configuration.seed = seed ?? context.seed
    configuration.threads = context.threads
    configuration.memory = context.memory
    var reports: [EpochReport] = []
    let first = try start?.matched(to: data, seed: seed ?? context.seed)
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
