import Operations
import Recommenders

/// Models and how good they are.
struct EvaluationTable: Presentable {
  static let typeDescription = "an evaluation"
  static let namedOutputs: [NamedOutput] = [.table("metrics")]

  struct Row: Sendable {
    var name: String
    var evaluation: Evaluation
    /// The ratings that were predicted.
    var test: RatingTable
    var candidates: Candidates

    /// Whether the model was tested on something it has learnt from.
    var isTestedOnTraining: Bool { evaluation.learntCount > 0 }
  }

  /// Which items are not among those that are ranked.
  struct Candidates: Hashable {
    /// Whether all is known that the model has learnt from.
    var isTrainingKnown: Bool
    /// Whether the test is part of a split, whose other parts are left out too.
    var hasRest: Bool
    /// Whether there are ratings for validation.
    var hasValidation: Bool
  }

  var rows: [Row]
  var metrics: [Metric]
  var relevant: Double

  static let resultValues: [ResultValue<Self>] = [
    .text("best") { $0.best }.ifAny,
    .real("mse") { $0.bestValue(of: .mse) },
    .real("rmse") { $0.bestValue(of: .rmse) },
    .real("mae") { $0.bestValue(of: .mae) },
  ]

  /// The best values of the measures with a depth, such as `ndcg@10`.
  var furtherValues: [NamedValue] {
    metrics.filter { $0.depth != nil }.compactMap { metric in
      bestValue(of: metric).map { NamedValue(metric.yaml, .real($0)) }
    }
  }

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

  /// The best model of those that have not learnt from their test, or of all if all have.
  private func ranked(by index: Int, _ metric: Metric) -> Row? {
    let known = rows.filter { !$0.evaluation.values[index].isNaN }
    let honest = known.filter { !$0.isTestedOnTraining }
    let rows = honest.isEmpty ? known : honest
    return metric.isError
      ? rows.min { $0.evaluation.values[index] < $1.evaluation.values[index] }
      : rows.max { $0.evaluation.values[index] < $1.evaluation.values[index] }
  }

  var outputs: [Output] {
    var columns: [Table.Column] =
      [.init("model", .text(rows.map(\.name)))]
      + metrics.enumerated().map { index, metric in
        .init(
          metric.heading, .real(rows.map { $0.evaluation.values[index] }, fractionDigits: 4))
      }
    if rows.contains(where: \.isTestedOnTraining) {
      let shares = rows.map { 100 * Double($0.evaluation.learntCount) / Double($0.test.count) }
      columns.append(.init("seen in training", .real(shares, fractionDigits: 1), unit: "%"))
    }
    let counts = Set(rows.map(\.test.count)).sorted().map(\.grouped).joined(separator: " or ")
    let caption = "How well the models predict \(counts) test ratings"
    return [.table("metrics", Table(caption, columns: columns))]
      + (unseenNotes + rankingNotes).map(Output.text)
  }
}

// MARK: - What stands under the table

extension EvaluationTable {
  /// What was predicted without having been seen.
  private var unseenNotes: [String] {
    rows.filter { $0.evaluation.unseenCount > 0 }.map { row in
      """
      Of the test ratings, \(row.evaluation.unseenCount.grouped) are of users or items that \
      '\(row.name)' has not seen; it predicts them from what remains, such as biases and the mean.
      """
    }
  }

  /// What the metrics of rankings are, as far as there are any.
  private var rankingNotes: [String] {
    guard metrics.contains(where: { $0.depth != nil }) else { return [] }
    return [candidateNote, relevanceNote]
  }

  private var candidateNote: String {
    let kinds = Set(rows.map(\.candidates))
    var note: String
    if kinds.count == 1, let candidates = kinds.first, candidates.isTrainingKnown {
      note =
        "For each user, all items are ranked except those the user has rated "
        + "\(candidates.excluded)."
    } else {
      let parts = rows.map { "for '\($0.name)' \($0.candidates.left)" }
      note = "Items are ranked for each user: \(parts.joined(separator: "; "))."
    }
    if rows.contains(where: \.isTestedOnTraining) {
      note += "  Items that the user rated in the test part are always ranked."
    }
    return note
      + " Items with equal predictions are taken in random order: the figures are expected "
      + "values."
  }

  private var relevanceNote: String {
    let users = Set(rows.map { UserCounts($0.evaluation) }).sorted { $0.relevant < $1.relevant }
    let counts = users.map {
      "\($0.relevant.grouped) of the \($0.tested.grouped) users in the test"
    }
    let areSomeLeftOut = users.contains { $0.relevant < $0.tested }
    let definitions = Set(metrics.compactMap(\.definition)).sorted()
    return """
      Relevant are test ratings of \(relevant.yaml) and more, which \
      \(counts.joined(separator: " or ")) have given\
      \(areSomeLeftOut ? "; the others are left out" : ""). \
      \(definitions.joined(separator: "; ").capitalizingFirst).
      """
  }

  private struct UserCounts: Hashable {
    var relevant: Int
    var tested: Int

    init(_ evaluation: Evaluation) {
      relevant = evaluation.rankedUserCount
      tested = evaluation.testedUserCount
    }
  }
}

extension EvaluationTable.Candidates {
  /// Where those items were rated that are left out.
  fileprivate var excluded: String { hasValidation ? "in training or validation" : "in training" }

  /// Which items are ranked.
  fileprivate var left: String {
    if isTrainingKnown || hasRest {
      "all except those rated \(excluded)" + (isTrainingKnown ? "" : " as the split assigns it")
    } else {
      "all, as it isn't known what it was trained on"
    }
  }
}

// MARK: - What is odd

extension EvaluationTable {
  var warnings: [ResultWarning] {
    let isAnyHonest = rows.contains { !$0.isTestedOnTraining }
    var warnings = rows.filter(\.isTestedOnTraining).map { row in
      ResultWarning(
        learnt: row.evaluation.learntCount, of: row.test.count, by: "'\(row.name)'",
        parameter: "models",
        more: isAnyHonest ? ["'\(row.name)' is not considered for 'best'"] : [])
    }
    for row in rows where !row.candidates.isTrainingKnown {
      warnings.append(
        ResultWarning(
          .unknownTraining, "It isn't known what '\(row.name)' was trained on",
          details: [
            "it may be tested on ratings it has learned from"
              + (row.candidates.hasRest
                ? "" : ", and items that were rated in training are ranked too")
          ],
          help: "save the model again with a version of nbrun that keeps its training ratings",
          parameter: "models"))
    }
    for row in rows where !row.evaluation.strangers.isEmpty {
      let names = row.evaluation.strangers.map(\.rawValue).joined(separator: " and the ")
      warnings.append(
        ResultWarning(
          .differentRatings, "'\(row.name)' has seen none of the \(names) in the test",
          help: "check that training and test ratings use the same identifiers for them",
          parameter: "data"))
    }
    let help = "set 'data' to the ratings to test all of them on"
    return warnings
      + (ResultWarning(differentTests: rows.map { ($0.name, $0.test) }, help: help).map { [$0] }
        ?? [])
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

  /// What a metric of rankings is the quotient of; nil for one of ratings.
  fileprivate var definition: String? {
    switch self {
    case .mse, .rmse, .mae: nil
    case .ndcg: "NDCG@k divides by the gain of the ideal order"
    case .precision: "precision@k divides by k"
    case .recall: "recall@k divides by the number of all relevant items"
    }
  }
}

extension String {
  fileprivate var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }
}
