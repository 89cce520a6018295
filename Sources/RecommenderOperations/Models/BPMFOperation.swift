public import NotebookSyntax
public import Operations
public import Recommenders

/// `bpmf`: Bayesian matrix factorization by Gibbs sampling.
public struct BPMFOperation: NotebookOperation {
  public static let name = "bpmf"
  public static let summary =
    "Samples the factors from their posterior distribution, by Gibbs sampling."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", in: 1...512) var factors = 10
  @Parameter("How many sweeps of each chain to discard first.", in: 0...100_000) var burnIn = 50
  @Parameter("How many samples to take from each chain.", in: 1...100_000) var samples = 150
  @Parameter("Take every n-th sweep as a sample.", in: 1...100) var thin = 1
  @Parameter(
    """
    How many chains to run, to see whether they agree: `split-r-hat` and `effective-samples` are \
    the worst of all that is traced, errors, α, μ and Λ.
    """, in: 1...64)
  var chains = 1
  @Parameter("Whether users and items have biases, with priors of their own.") var biases = true
  @Parameter("α, the precision of ratings around their predictions.")
  var noisePrecision = BPMF.Noise.sampled
  @Parameter(
    """
    The Normal–Wishart prior of factors: mean μ₀ (0), strength β₀ (2), degrees of freedom ν₀ \
    (as many as factors), scale of W₀ (1).
    """)
  var prior = NormalWishart()
  @Parameter("The seed for everything random, in place of the cell's own.") var seed: UInt64? = nil

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    guard let degrees = prior.degrees, degrees < Double(factors) else { return [] }
    return [
      Diagnostic(
        .outOfRange,
        "A Wishart distribution in \(factors) dimensions needs at least \(factors) degrees of "
          + "freedom, not \(degrees.yaml)", at: $prior ?? context.cell,
        help: "give 'degrees' at least the number of 'factors', or leave it out")
    ]
  }

  public var resultShape: ResultShape {
    ResultShape(
      of: Result.self, trainedOn: _data.shape,
      lackOfObjective: "sampling has no objective", factors: factors)
  }

  public func run(in context: OperationContext) async throws -> TrainedModel<PosteriorModel> {
    var configuration = BPMF.Configuration()
    configuration.factors = factors
    configuration.burnIn = burnIn
    configuration.samples = samples
    configuration.thin = thin
    configuration.chains = chains
    configuration.biases = biases
    configuration.noise = noisePrecision
    configuration.prior = prior
    configuration.seed = seed ?? context.seed
    configuration.threads = context.threads
    configuration.memory = context.memory
    do {
      let result = try BPMF(configuration).train(on: data) { report in
        try context.checkpoint(Checkpoint(report, activity: "sweep"))
      }
      return TrainedModel(result, on: data)
    } catch FactorizationError.diverged(let sweep) {
      throw OperationFailure(
        .diverged, "Sampling diverged in sweep \(sweep)",
        help: "check the ratings for values that are far too large, and the numbers in 'prior'",
        parameter: "data")
    } catch {
      throw inWords(error, data)
    }
  }
}

extension BPMF.Noise: ParameterValue {
  public static var expectation: String { "a number above 0, or 'sample' to sample it too" }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    if node.text == "sample" {
      self = .sampled
    } else {
      let precision = try Double(yaml: node)
      guard precision > 0 else { throw Mismatch() }
      self = .fixed(precision)
    }
  }

  public var yaml: String {
    switch self {
    case .fixed(let precision): precision.yaml
    case .sampled: "sample"
    }
  }
}

extension NormalWishart: ParameterValue {
  public static var expectation: String {
    "a prior such as {mean: 0, strength: 2, degrees: 10, scale: 1}"
  }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard node.isMapping else { throw Mismatch() }
    self.init()
    for entry in node.entries {
      let names = ["mean", "strength", "degrees", "scale"]
      guard names.contains(entry.key) else {
        throw Mismatch(
          at: entry.keyRange, "A prior has no '\(entry.key)'",
          help: suggestion(for: entry.key, among: names))
      }
      guard let number = try? Double(yaml: entry.value), entry.key == "mean" || number > 0 else {
        throw Mismatch(
          at: entry.value.range,
          "The \(entry.key) of a prior must be a number\(entry.key == "mean" ? "" : " above 0")")
      }
      switch entry.key {
      case "mean": mean = number
      case "strength": strength = number
      case "degrees": degrees = number
      default: scale = number
      }
    }
  }

  public var yaml: String {
    let degrees = degrees.map { "degrees: \($0.yaml), " } ?? ""
    return "{mean: \(mean.yaml), strength: \(strength.yaml), \(degrees)scale: \(scale.yaml)}"
  }
}
