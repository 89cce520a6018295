import LinearAlgebra

/// A model whose prediction is a sum of parts that mean something.
public protocol ExplainedModel: RatingModel {
  /// What the prediction for a user and an item is the sum of, in its order.
  func parts(user: Int, item: Int) -> [PredictionPart]
}

/// A part of a prediction.
public enum PredictionPart: Hashable, Sendable {
  /// The mean of the training ratings.
  case mean(Float)
  case userBias(Float)
  case itemBias(Float)
  /// The product of the two values of a factor, which is counted from 0.
  case factor(Int, user: Float, item: Float)

  /// What it adds to the prediction.
  public var value: Float {
    switch self {
    case .mean(let value), .userBias(let value), .itemBias(let value): value
    case .factor(_, let user, let item): user * item
    }
  }
}

extension FactorModel: ExplainedModel {
  public func parts(user: Int, item: Int) -> [PredictionPart] {
    let factors = (0..<userFactors.columnCount).map { factor in
      PredictionPart.factor(
        factor, user: userFactors[user, factor], item: itemFactors[item, factor])
    }
    return [.mean(mean), .userBias(userBiases[user]), .itemBias(itemBiases[item])] + factors
  }

  public func predictions(user: Int) -> [Float] {
    let count = userFactors.columnCount
    let start = mean + userBiases[user]
    return userFactors.row(user).withUnsafeBufferPointer { w in
      itemFactors.elements.withUnsafeBufferPointer { factors in
        itemBiases.indices.map { item in
          var product: Float = 0
          for factor in 0..<count { product += w[factor] * factors[item * count + factor] }
          // The order of the sum is that of `prediction(user:item:)`.
          return start + itemBiases[item] + product
        }
      }
    }
  }
}
