/// For each user the items that some tables have ratings of, in the numbering of one of them.
struct RatedItems {
  /// Where each user's items begin; one more than users.
  private var starts: [Int]
  /// The items of each user in ascending order, none twice.
  private var items: [Int32]

  /// - Parameters:
  ///   - tables: ratings, each with its own numbering.
  ///   - identities: the numbering to use. Ratings of other users or items don't matter.
  init(_ tables: [RatingTable], numberedAs identities: RatingIdentities) {
    var (users, rated): ([Int32], [Int32]) = ([], [])
    for table in tables {
      let numbered = table.numbered(as: identities)
      for row in 0..<numbered.count
      where numbered.userIndices[row] < identities.users.count
        && numbered.itemIndices[row] < identities.items.count
      {
        users.append(numbered.userIndices[row])
        rated.append(numbered.itemIndices[row])
      }
    }
    var ends = Array(repeating: 0, count: identities.users.count + 1)
    for user in users { ends[Int(user) + 1] += 1 }
    for user in 0..<identities.users.count { ends[user + 1] += ends[user] }
    var next = ends
    var all = Array(repeating: Int32(0), count: rated.count)
    for (user, item) in zip(users, rated) {
      all[next[Int(user)]] = item
      next[Int(user)] += 1
    }
    starts = [0]
    items = []
    items.reserveCapacity(all.count)
    for user in 0..<identities.users.count {
      for item in all[ends[user]..<ends[user + 1]].sorted()
      where items.count == starts[user] || items.last != item { items.append(item) }
      starts.append(items.count)
    }
  }

  /// The items of a user.
  func items(of user: Int) -> ArraySlice<Int32> { items[starts[user]..<starts[user + 1]] }

  /// The items of a user but for some.
  func items(of user: Int, except others: some Sequence<Int32>) -> [Int32] {
    let others = Set(others)
    return items(of: user).filter { !others.contains($0) }
  }

  /// Whether a user has rated an item.
  func contains(user: Int, item: Int32) -> Bool {
    let items = items(of: user)
    var (lower, upper) = (items.startIndex, items.endIndex)
    while lower < upper {
      let middle = (lower + upper) / 2
      if items[middle] < item { lower = middle + 1 } else { upper = middle }
    }
    return lower < items.endIndex && items[lower] == item
  }
}
