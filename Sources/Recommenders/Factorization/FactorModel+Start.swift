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
