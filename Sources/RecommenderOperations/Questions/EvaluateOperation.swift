public import NotebookSyntax
public import Operations
public import Recommenders

/// `evaluate`: how good models are, by several measures.
struct EvaluateOperation: NotebookOperation {
  static let name = "evaluate"
  static let summary =
    "Compares models by the errors of their predictions and by the items they rank highest."

  @Inputs("The models.") var models: [Inputs<AnyTrainedModel>.Named]
  @Input(
    """
    The ratings to predict, matched by the identifiers of users and items; without it, the test \
    part of what each model was trained on.
    """)
  var data: TestRatings? = nil
  @Parameter("The metrics: mse, rmse, mae, and ndcg, precision and recall at a depth.")
  var metrics: [Metric] = [.mse, .rmse, .mae, .ndcg(10), .precision(10), .recall(10)]
  @Parameter("The lowest rating that makes an item relevant.")
  var relevant = 4.0

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if metrics.isEmpty {
      problems.append(
        Diagnostic(.emptyList, "There is nothing to compute", at: $metrics ?? context.cell))
    }
    if $data == nil {
      for (name, place, shape) in _models.shapes {
        guard let reason = shape.absence(of: ResultShape.test) else { continue }
        let failure = OperationFailure(untested: name, isKnown: true)
        problems.append(
          Diagnostic(
            failure.code, failure.message, at: place, details: [reason], help: failure.help))
      }
    }
    return problems
  }

  var resultShape: ResultShape {
    var shape = ResultShape(of: Result.self)
    for metric in [Metric.mse, .rmse, .mae] where !metrics.contains(metric) {
      shape.remove(metric.yaml, because: "it is not among the 'metrics'")
    }
    for metric in metrics where metric.depth != nil { shape.add(metric.yaml, .real) }
    return shape
  }

  func run(in context: OperationContext) async throws -> EvaluationTable {
    var rows: [EvaluationTable.Row] = []
    for (index, entry) in models.enumerated() {
      let model = entry.value
      guard let test = data ?? model.ownTest else {
        throw OperationFailure(untested: entry.name, isKnown: model.history.isComplete)
      }
      let validation = model.data.validation.map { [$0] } ?? []
      let evaluation = try Evaluation(
        of: model.model,
        on: EvaluationData(
          identities: model.data.train.identities, test: test.ratings, training: model.history,
          setAside: validation + test.rest),
        metrics: metrics, relevant: Float(relevant), threads: context.threads
      ) {
        try context.checkpoint(
          Checkpoint("model", index + 1, of: models.count, "\(Int($0 * 100)) %"))
      }
      rows.append(
        .init(
          name: entry.name, evaluation: evaluation, test: test.ratings,
          candidates: .init(
            isTrainingKnown: model.history.isComplete, hasRest: !test.rest.isEmpty,
            hasValidation: !validation.isEmpty || test.hasValidation)))
    }
    return EvaluationTable(rows: rows, metrics: metrics, relevant: relevant)
  }
}

extension OperationFailure {
  fileprivate init(untested name: String, isKnown: Bool) {
    self.init(
      .noTestRatings,
      isKnown
        ? "'\(name)' was trained without a test part to evaluate it on"
        : "'data' isn't given, and it isn't known what '\(name)' should be tested on",
      help: "\(isKnown ? "train it on a split, or give" : "give") ratings as 'data'",
      parameter: "models")
  }
}

/// The ratings that a model is tested with: those of a table, or of the test part of a split.
struct TestRatings: InputValue {
  static let typeDescription = "a split or a rating table"
  var ratings: RatingTable
  /// The other parts of the split.
  var rest: [RatingTable]
  var hasValidation: Bool

  static func accepts(_ type: any Presentable.Type) -> Bool { TrainingData.accepts(type) }

  init?(_ result: any Presentable) {
    switch result {
    case let split as RatingSplit:
      self.init(
        ratings: split.test, rest: [split.train] + (split.validation.map { [$0] } ?? []),
        hasValidation: split.validation != nil)
    case let table as RatingTable: self.init(ratings: table)
    default: return nil
    }
  }

  init(ratings: RatingTable, rest: [RatingTable] = [], hasValidation: Bool = false) {
    self.ratings = ratings
    self.rest = rest
    self.hasValidation = hasValidation
  }
}

extension AnyTrainedModel {
  /// The test part of what it was trained on; nil if there was none.
  fileprivate var ownTest: TestRatings? { data.test.map { TestRatings(ratings: $0) } }
}

extension Metric: ParameterValue {
  private static let pattern = "^(ndcg|precision|recall)@0*(10000|[1-9][0-9]{0,3})$"

  public static var shape: ParameterShape {
    .described(
      .oneOf([.word(["mse", "rmse", "mae"]), .pattern(Self.pattern)]),
      as: "'mse', 'rmse', 'mae', or 'ndcg', 'precision' or 'recall' with a depth, such as 'ndcg@10'"
    )
  }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    let parts = (node.text ?? "").split(separator: "@", omittingEmptySubsequences: false)
    let depth =
      parts.count == 2 ? Int(parts[1]).flatMap { (1...10_000).contains($0) ? $0 : nil } : nil
    switch (parts.first ?? "", depth, parts.count) {
    case ("mse", _, 1): self = .mse
    case ("rmse", _, 1): self = .rmse
    case ("mae", _, 1): self = .mae
    case ("ndcg", .some(let depth), 2): self = .ndcg(depth)
    case ("precision", .some(let depth), 2): self = .precision(depth)
    case ("recall", .some(let depth), 2): self = .recall(depth)
    case ("ndcg", nil, _), ("precision", nil, _), ("recall", nil, _):
      throw Mismatch(help: "say how many of the top items to look at: '\(parts[0])@10'")
    default: throw Mismatch()
    }
  }

  public var yaml: String {
    switch self {
    case .mse: "mse"
    case .rmse: "rmse"
    case .mae: "mae"
    case .ndcg(let depth): "ndcg@\(depth)"
    case .precision(let depth): "precision@\(depth)"
    case .recall(let depth): "recall@\(depth)"
    }
  }
}
