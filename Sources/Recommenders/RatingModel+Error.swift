import LinearAlgebra

extension RatingModel {
  /// The mean of (r − r̂)² over ratings; nil without any.
  ///
  /// - Parameters:
  ///   - ratings: of the model's own users and items.
  ///   - threads: how many compute; the result is the same for any number.
  /// - Returns: the mean.
  /// - Throws: `TrainingDataError.differentSize` if the ratings number other users or items.
  public func meanSquaredError(
    on ratings: RatingTable, threads: Int = 1
  ) throws(TrainingDataError) -> Double? {
    let expected = FactorModelSize(users: userCount, items: itemCount, factors: 0)
    let actual = FactorModelSize(
      users: ratings.users.count, items: ratings.items.count, factors: 0)
    guard actual == expected else {
      throw .differentSize(of: .test, expected: expected, actual: actual)
    }
    return meanSquaredError(onOwn: ratings, threads: threads)
  }

  /// The mean of (r − r̂)² over ratings that are known to be of its users and items.
  ///
  /// The sum is over batches of a fixed size, each summed in order, so that it is the same for any
  /// number of threads.
  func meanSquaredError(onOwn ratings: RatingTable, threads: Int) -> Double? {
    guard ratings.count > 0 else { return nil }
    let batches = Pieces(of: ratings.count, size: 1024)
    let sums = ScratchMemory(repeating: 0.0, count: batches.count)
    parallelFor(batches.count, threads: threads) { number, _ in
      let positions = batches[number]
      let pairs = positions.map { (ratings.userIndices[$0], ratings.itemIndices[$0]) }
      for (position, predicted) in zip(positions, predictions(pairs)) {
        let residual = Double(ratings.values[position]) - Double(predicted)
        sums.pointer[number] += residual * residual
      }
    }
    return sums.array.reduce(0, +) / Double(ratings.count)
  }
}
