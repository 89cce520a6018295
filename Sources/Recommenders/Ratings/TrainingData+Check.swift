import LinearAlgebra

/// Why no model can be trained on some data.
public enum TrainingDataError: Error, Equatable, Sendable {
  /// There is nothing to learn from.
  case noTrainingRatings
  /// The start, or the test ratings, have other users, items or factors than the training.
  case differentSize(of: Part, expected: FactorModelSize, actual: FactorModelSize)

  public enum Part: String, Sendable {
    case start
    case test
  }
}

extension TrainingData {
  /// Makes sure that a model can be trained.
  ///
  /// - Parameters:
  ///   - factors: K.
  ///   - start: the size of a model to go on from.
  /// - Returns: the size of the model, and μ, the mean of the training ratings.
  /// - Throws: what is wrong with the data, or with the start.
  func check(
    factors: Int, start: FactorModelSize? = nil
  ) throws(TrainingDataError) -> (size: FactorModelSize, mean: Float) {
    guard let mean = train.mean else { throw .noTrainingRatings }
    let size = FactorModelSize(
      users: train.users.count, items: train.items.count, factors: factors)
    if let start, start != size {
      throw .differentSize(of: .start, expected: size, actual: start)
    }
    if let test {
      let testSize = FactorModelSize(
        users: test.users.count, items: test.items.count, factors: factors)
      guard testSize == size else {
        throw .differentSize(of: .test, expected: size, actual: testSize)
      }
    }
    return (size, Float(mean))
  }

  /// The test ratings less a constant, with a row for each user; no rows without a test.
  func testMatrix(subtracting mean: Float, threads: Int) -> SparseMatrix {
    test?.matrix(rows: .users, subtracting: mean, threads: threads)
      ?? SparseMatrix(rowCount: 0, columnCount: 0, rows: [], columns: [], values: [])
  }
}
