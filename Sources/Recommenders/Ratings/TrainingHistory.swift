/// All that a model has learnt from, as far as it is known.
///
/// That is what it was trained on, and what the models were trained on that it went on from.
public struct TrainingHistory: Sendable {
  /// The ratings, each table with its own numbering.
  public private(set) var tables: [RatingTable]
  /// Whether there is nothing else; a file of a model need not say what it was trained on.
  public private(set) var isComplete: Bool

  public init(_ tables: [RatingTable], isComplete: Bool = true) {
    self.tables = tables
    self.isComplete = isComplete
  }

  /// A training on some ratings that went on from a model with a history.
  public init(_ table: RatingTable, after start: TrainingHistory? = nil) {
    tables = [table]
    isComplete = start?.isComplete ?? true
    for earlier in start?.tables ?? [] where !tables.contains(where: { $0.hasPairs(of: earlier) }) {
      tables.append(earlier)
    }
  }

  /// How many ratings of the test are learnt from, of what a model was at last trained on.
  public func count(inTestOf data: TrainingData) -> Int {
    // The parts of a split have no rating in common: only what a start has learnt from can be in
    // the test.
    guard let test = data.test, tables.count > 1 else { return 0 }
    return count(in: test)
  }

  /// How many ratings of a table are of a user and an item whose rating was learnt from.
  public func count(in table: RatingTable) -> Int {
    let learnt = RatedItems(tables, numberedAs: table.identities)
    return (0..<table.count).count {
      learnt.contains(user: Int(table.userIndices[$0]), item: table.itemIndices[$0])
    }
  }
}

extension RatingTable {
  /// Whether ratings are of the same users and items in the same order.
  fileprivate func hasPairs(of other: RatingTable) -> Bool {
    userIndices == other.userIndices && itemIndices == other.itemIndices
      && identities.agree(with: other.identities)
  }
}
