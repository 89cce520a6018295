import Glibc

/// A figure that says how good predictions are.
public enum Metric: Hashable, Sendable {
  /// The mean of (r − r̂)² over the test ratings.
  case mse
  /// The square root of `mse`.
  case rmse
  /// The mean of |r − r̂|.
  case mae
  /// How near the relevant items are to the head of the k best, in 0...1: the discounted
  /// cumulative gain Σ 1/log₂(rank + 1) of the relevant items among them, divided by the largest
  /// there can be, that of the first min(k, relevant) ranks (Järvelin and Kekäläinen, *Cumulated Gain-Based Evaluation of IR Techniques*,
  /// ACM TOIS 20(4), 2002, with gains of 0 and 1).
  case ndcg(Int)
  /// The share of the k best that is relevant, of k even where there are fewer.
  case precision(Int)
  /// The share of the relevant items that is among the k best, of all of them even where they are
  /// more than k.
  case recall(Int)

  /// How many of the best items it looks at; nil if it is about ratings.
  public var depth: Int? {
    switch self {
    case .mse, .rmse, .mae: nil
    case .ndcg(let k), .precision(let k), .recall(let k): k
    }
  }

  /// Whether less is better.
  public var isError: Bool { depth == nil }
}
