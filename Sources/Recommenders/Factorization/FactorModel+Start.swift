import LinearAlgebra

extension FactorModel {
  /// The standard deviation of the first factors.
  ///
  /// It must be well below the factors that will be found, so that the biases explain what
  /// they can first, but not so small that λ keeps the factors from growing.
  private static let initialDeviation = 0.1

  /// Small normal factors, zero biases and a zero mean.
  static func random(
    size: FactorModelSize, users: RandomSource, items: RandomSource
  ) -> FactorModel {
    func factors(_ rows: Int, _ source: RandomSource) -> Matrix<Float> {
      var matrix = Matrix<Float>(rowCount: rows, columnCount: size.factors)
      for row in 0..<rows {
        var random = source.sequence(row: row)
        for factor in 0..<size.factors {
          matrix.elements[row * size.factors + factor] = Float(
            initialDeviation * random.normal())
        }
      }
      return matrix
    }
    return FactorModel(
      mean: 0, userFactors: factors(size.users, users),
      itemFactors: factors(size.items, items),
      userBiases: Array(repeating: 0, count: size.users),
      itemBiases: Array(repeating: 0, count: size.items))
  }
}

extension TrainingData {
  /// The size of a model of this data.
  ///
  /// - Parameters:
  ///   - factors: K.
  ///   - start: a model to go on from, which has to be of that size.
  /// - Returns: N, M and K.
  /// - Throws: `FactorizationError.differentSize` if the start, or the test ratings, are not of
  ///   these users and items.
  func modelSize(
    factors: Int, start: FactorModel? = nil
  ) throws(FactorizationError) -> FactorModelSize {
    let size = FactorModelSize(
      users: train.users.count, items: train.items.count, factors: factors)
    if let start, start.size != size {
      throw .differentSize(of: .start, expected: size, actual: start.size)
    }
    if let test {
      let testSize = FactorModelSize(
        users: test.users.count, items: test.items.count, factors: factors)
      guard testSize == size else {
        throw .differentSize(of: .test, expected: size, actual: testSize)
      }
    }
    return size
  }
}
