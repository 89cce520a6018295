public import NotebookSyntax
public import Operations
public import Recommenders

/// `evaluate`: how good models are, by several measures.
public struct EvaluateOperation: NotebookOperation {
  public static let name = "evaluate"
  public static let summary =
    "Compares models by the errors of their predictions and by the items they rank highest."

  @Inputs("The models.") var models: [Inputs<AnyTrainedModel>.Named]
  @Input("The ratings to predict; without it, the test part of what each model was trained on.")
  var data: TestRatings? = nil
  @Parameter("What to compute: mse, rmse, mae, and ndcg, precision, recall at a depth.")
  var metrics: [Metric] = [.mse, .rmse, .mae, .ndcg(10), .precision(10), .recall(10)]
  @Parameter("The least rating of an item that ought to be ranked high.")
  var relevant = 4.0

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    metrics.isEmpty
      ? [Diagnostic(.emptyList, "There is nothing to compute", at: $metrics ?? context.cell)] : []
  }

  public func run(in context: OperationContext) async throws -> EvaluationTable {
    var rows: [EvaluationTable.Row] = []
    for (index, entry) in models.enumerated() {
      let model = entry.value
      guard let test = data?.ratings ?? model.data.test else {
        throw OperationFailure(
          .noTestRatings, "'\(entry.name)' was trained without a test part to evaluate it with",
          help: "train it on a split, or give ratings as 'data'", parameter: "models")
      }
      guard model.hasRows(of: test) else {
        throw OperationFailure(
          .differentRatings,
          "'\(entry.name)' was trained on other users or items than those to predict",
          help: "evaluate it with a part of the split that it was trained on", parameter: "data")
      }
      let evaluation = try Evaluation(
        of: model.model, on: test, training: model.data.train, metrics: metrics,
        relevant: Float(relevant), threads: context.threads
      ) {
        try context.checkpoint(
          Checkpoint("model", index + 1, of: models.count, "\(Int($0 * 100)) %"))
      }
      rows.append(.init(name: entry.name, evaluation: evaluation, testCount: test.count))
    }
    return EvaluationTable(rows: rows, metrics: metrics, relevant: relevant)
  }
}

/// The ratings that a model is tested with: those of a table, or of the test part of a split.
struct TestRatings: InputValue {
  static let typeDescription = "a split or a rating table"
  var ratings: RatingTable

  static func accepts(_ type: any Presentable.Type) -> Bool { TrainingData.accepts(type) }

  init?(_ result: any Presentable) {
    switch result {
    case let split as RatingSplit: ratings = split.test
    case let table as RatingTable: ratings = table
    default: return nil
    }
  }
}

extension AnyTrainedModel {
  /// Whether ratings have the same users and items.
  fileprivate func hasRows(of table: RatingTable) -> Bool {
    table.users.identifiers == users.identifiers && table.items.identifiers == items.identifiers
  }
}

extension Metric: ParameterValue {
  public static var expectation: String {
    "'mse', 'rmse', 'mae', or 'ndcg', 'precision' or 'recall' with a depth, such as 'ndcg@10'"
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
      throw Mismatch(help: "say how many of the best items to look at: '\(parts[0])@10'")
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

/// Models and how good they are.
public struct EvaluationTable: Presentable {
  public static let typeDescription = "an evaluation"
  public static let outputKinds: Set<OutputKind> = [.table]

  struct Row: Sendable {
    var name: String
    var evaluation: Evaluation
    /// How many ratings were predicted.
    var testCount: Int
  }

  var rows: [Row]
  var metrics: [Metric]
  var relevant: Double

  public static let resultValues: [ResultValue<Self>] = [
    .text("best") { $0.best },
    .real("mse") { $0.bestValue(of: .mse) },
    .real("rmse") { $0.bestValue(of: .rmse) },
    .real("mae") { $0.bestValue(of: .mae) },
  ]

  /// The name of the model that is best by the first metric.
  private var best: String? {
    guard let metric = metrics.first else { return nil }
    return ranked(by: 0, metric)?.name
  }

  private func bestValue(of metric: Metric) -> Double? {
    metrics.firstIndex(of: metric).flatMap { index in
      ranked(by: index, metric)?.evaluation.values[index]
    }
  }

  private func ranked(by index: Int, _ metric: Metric) -> Row? {
    let rows = rows.filter { !$0.evaluation.values[index].isNaN }
    return metric.isError
      ? rows.min { $0.evaluation.values[index] < $1.evaluation.values[index] }
      : rows.max { $0.evaluation.values[index] < $1.evaluation.values[index] }
  }

  public var outputs: [Output] {
    let columns: [Table.Column] =
      [.init("model", .text(rows.map(\.name)))]
      + metrics.enumerated().map { index, metric in
        .init(
          metric.heading, .real(rows.map { $0.evaluation.values[index] }, fractionDigits: 4))
      }
    let counts = Set(rows.map(\.testCount)).sorted().map(\.grouped).joined(separator: " or ")
    var outputs: [Output] = [
      .table(Table("How well the models predict \(counts) test ratings", columns: columns))
    ]
    if metrics.contains(where: { $0.depth != nil }) {
      let users = Set(rows.map(\.evaluation.rankedUserCount)).sorted().map(\.grouped)
      outputs.append(
        .text(
          """
          Rankings are of all items but those rated in training; what counts are test ratings of \
          \(relevant.yaml) and more, which \(users.joined(separator: " or ")) users have given.
          """))
    }
    return outputs
  }
}

extension Metric {
  fileprivate var heading: String {
    switch self {
    case .mse: "MSE"
    case .rmse: "RMSE"
    case .mae: "MAE"
    case .ndcg(let depth): "NDCG@\(depth)"
    case .precision(let depth): "precision@\(depth)"
    case .recall(let depth): "recall@\(depth)"
    }
  }
}
