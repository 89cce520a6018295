import LinearAlgebra

/// How much the factors of a model do, beside the ratings that they are to explain.
public struct FactorReach: Sendable {
  /// max ‖w_i‖ over users, and max ‖u_j‖ over items.
  private let users: Double
  private let items: Double
  /// What is lost to rounding in a prediction of the size of the ratings.
  private let rounding: Double
  /// The standard deviation of the ratings; 0 if it isn't known.
  private let deviation: Double

  /// What is left of factors that a penalty pulled to zero changes predictions by less than this
  /// share of the standard deviation of the ratings: it explains less than 10⁻⁸ of their variance.
  private static let leastShare = 1e-4

  /// - Parameters:
  ///   - model: a model with factors.
  ///   - ratings: what it was trained on; none if that isn't known.
  public init(of model: some FactorizedModel, on ratings: RatingTable) {
    users = largestNorm(model.userFactors)
    items = largestNorm(model.itemFactors)
    let mean = ratings.mean ?? 0
    var (largest, squares) = (0.0, 0.0)
    for value in ratings.values {
      largest = max(largest, Double(value.magnitude))
      squares += (Double(value) - mean) * (Double(value) - mean)
    }
    if ratings.count == 0 {
      // Predictions without factors are of the size of ratings.
      let unseen = model.unseen
      largest = (unseen.ofItems + unseen.forUsers).reduce(0) { max($0, Double($1.magnitude)) }
    }
    rounding = Double(Float.ulpOfOne) * largest
    deviation = ratings.count == 0 ? 0 : (squares / Double(ratings.count)).squareRoot()
  }

  /// The most that factors change a prediction by: |w·u| ≤ ‖w‖ ‖u‖ (Cauchy and Schwarz).
  public var largestChange: Double { users * items }

  /// Whether all factors are zero, as far as single precision can tell in predictions.
  public var isZero: Bool { largestChange <= rounding }

  /// Whether factors do nothing that is worth looking at.
  public var isNegligible: Bool {
    isZero || largestChange < Self.leastShare * deviation
  }

  /// Whether the ratings are all equal, so that factors have nothing to explain.
  public var isWithoutDeviation: Bool { deviation == 0 && rounding > 0 }

  /// The cosine of the angle between two rows of factors.
  ///
  /// - Parameters:
  ///   - a: the factors of a user or an item.
  ///   - aSide: of which it is.
  ///   - b: the factors of another.
  ///   - bSide: of which it is.
  /// - Returns: the cosine; nil if a row is so small that it makes no difference in any prediction,
  ///   as then its direction is a matter of rounding.
  fileprivate func cosine(
    _ a: ArraySlice<Float>, of aSide: RatingSide, _ b: ArraySlice<Float>, of bSide: RatingSide
  ) -> Double? {
    var (product, squareA, squareB) = (0.0, 0.0, 0.0)
    for (a, b) in zip(a, b) {
      product += Double(a) * Double(b)
      squareA += Double(a) * Double(a)
      squareB += Double(b) * Double(b)
    }
    guard makesDifference(squareA, of: aSide), makesDifference(squareB, of: bSide) else {
      return nil
    }
    return product / (squareA.squareRoot() * squareB.squareRoot())
  }

  /// Whether a row with such a sum of squares changes some prediction by more than rounding does.
  private func makesDifference(_ square: Double, of side: RatingSide) -> Bool {
    square.squareRoot() * (side == .users ? items : users) > rounding
  }
}

/// The largest ‖row‖ of a matrix; 0 without rows.
private func largestNorm(_ matrix: Matrix<Float>) -> Double {
  (0..<matrix.rowCount).reduce(0) { largest, row in
    max(largest, matrix.row(row).reduce(0) { $0 + Double($1) * Double($1) })
  }.squareRoot()
}

extension FactorizedModel {
  /// The cosine of the angle between the factors of a user and of an item; nil if either are zero.
  public func cosine(user: Int, item: Int, _ reach: FactorReach) -> Double? {
    reach.cosine(userFactors.row(user), of: .users, itemFactors.row(item), of: .items)
  }

  /// The items whose factors have the least angle to those of an item.
  ///
  /// - Parameters:
  ///   - item: the item, which isn't among them.
  ///   - count: how many at most.
  ///   - reach: how much the factors do.
  ///   - isCandidate: whether an item may be among them; those with zero factors never are.
  /// - Returns: items and the cosines of the angles, in descending order; among equals the item
  ///   with the smaller number comes first. Empty if the item itself has zero factors.
  public func nearestItems(
    to item: Int, count: Int, _ reach: FactorReach,
    where isCandidate: (Int) -> Bool = { _ in true }
  ) -> [RankedItem] {
    var best = RankedItems(count: count)
    for other in 0..<itemCount where other != item && isCandidate(other) {
      let cosine = reach.cosine(
        itemFactors.row(item), of: .items, itemFactors.row(other), of: .items)
      if let cosine { best.insert(other, score: Float(cosine)) }
    }
    return best.items
  }
}
