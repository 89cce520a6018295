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

extension FactorizedModel {
  /// The cosine of the angle between the factors of a user and of an item; nil if either are zero.
  public func cosine(user: Int, item: Int) -> Double? {
    cosineOfAngle(userFactors.row(user), itemFactors.row(item))
  }

  /// The items whose factors have the least angle to those of an item.
  ///
  /// - Parameters:
  ///   - item: the item, which isn't among them.
  ///   - count: how many at most.
  ///   - isCandidate: whether an item may be among them; those with zero factors never are.
  /// - Returns: items and the cosines of the angles, in descending order; among equals the item
  ///   with the smaller number comes first. Empty if the item itself has zero factors.
  public func nearestItems(
    to item: Int, count: Int, where isCandidate: (Int) -> Bool = { _ in true }
  ) -> [RankedItem] {
    var best = RankedItems(count: count)
    for other in 0..<itemCount where other != item && isCandidate(other) {
      guard let cosine = cosineOfAngle(itemFactors.row(item), itemFactors.row(other)) else {
        continue
      }
      best.insert(other, score: Float(cosine))
    }
    return best.items
  }
}

/// a·b / (‖a‖ ‖b‖); nil if either is zero.
private func cosineOfAngle(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double? {
  var (product, squareA, squareB) = (0.0, 0.0, 0.0)
  for (a, b) in zip(a, b) {
    product += Double(a) * Double(b)
    squareA += Double(a) * Double(a)
    squareB += Double(b) * Double(b)
  }
  guard squareA > 0, squareB > 0 else { return nil }
  return product / (squareA * squareB).squareRoot()
}
