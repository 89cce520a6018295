/// An item with what it is ranked by.
public struct RankedItem: Hashable, Sendable {
  public var item: Int
  public var score: Float

  public init(item: Int, score: Float) {
    self.item = item
    self.score = score
  }
}

/// The items with the highest scores so far; among equals those with the smaller numbers.
///
/// Items are to be inserted in ascending order.
struct RankedItems {
  /// How many are kept.
  let count: Int
  private(set) var items: [RankedItem] = []

  init(count: Int) {
    precondition(count >= 0, "A number of items isn't negative")
    self.count = count
    items.reserveCapacity(min(count, 1024) + 1)
  }

  /// Takes an item in if it is among the best; one whose score isn't a number never is.
  mutating func insert(_ item: Int, score: Float) {
    if items.count == count {
      guard let last = items.last, score > last.score else { return }
      items.removeLast()
    }
    guard !score.isNaN else { return }
    var (lower, upper) = (0, items.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if items[middle].score >= score { lower = middle + 1 } else { upper = middle }
    }
    items.insert(RankedItem(item: item, score: score), at: lower)
  }
}

extension RatingModel {
  /// The items that a user is predicted to rate highest.
  ///
  /// - Parameters:
  ///   - user: the user.
  ///   - count: how many at most.
  ///   - isCandidate: whether an item may be among them.
  /// - Returns: items with their predictions, in descending order; among equals the item with the
  ///   smaller number comes first.
  public func bestItems(
    for user: Int, count: Int, where isCandidate: (Int) -> Bool = { _ in true }
  ) -> [RankedItem] {
    var best = RankedItems(count: count)
    for (item, prediction) in predictions(user: user).enumerated() where isCandidate(item) {
      best.insert(item, score: prediction)
    }
    return best.items
  }
}
