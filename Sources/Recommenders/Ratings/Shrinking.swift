extension RatingTable {
  /// The ratings of the most active users for the most rated items.
  ///
  /// Activity is counted over the whole table, for users and for items alike; among equals those
  /// with the smaller number are taken. Users and items that are taken are numbered anew in their
  /// old order, also those that have no rating left.
  ///
  /// - Parameters:
  ///   - userLimit: how many users to take at most; nil for all.
  ///   - itemLimit: how many items to take at most; nil for all.
  /// - Returns: the ratings of what was taken, in their old order.
  public func shrunk(users userLimit: Int?, items itemLimit: Int?) -> RatingTable {
    let keptUsers = numbersOfLargest(counts(of: .users), limit: userLimit)
    let keptItems = numbersOfLargest(counts(of: .items), limit: itemLimit)
    let positions = (0..<count).filter {
      keptUsers.newNumbers[Int(userIndices[$0])] >= 0
        && keptItems.newNumbers[Int(itemIndices[$0])] >= 0
    }
    var table = selecting(positions)
    table.users = users.selecting(keptUsers.kept)
    table.items = items.selecting(keptItems.kept)
    table.userIndices = table.userIndices.map { keptUsers.newNumbers[Int($0)] }
    table.itemIndices = table.itemIndices.map { keptItems.newNumbers[Int($0)] }
    return table
  }
}

extension Identities {
  /// The identities of some numbers, in that order.
  public func selecting(_ numbers: [Int]) -> Identities {
    let titles = titles.map { titles in numbers.map { titles[$0] } }
    switch identifiers {
    case .numbers(let all): return Identities(.numbers(numbers.map { all[$0] }), titles: titles)
    case .words(let all): return Identities(.words(numbers.map { all[$0] }), titles: titles)
    }
  }
}

/// The numbers with the largest counts in ascending order, and what each old number becomes, -1
/// if it isn't kept.
private func numbersOfLargest(
  _ counts: [Int], limit: Int?
) -> (kept: [Int], newNumbers: [Int32]) {
  let limit = limit ?? counts.count
  let kept = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(limit).sorted()
  var newNumbers = Array(repeating: Int32(-1), count: counts.count)
  for (new, old) in kept.enumerated() { newNumbers[old] = Int32(new) }
  return (kept, newNumbers)
}
