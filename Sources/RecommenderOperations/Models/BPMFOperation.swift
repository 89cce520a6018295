import Bounds
public import NotebookSyntax
public import Operations
public import Recommenders

/// `bpmf`: Bayesian matrix factorization by Gibbs sampling.
struct BPMFOperation: NotebookOperation {
  static let name = "bpmf"
  static let summary =
    "Samples the factors from their posterior distribution, by Gibbs sampling."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", \BPMF.Configuration.$factors) var factors
  @Parameter("How many sweeps of each chain to discard first.", \BPMF.Configuration.$burnIn)
  var burnIn
  @Parameter("How many samples to take from each chain.", \BPMF.Configuration.$samples) var samples
  @Parameter("Take every n-th sweep as a sample.", \BPMF.Configuration.$thin) var thin
  @Parameter(
    """
    How many chains to run, to see whether they agree: `split-r-hat` and `effective-samples` are \
    the worst of all that is traced, errors, α, μ and Λ.
    """, \BPMF.Configuration.$chains)
  var chains
  @Parameter(
    "Whether users and items have biases, with priors of their own.", \BPMF.Configuration.biases)
  var biases
  @Parameter(
    "α, the precision of ratings around their predictions.", \BPMF.Configuration.noisePrecision)
  var noisePrecision
  @Parameter(
    """
    The Normal–Wishart prior of factors: mean μ₀ (0), strength β₀ (2), degrees of freedom ν₀ \
    (as many as factors), scale of W₀ (1).
    """, \BPMF.Configuration.prior)
  var prior
  @Parameter("The seed for everything random, in place of the cell's own.") var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    guard let degrees = prior.degrees, degrees < Double(factors) else { return [] }
    return [
      Diagnostic(
        .outOfRange,
        "A Wishart distribution in \(factors) dimensions needs at least \(factors) degrees of "
          + "freedom, not \(degrees.yaml)", at: $prior ?? context.cell,
        help: "give 'degrees' at least the number of 'factors', or leave it out")
    ]
  }

  var resultShape: ResultShape {
    ResultShape(
      of: Result.self, trainedOn: _data.shape,
      lackOfObjective: "sampling has no objective", factors: factors)
  }

  func configuration(in context: OperationContext) -> BPMF.Configuration {
    put(into: BPMF.Configuration()).running(in: context, seed: seed)
  }

  func run(in context: OperationContext) async throws -> TrainedModel<PosteriorModel> {
    let configuration = configuration(in: context)
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
  public static var shape: ParameterShape {
    .described(
      .oneOf([.real(.above(0)), .word(["sample"])]),
      as: "a number above 0, or 'sample' to sample it too")
  }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    if node.text == "sample" {
      self = .sampled
    } else {
      self = .fixed(try Double(yaml: node, in: .above(0), count: Interval()))
    }
  }

  public var yaml: String {
    switch self {
    case .fixed(let precision): precision.yaml
    case .sampled: "sample"
    }
  }

  public var fact: ScalarValue? {
    switch self {
    case .fixed(let precision): precision.fact
    case .sampled: .text(yaml)
    }
  }
}

extension NormalWishart: ParameterValue {
  public var fact: ScalarValue? { nil }

  public static var shape: ParameterShape {
    .described(
      .mapping([
        .init("mean", .real(NormalWishart().$mean.interval)),
        .init("strength", .real(NormalWishart().$strength.interval)),
        .init("degrees", .real(NormalWishart().$degrees.interval)),
        .init("scale", .real(NormalWishart().$scale.interval)),
      ]), as: "a prior such as {mean: 0, strength: 2, degrees: 10, scale: 1}")
  }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard node.isMapping else { throw Mismatch() }
    self.init()
    for entry in node.entries {
      switch entry.key {
      case "mean": mean = try Self.number(entry, in: $mean.interval)
      case "strength": strength = try Self.number(entry, in: $strength.interval)
      case "degrees": degrees = try Self.number(entry, in: $degrees.interval)
      case "scale": scale = try Self.number(entry, in: $scale.interval)
      default:
        throw Mismatch(
          at: entry.keyRange, "A prior has no '\(entry.key)'",
          help: suggestion(for: entry.key, among: ["mean", "strength", "degrees", "scale"]))
      }
    }
  }

  private static func number(
    _ entry: YAMLNode.Entry, in interval: Interval<Double>
  ) throws(Mismatch) -> Double {
    do throws(Mismatch) {
      return try Double(yaml: entry.value, in: interval, count: Interval())
    } catch {
      let expected = Double.shape(in: interval, count: Interval()).expectation
      throw Mismatch(
        at: entry.value.range, "The \(entry.key) of a prior must be \(expected)")
    }
  }

  public var yaml: String {
    let degrees = degrees.map { "degrees: \($0.yaml), " } ?? ""
    return "{mean: \(mean.yaml), strength: \(strength.yaml), \(degrees)scale: \(scale.yaml)}"
  }
}
