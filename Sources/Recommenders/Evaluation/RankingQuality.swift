import Glibc
import LinearAlgebra

/// Where an item stands in a ranking in which items with equal scores share their places.
struct TiedRank: Hashable {
  /// How many items have a higher score.
  var ahead: Int
  /// How many items have this score, with the item itself.
  var tied: Int
}

/// The sums of the discounts 1/log₂(rank + 1) of the first ranks.
struct RankDiscounts {
  /// The sum of the first n discounts at n.
  private let sums: [Double]

  /// Discounts of as many ranks as a metric may look at.
  init(depth: Int) {
    var sums = [0.0]
    for rank in 0..<depth { sums.append(sums[rank] + 1 / log2(Double(rank + 2))) }
    self.sums = sums
  }

  /// The sum of the discounts of the first so many ranks.
  func sum(first count: Int) -> Double { sums[count] }
}

/// The means over users of metrics that look at rankings.
struct RankingQuality {
  /// For each metric its mean; NaN for those that look at ratings, and without users.
  private(set) var means: [Double]
  /// How many users have something relevant.
  private(set) var userCount: Int

  /// How many users are done between two checkpoints.
  private static let usersAtOnce = 4096

  /// Ranks all items for each user.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - test: the ratings that say what is relevant, with the users and items of the model.
  ///   - excluded: for each user the items that are no candidates, unless they are tested.
  ///   - metrics: what to compute.
  ///   - relevant: the least rating of a relevant item.
  ///   - threads: how many threads may work.
  ///   - checkpoint: is told now and then which share of the users is done.
  init(
    of model: any RatingModel, test: RatingTable, excluded: RatedItems, metrics: [Metric],
    relevant: Float, threads: Int, checkpoint: (Double) throws -> Void
  ) rethrows {
    let tested = test.matrix(rows: .users, threads: threads)
    let discounts = RankDiscounts(depth: metrics.compactMap(\.depth).max() ?? 0)
    var sums = [Double](repeating: 0, count: metrics.count)
    var users = 0
    for start in stride(from: 0, to: model.userCount, by: Self.usersAtOnce) {
      try checkpoint(Double(start) / Double(model.userCount))
      let block = Array(start..<min(start + Self.usersAtOnce, model.userCount))
      let values = mapParts(block, threads: threads) { user -> [Double]? in
        let positions = tested.positions(ofRow: user)
        let relevantItems = positions.filter { tested.values[$0] >= relevant }
          .map { Int(tested.columnIndices[$0]) }
        guard !relevantItems.isEmpty else { return nil }
        let ranks = model.ranks(
          of: relevantItems, for: user,
          leavingOut: excluded.items(
            of: user, except: positions.lazy.map { tested.columnIndices[$0] }))
        return metrics.map {
          $0.value(ranks: ranks, relevantCount: relevantItems.count, discounts: discounts)
        }
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

extension RatingModel {
  /// Where some items stand among all items, ranked by their predictions for a user.
  ///
  /// - Parameters:
  ///   - items: the items to find.
  ///   - user: the user.
  ///   - excluded: items that are left out, none of `items`.
  /// - Returns: the ranks in no particular order; an item whose prediction isn't a number has none.
  fileprivate func ranks(of items: [Int], for user: Int, leavingOut excluded: [Int32])
    -> [TiedRank]
  {
    var predictions = predictions(user: user)
    for item in excluded { predictions[Int(item)] = .nan }
    // The different scores of the items, in ascending order, and how often each occurs.
    var scores: [Float] = []
    var counts: [Int] = []
    for score in items.map({ predictions[$0] }).filter({ !$0.isNaN }).sorted() {
      if scores.last == score {
        counts[counts.count - 1] += 1
      } else {
        scores.append(score)
        counts.append(1)
      }
    }
    guard let least = scores.first else { return [] }
    // How many candidates have each of the scores, and how many lie above each but not above
    // the next.
    var equal = Array(repeating: 0, count: scores.count)
    var above = equal
    for prediction in predictions where prediction >= least {
      var (lower, upper) = (0, scores.count)
      while upper - lower > 1 {
        let middle = (lower + upper) / 2
        if scores[middle] <= prediction { lower = middle } else { upper = middle }
      }
      if scores[lower] == prediction { equal[lower] += 1 } else { above[lower] += 1 }
    }
    var ranks: [TiedRank] = []
    var ahead = 0
    for index in scores.indices.reversed() {
      ahead += above[index]
      ranks += repeatElement(
        TiedRank(ahead: ahead, tied: equal[index]), count: counts[index])
      ahead += equal[index]
    }
    return ranks
  }
}

extension Metric {
  /// The value for one user: its expectation if items with equal scores stand in random order.
  ///
  /// Among g items that share the places a + 1 to a + g, each is at each of them with the
  /// probability 1/g, and all metrics are sums over the relevant items. So an item's share in a
  /// sum is the mean of what the places are worth, where those beyond k are worth nothing
  /// (McSherry and Najork, *Computing Information Retrieval Performance Measures Efficiently in
  /// the Presence of Tied Scores*, ECIR 2008).
  ///
  /// - Parameters:
  ///   - ranks: where the relevant items stand.
  ///   - relevantCount: how many items are relevant, also those without a rank.
  ///   - discounts: of at least as many ranks as the metric looks at.
  /// - Returns: the value; NaN for a metric that looks at ratings.
  func value(ranks: [TiedRank], relevantCount: Int, discounts: RankDiscounts) -> Double {
    func expectation(atDepth k: Int, _ worth: (_ first: Int) -> Double) -> Double {
      ranks.reduce(0) { sum, rank in
        let (first, last) = (min(rank.ahead, k), min(rank.ahead + rank.tied, k))
        return first == last ? sum : sum + (worth(last) - worth(first)) / Double(rank.tied)
      }
    }
    switch self {
    case .mse, .rmse, .mae: return .nan
    case .ndcg(let k):
      return expectation(atDepth: k, discounts.sum(first:))
        / discounts.sum(first: min(k, relevantCount))
    case .precision(let k): return expectation(atDepth: k) { Double($0) } / Double(k)
    case .recall(let k): return expectation(atDepth: k) { Double($0) } / Double(relevantCount)
    }
  }
}
