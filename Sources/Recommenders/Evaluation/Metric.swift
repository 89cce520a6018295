import Foundation

/// A figure that says how good predictions are.
public enum Metric: Hashable, Sendable {
  /// The mean of (r − r̂)² over the test ratings.
  case mse
  /// The square root of `mse`.
  case rmse
  /// The mean of |r − r̂|.
  case mae
  /// How near the relevant items are to the head of the k best, in 0...1: the discounted
  /// cumulative gain Σ 1/log₂(rank + 1) of the relevant items among them, divided by the largest
  /// there can be (Järvelin and Kekäläinen, *Cumulated Gain-Based Evaluation of IR Techniques*,
  /// ACM TOIS 20(4), 2002, with gains of 0 and 1).
  case ndcg(Int)
  /// The share of the k best that is relevant.
  case precision(Int)
  /// The share of the relevant items that is among the k best.
  case recall(Int)

  /// How many of the best items it looks at; nil if it is about ratings.
  public var depth: Int? {
    switch self {
    case .mse, .rmse, .mae: nil
    case .ndcg(let k), .precision(let k), .recall(let k): k
    }
  }

  /// Whether less is better.
  public var isError: Bool { depth == nil }
}

/// How good the predictions of a model are for some ratings.
public struct Evaluation: Sendable {
  /// The value of each metric, in their order; NaN where there is nothing to take a mean of.
  public var values: [Double]
  /// How many users have a relevant rating, over whom metrics of ranking are means.
  public var rankedUserCount: Int

  /// Evaluates a model.
  ///
  /// For a ranking, all items are ranked for each user, except those the user has rated in
  /// training, by their predictions; among equals the item with the smaller number comes first. An
  /// item is relevant for a user who has given it at least a certain rating in the test. Users
  /// without a relevant item are left out.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - test: the ratings to predict.
  ///   - training: the ratings that the model has learnt from.
  ///   - metrics: what to compute.
  ///   - relevant: the least rating of a relevant item.
  ///   - threads: how many threads may work; the values are the same for any number.
  ///   - checkpoint: is told now and then which share of the users is done; throws to cancel.
  /// - Throws: what `checkpoint` throws.
  public init(
    of model: any RatingModel, on test: RatingTable, training: RatingTable, metrics: [Metric],
    relevant: Float, threads: Int = 1, checkpoint: (Double) throws -> Void = { _ in }
  ) rethrows {
    precondition(
      test.users.count == model.userCount && test.items.count == model.itemCount
        && training.users.count == model.userCount && training.items.count == model.itemCount,
      "The model is of these users and items")
    var errors = RatingErrors()
    for row in 0..<test.count {
      let predicted = model.prediction(
        user: Int(test.userIndices[row]), item: Int(test.itemIndices[row]))
      errors.add(Double(test.values[row]) - Double(predicted))
    }
    let ranking =
      metrics.contains { $0.depth != nil }
      ? try RankingQuality(
        of: model, test: test, training: training, metrics: metrics, relevant: relevant,
        threads: threads, checkpoint: checkpoint) : nil
    rankedUserCount = ranking?.userCount ?? 0
    values = metrics.enumerated().map { index, metric in
      switch metric {
      case .mse: errors.meanSquare
      case .rmse: errors.meanSquare.squareRoot()
      case .mae: errors.meanAbsolute
      case .ndcg, .precision, .recall: ranking?.means[index] ?? .nan
      }
    }
  }
}

private struct RatingErrors {
  private var (squares, absolutes, count) = (0.0, 0.0, 0.0)

  mutating func add(_ error: Double) {
    squares += error * error
    absolutes += abs(error)
    count += 1
  }

  var meanSquare: Double { squares / count }
  var meanAbsolute: Double { absolutes / count }
}
