/// A model that knows how far its predictions may be off.
public protocol IntervalModel: RatingModel {
  /// The central predictive interval of a rating: it lies below with probability
  /// (1 − `coverage`) / 2, and above with the same.
  ///
  /// - Parameters:
  ///   - user: the number of the user.
  ///   - item: the number of the item.
  ///   - coverage: the probability that the rating lies within, above 0 and below 1.
  /// - Returns: the interval, not held to any scale of ratings.
  func interval(user: Int, item: Int, coverage: Double) -> ClosedRange<Float>
}
