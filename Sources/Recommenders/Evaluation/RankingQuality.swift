import Foundation
import LinearAlgebra

/// The means over users of metrics that look at rankings.
struct RankingQuality {
  /// For each metric its mean; NaN for those that look at ratings, and without users.
  private(set) var means: [Double]
  /// How many users have something relevant.
  private(set) var userCount: Int

  /// How many users are done between two checkpoints.
  private static let usersAtOnce = 4096

  init(
    of model: any RatingModel, test: RatingTable, training: RatingTable, metrics: [Metric],
    relevant: Float, threads: Int, checkpoint: (Double) throws -> Void
  ) rethrows {
    let rated = training.matrix(rows: .users, threads: threads)
    let tested = test.matrix(rows: .users, threads: threads)
    let depth = metrics.compactMap(\.depth).max() ?? 0
    var sums = [Double](repeating: 0, count: metrics.count)
    var users = 0
    for start in stride(from: 0, to: model.userCount, by: Self.usersAtOnce) {
      try checkpoint(Double(start) / Double(model.userCount))
      let block = Array(start..<min(start + Self.usersAtOnce, model.userCount))
      let values = mapParts(block, threads: threads) { user -> [Double]? in
        let items = Set(
          tested.positions(ofRow: user).lazy.filter { tested.values[$0] >= relevant }
            .map { Int(tested.columnIndices[$0]) })
        guard !items.isEmpty else { return nil }
        let seen = Set(rated.positions(ofRow: user).lazy.map { Int(rated.columnIndices[$0]) })
        let best = model.bestItems(for: user, count: depth) { !seen.contains($0) }
        let hits = best.map { items.contains($0.item) }
        return metrics.map { $0.value(hits: hits, relevantCount: items.count) }
      }
      // In the order of users, so that sums don't depend on the number of threads.
      for case .some(let values) in values {
        users += 1
        for (index, value) in values.enumerated() { sums[index] += value }
      }
    }
    userCount = users
    means = sums.map { $0 / Double(users) }
  }
}

extension Metric {
  /// The value for one user.
  ///
  /// - Parameters:
  ///   - hits: for each of the best items in their order whether it is relevant; fewer than the
  ///     depth if there are no more items.
  ///   - relevantCount: how many items are relevant.
  /// - Returns: the value; NaN for a metric that looks at ratings.
  func value(hits: [Bool], relevantCount: Int) -> Double {
    func gain(_ rank: Int) -> Double { 1 / log2(Double(rank + 1)) }
    switch self {
    case .mse, .rmse, .mae: return .nan
    case .ndcg(let k):
      let found = hits.prefix(k).enumerated().reduce(0) {
        $0 + ($1.element ? gain($1.offset + 1) : 0)
      }
      let ideal = (1...min(k, relevantCount)).reduce(0) { $0 + gain($1) }
      return found / ideal
    case .precision(let k): return Double(hits.prefix(k).count { $0 }) / Double(k)
    case .recall(let k): return Double(hits.prefix(k).count { $0 }) / Double(relevantCount)
    }
  }
}
