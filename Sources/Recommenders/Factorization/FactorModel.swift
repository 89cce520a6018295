public import LinearAlgebra

/// The model r̂_ij = μ + b_i + c_j + w_i·u_j, for user i and item j.
///
/// A user or an item without a training rating has zero factors and a zero bias, so that it
/// is predicted from what remains.
public struct FactorModel: FactorizedModel {
  /// μ, the mean of the training ratings.
  public var mean: Float
  /// W, users x factors; w_i is its row i.
  public var userFactors: Matrix<Float>
  /// U, items x factors; u_j is its row j.
  public var itemFactors: Matrix<Float>
  /// b.
  public var userBiases: [Float]
  /// c.
  public var itemBiases: [Float]

  public init(
    mean: Float, userFactors: Matrix<Float>, itemFactors: Matrix<Float>, userBiases: [Float],
    itemBiases: [Float]
  ) {
    precondition(userFactors.columnCount == itemFactors.columnCount, "Both sides have K factors")
    precondition(userBiases.count == userFactors.rowCount, "A user has a bias")
    precondition(itemBiases.count == itemFactors.rowCount, "An item has a bias")
    self.mean = mean
    self.userFactors = userFactors
    self.itemFactors = itemFactors
    self.userBiases = userBiases
    self.itemBiases = itemBiases
  }

  /// N, M and K.
  public var size: FactorModelSize {
    FactorModelSize(
      users: userFactors.rowCount, items: itemFactors.rowCount, factors: userFactors.columnCount)
  }

  /// r̂ of a user and an item, not held to any scale of ratings.
  public func prediction(user: Int, item: Int) -> Float {
    let w = userFactors.row(user)
    let u = itemFactors.row(item)
    var product: Float = 0
    for (w, u) in zip(w, u) { product += w * u }
    return mean + userBiases[user] + itemBiases[item] + product
  }

  public var unseen: UnseenPredictions {
    UnseenPredictions(
      ofItems: itemBiases.map { mean + $0 }, forUsers: userBiases.map { mean + $0 }, ofBoth: mean)
  }
}

/// How many users, items and factors there are: N, M and K.
public struct FactorModelSize: Sendable, Hashable {
  public var users: Int
  public var items: Int
  public var factors: Int

  public init(users: Int, items: Int, factors: Int) {
    self.users = users
    self.items = items
    self.factors = factors
  }
}

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
