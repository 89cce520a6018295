/// The users and the items of a table: how it numbers them.
public struct RatingIdentities: Sendable {
  public var users: Identities
  public var items: Identities

  public init(users: Identities, items: Identities) {
    self.users = users
    self.items = items
  }

  /// Whether others are the same in the same order.
  public func agree(with other: RatingIdentities) -> Bool {
    users.hasIdentifiers(of: other.users) && items.hasIdentifiers(of: other.items)
  }
}

extension RatingTable {
  public var identities: RatingIdentities { RatingIdentities(users: users, items: items) }

  /// The same ratings with users and items numbered as by others.
  ///
  /// Users and items that the others lack are numbered behind them, if they have a rating here.
  ///
  /// - Parameter others: how to number.
  /// - Returns: the ratings, in their order.
  public func numbered(as others: RatingIdentities) -> RatingTable {
    guard !identities.agree(with: others) else { return self }
    func number(
      _ own: Identities, _ indices: [Int32], as others: Identities
    ) -> (identities: Identities, indices: [Int32]) {
      let match = IdentityMatch(of: own, in: others)
      var isRated = Array(repeating: false, count: own.count)
      for index in indices { isRated[Int(index)] = true }
      let more = (0..<own.count).filter { match.numbers[$0] == nil && isRated[$0] }
      var numbers = match.numbers.map { Int32($0 ?? -1) }
      for (offset, index) in more.enumerated() { numbers[index] = Int32(others.count + offset) }
      return (others.appending(more, of: own), indices.map { numbers[Int($0)] })
    }
    var table = self
    (table.users, table.userIndices) = number(users, userIndices, as: others.users)
    (table.items, table.itemIndices) = number(items, itemIndices, as: others.items)
    return table
  }

  /// The positions of the ratings by user, and those of a user by item.
  var canonicalOrder: [Int32] {
    stableOrder(
      of: stableOrder(of: Array(0..<Int32(count)), by: itemIndices, below: items.count),
      by: userIndices, below: users.count)
  }

  /// Whether another table has the same ratings of the same users and items, in whatever order
  /// and numbering.
  public func hasRatings(of other: RatingTable) -> Bool {
    guard count == other.count else { return false }
    let other = other.numbered(as: identities)
    guard other.users.count == users.count, other.items.count == items.count else { return false }
    return zip(canonicalOrder, other.canonicalOrder).allSatisfy { own, others in
      let (own, others) = (Int(own), Int(others))
      return userIndices[own] == other.userIndices[others]
        && itemIndices[own] == other.itemIndices[others] && values[own] == other.values[others]
    }
  }
}

/// Positions in ascending order of their keys; those with one key keep their order.
private func stableOrder(of positions: [Int32], by keys: [Int32], below bound: Int) -> [Int32] {
  var next = [Int](repeating: 0, count: bound + 1)
  for position in positions { next[Int(keys[Int(position)]) + 1] += 1 }
  for key in 0..<bound { next[key + 1] += next[key] }
  var order = positions
  for position in positions {
    let key = Int(keys[Int(position)])
    order[next[key]] = position
    next[key] += 1
  }
  return order
}
