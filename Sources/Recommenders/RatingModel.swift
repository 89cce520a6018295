public import LinearAlgebra

/// A model that predicts what any user gives any item.
///
/// Users and items are numbered as in the ratings the model learnt from. One without a training
/// rating is predicted from what remains, such as biases and the mean.
public protocol RatingModel: Sendable {
  /// N.
  var userCount: Int { get }
  /// M.
  var itemCount: Int { get }
  /// r̂ of a user and an item, not held to any scale of ratings.
  func prediction(user: Int, item: Int) -> Float
  /// r̂ of a user for every item, in their order.
  func predictions(user: Int) -> [Float]
  /// r̂ of some pairs of a user and an item.
  func predictions(_ pairs: [(user: Int32, item: Int32)]) -> [Float]
  /// What it predicts for users and items that are not among its own: the same as for those
  /// among them that have no training rating, as far as that isn't a matter of chance.
  var unseen: UnseenPredictions { get }
}

extension RatingModel {
  public func predictions(user: Int) -> [Float] {
    (0..<itemCount).map { prediction(user: user, item: $0) }
  }

  public func predictions(_ pairs: [(user: Int32, item: Int32)]) -> [Float] {
    pairs.map { prediction(user: Int($0.user), item: Int($0.item)) }
  }
}

/// A model whose predictions rest on products of factors of users and of items.
public protocol FactorizedModel: RatingModel {
  /// Users x factors.
  var userFactors: Matrix<Float> { get }
  /// Items x factors.
  var itemFactors: Matrix<Float> { get }
}

extension FactorizedModel {
  public var userCount: Int { userFactors.rowCount }
  public var itemCount: Int { itemFactors.rowCount }
}
