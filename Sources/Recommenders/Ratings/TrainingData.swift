public import LinearAlgebra

/// What a model is trained on, and what it is tested on meanwhile.
public struct TrainingData: Sendable {
  public var train: RatingTable
  /// Held-out ratings of the same users and items; nil to train without a test.
  public var test: RatingTable?
  /// More ratings of the same that are held out; they play no role in the training.
  public var validation: RatingTable?

  public init(train: RatingTable, test: RatingTable? = nil, validation: RatingTable? = nil) {
    self.train = train
    self.test = test
    self.validation = validation
  }

  /// Trains and tests on the parts of a split.
  public init(_ split: RatingSplit) {
    self.init(train: split.train, test: split.test, validation: split.validation)
  }
}

/// Users or items: the rows or the columns of a rating matrix.
public enum RatingSide: String, Sendable, Hashable, CaseIterable {
  case users
  case items
}

extension RatingTable {
  /// The mean rating; nil without ratings.
  public var mean: Double? {
    values.isEmpty ? nil : values.reduce(0) { $0 + Double($1) } / Double(count)
  }

  /// The rating matrix with a row for each user, or for each item, less a constant.
  public func matrix(
    rows side: RatingSide, subtracting mean: Float = 0, threads: Int = 1
  ) -> SparseMatrix {
    var matrix =
      switch side {
      case .users:
        SparseMatrix(
          rowCount: users.count, columnCount: items.count, rows: userIndices,
          columns: itemIndices, values: values, threads: threads)
      case .items:
        SparseMatrix(
          rowCount: items.count, columnCount: users.count, rows: itemIndices,
          columns: userIndices, values: values, threads: threads)
      }
    if mean != 0 {
      for position in matrix.values.indices { matrix.values[position] -= mean }
    }
    return matrix
  }

  /// The ratings at some positions, in that order, of the same users and items.
  public func selecting(_ positions: [Int]) -> RatingTable {
    RatingTable(
      users: users, items: items, userIndices: positions.map { userIndices[$0] },
      itemIndices: positions.map { itemIndices[$0] }, values: positions.map { values[$0] },
      timestamps: timestamps.map { timestamps in positions.map { timestamps[$0] } },
      source: source)
  }
}
