/// The rows of a table in which a user rates an item once more.
struct Duplicates {
  /// For each row the first row with its user and item if that is another one, or else -1; empty
  /// if there are no duplicates.
  private(set) var firstRows: [Int32] = []

  /// - Parameters:
  ///   - users: the user of each row, less than `userCount`.
  ///   - userCount: the number of users.
  ///   - items: the item of each row, less than `itemCount`.
  ///   - itemCount: the number of items.
  init(users: [Int32], userCount: Int, items: [Int32], itemCount: Int) {
    // Rows in the order of users, and among those of a user in their own order (counting sort).
    var starts = [Int32](repeating: 0, count: userCount + 1)
    var isSorted = true
    var previous: Int32 = 0
    for user in users {
      starts[Int(user) + 1] += 1
      if user < previous { isSorted = false }
      previous = user
    }
    for user in 0..<userCount { starts[user + 1] += starts[user] }
    var order: [Int32] = []
    if !isSorted {
      order = [Int32](repeating: 0, count: users.count)
      var next = starts
      for (row, user) in users.enumerated() {
        order[Int(next[Int(user)])] = Int32(row)
        next[Int(user)] += 1
      }
    }

    // For each item the last user that was seen to have rated it, and in which row first.
    var lastUser = [Int32](repeating: -1, count: itemCount)
    var firstRow = [Int32](repeating: 0, count: itemCount)
    for user in 0..<Int32(userCount) {
      for place in starts[Int(user)]..<starts[Int(user) + 1] {
        let row = isSorted ? place : order[Int(place)]
        let item = Int(items[Int(row)])
        if lastUser[item] != user {
          lastUser[item] = user
          firstRow[item] = row
        } else {
          if firstRows.isEmpty { firstRows = [Int32](repeating: -1, count: users.count) }
          firstRows[Int(row)] = firstRow[item]
        }
      }
    }
  }

  /// How many rows repeat an earlier one.
  var count: Int { firstRows.count { $0 >= 0 } }
}

extension RatingTable {
  /// Leaves one rating of each user and item, by a rule that isn't `error`.
  mutating func resolve(_ duplicates: Duplicates, by rule: DuplicateRule) {
    let firstRows = duplicates.firstRows
    guard !firstRows.isEmpty else { return }
    var isKept = firstRows.map { $0 < 0 }
    switch rule {
    case .error: preconditionFailure("duplicates are to be reported")
    case .first: break
    case .last:
      // For each first row, the last one seen of its user and item.
      var last: [Int32: Int32] = [:]
      for (row, first) in firstRows.enumerated() where first >= 0 {
        isKept[Int(last[first] ?? first)] = false
        isKept[row] = true
        last[first] = Int32(row)
      }
    case .mean:
      var sums: [Int32: (sum: Double, count: Double)] = [:]
      for (row, first) in firstRows.enumerated() where first >= 0 {
        let before = sums[first] ?? (Double(values[Int(first)]), 1)
        sums[first] = (before.sum + Double(values[row]), before.count + 1)
        if let timestamps {
          self.timestamps![Int(first)] = max(timestamps[Int(first)], timestamps[row])
        }
      }
      for (row, group) in sums { values[Int(row)] = Float(group.sum / group.count) }
    }
    keepRows { isKept[$0] }
  }

  /// Drops the rows for which the closure is false; users and items stay.
  private mutating func keepRows(where isKept: (Int) -> Bool) {
    let rows = values.indices.filter(isKept)
    userIndices = rows.map { userIndices[$0] }
    itemIndices = rows.map { itemIndices[$0] }
    values = rows.map { values[$0] }
    if let times = timestamps { timestamps = rows.map { times[$0] } }
  }
}
