/// Numbers the identifiers of a column from zero without gaps, in ascending order.
///
/// Integers go by value, words by their UTF-8 bytes. So the numbers depend neither on the order of the rows nor
/// on how often something occurs.
struct Numbering {
  /// The number of each row's identifier.
  var indices: [Int32]
  /// The identifier of each number.
  var identifiers: Identities.Identifiers

  init(_ keys: KeyColumn) {
    self = keys.words.map(Numbering.ofWords) ?? Numbering.ofNumbers(keys.numbers)
  }

  private init(_ indices: [Int32], _ identifiers: Identities.Identifiers) {
    self.indices = indices
    self.identifiers = identifiers
  }

  private static func ofWords(_ keys: WordKeys) -> Numbering {
    let order = keys.words.indices.sorted {
      keys.words[$0].utf8.lexicographicallyPrecedes(keys.words[$1].utf8)
    }
    let numbers = numberOfPosition(order)
    return Numbering(
      keys.positions.map { numbers[Int($0)] }, .words(order.map { keys.words[$0] }))
  }

  private static func ofNumbers(_ keys: [Int64]) -> Numbering {
    guard let least = keys.min(), let greatest = keys.max() else {
      return Numbering([], .numbers([]))
    }
    let (span, overflow) = greatest.subtractingReportingOverflow(least)
    // A table with four bytes for each possible identifier is worth it if it is no larger than
    // the column itself.
    return !overflow && span < max(1 << 16, 2 * keys.count)
      ? ofDenseNumbers(keys, least: least, span: Int(span) + 1) : ofScatteredNumbers(keys)
  }

  /// Numbers identifiers of a range that is small enough for a table.
  private static func ofDenseNumbers(_ keys: [Int64], least: Int64, span: Int) -> Numbering {
    var table = [Int32](repeating: -1, count: span)
    for key in keys { table[Int(key - least)] = 0 }
    var distinct: [Int64] = []
    for slot in table.indices where table[slot] == 0 {
      table[slot] = Int32(distinct.count)
      distinct.append(least + Int64(slot))
    }
    return Numbering(keys.map { table[Int($0 - least)] }, .numbers(distinct))
  }

  /// Numbers identifiers of any size.
  private static func ofScatteredNumbers(_ keys: [Int64]) -> Numbering {
    var positionOfKey: [Int64: Int32] = [:]
    var distinct: [Int64] = []
    let positions = keys.map { key in
      if let position = positionOfKey[key] { return position }
      let position = Int32(distinct.count)
      positionOfKey[key] = position
      distinct.append(key)
      return position
    }
    let order = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    let numbers = numberOfPosition(order)
    return Numbering(positions.map { numbers[Int($0)] }, .numbers(order.map { distinct[$0] }))
  }

  /// The inverse of a permutation.
  private static func numberOfPosition(_ order: [Int]) -> [Int32] {
    var numbers = [Int32](repeating: 0, count: order.count)
    for (number, position) in order.enumerated() { numbers[position] = Int32(number) }
    return numbers
  }
}
