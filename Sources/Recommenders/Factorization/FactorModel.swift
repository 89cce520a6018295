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

  /// The mean of (r − r̂)² over a table; nil if it has no ratings.
  ///
  /// - Throws: `TrainingDataError.differentSize` if the table numbers other users or items.
  public func meanSquaredError(on table: RatingTable) throws(TrainingDataError) -> Double? {
    let tableSize = FactorModelSize(
      users: table.users.count, items: table.items.count, factors: size.factors)
    guard tableSize == size else {
      throw .differentSize(of: .test, expected: size, actual: tableSize)
    }
    if table.count == 0 { return nil }
    var sum = 0.0
    for position in 0..<table.count {
      let predicted = prediction(
        user: Int(table.userIndices[position]), item: Int(table.itemIndices[position]))
      let residual = Double(table.values[position]) - Double(predicted)
      sum += residual * residual
    }
    return sum / Double(table.count)
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
