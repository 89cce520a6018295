import LinearAlgebra

/// A model that a training can go on from, perhaps with other users and items.
public protocol StartModel: RatingModel {
  /// The same model with other users and items, and in another order.
  ///
  /// What it has not learnt begins as without a start: with small random factors and no bias.
  ///
  /// - Parameters:
  ///   - users: for each user that is wanted who that is here.
  ///   - items: for each item that is wanted which that is here.
  ///   - seed: chooses the first factors of the others.
  /// - Returns: a model of the users and items that are wanted.
  func matched(users: IdentityMatch, items: IdentityMatch, seed: UInt64) -> Self
}

extension FactorModel: StartModel {
  public func matched(users: IdentityMatch, items: IdentityMatch, seed: UInt64) -> FactorModel {
    var model = FactorModel.random(
      size: FactorModelSize(
        users: users.numbers.count, items: items.numbers.count, factors: size.factors),
      users: RandomSource(seed: seed, purpose: "start.users"),
      items: RandomSource(seed: seed, purpose: "start.items"))
    model.mean = mean
    model.userFactors.takeRows(of: userFactors, at: users)
    model.itemFactors.takeRows(of: itemFactors, at: items)
    model.userBiases = userBiases.elements(at: users)
    model.itemBiases = itemBiases.elements(at: items)
    return model
  }
}

extension EmbeddingModel: StartModel {
  public func matched(users: IdentityMatch, items: IdentityMatch, seed: UInt64) -> EmbeddingModel {
    func embedding(_ purpose: StaticString, _ own: Matrix<Float>, _ match: IdentityMatch)
      -> Matrix<Float>
    {
      var matrix = Matrix<Float>.uniform(
        rowCount: match.numbers.count, columnCount: own.columnCount,
        limit: Embedding.initialLimit, RandomSource(seed: seed, purpose: purpose))
      matrix.takeRows(of: own, at: match)
      return matrix
    }
    var model = self
    model.userFactors = embedding("start.users", userFactors, users)
    model.itemFactors = embedding("start.items", itemFactors, items)
    model.userBiases = userBiases.elements(at: users)
    model.itemBiases = itemBiases.elements(at: items)
    return model
  }
}

extension AutoRecModel: StartModel {
  public func matched(users: IdentityMatch, items: IdentityMatch, seed: UInt64) -> AutoRecModel {
    let (rows, columns) = orientation == .user ? (users, items) : (items, users)
    func kernel(_ purpose: StaticString, _ own: Matrix<Float>) -> Matrix<Float> {
      var matrix = Matrix<Float>.glorotUniform(
        rowCount: columns.numbers.count, columnCount: own.columnCount,
        RandomSource(seed: seed, purpose: purpose))
      matrix.takeRows(of: own, at: columns)
      return matrix
    }
    var model = self
    model.weights.inputs = kernel("start.inputs", weights.inputs)
    model.weights.outputs = kernel("start.outputs", weights.outputs)
    model.weights.outputBiases = weights.outputBiases.elements(at: columns)
    // Codes are computed from the training rows.
    model.codes = Matrix(rowCount: rows.numbers.count, columnCount: codes.columnCount)
    return model
  }
}

extension Matrix<Float> {
  /// Takes over the rows of another matrix that a match finds there.
  fileprivate mutating func takeRows(of other: Matrix<Float>, at match: IdentityMatch) {
    for (row, number) in match.numbers.enumerated() {
      guard let number else { continue }
      elements.replaceSubrange(
        row * columnCount..<(row + 1) * columnCount, with: other.row(number))
    }
  }
}

extension [Float] {
  /// The elements that a match finds here, and zeros for others; none if there is none here.
  fileprivate func elements(at match: IdentityMatch) -> [Float] {
    isEmpty ? [] : match.numbers.map { $0.map { self[$0] } ?? 0 }
  }
}
