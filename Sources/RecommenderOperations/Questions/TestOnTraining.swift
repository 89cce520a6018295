import Operations
import Recommenders

extension ResultWarning {
  /// That a test has ratings in it which the model has learnt from.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - total: of how many ratings of the test.
  ///   - model: what to call the model.
  ///   - parameter: what to blame.
  ///   - more: what else there is to say.
  init(
    learnt count: Int, of total: Int, by model: String, parameter: String, more: [String] = []
  ) {
    self.init(
      .testedOnTraining,
      """
      Tested on what was learnt: \(model) was trained on \(count.grouped) of the \
      \(total.grouped) test ratings (\(share(count, of: total)))
      """,
      details: ["such figures show how well a model remembers, not how well it predicts"] + more,
      help: "train on one part of a split, and test on the test part of the same split",
      parameter: parameter)
  }
}

extension ResultWarning {
  /// That models are tested with different ratings; nil if they are not.
  init?(
    differentTests tests: [(name: String, ratings: RatingTable)],
    help: String = "train all of them on the same split"
  ) {
    guard let first = tests.first,
      let other = tests.dropFirst().first(where: { !$0.ratings.hasRatings(of: first.ratings) })
    else { return nil }
    self.init(
      .differentTests, "The models are tested on different ratings",
      details: [first, other].map { name, ratings in
        "'\(name)' on \(ratings.count.grouped) ratings of \(ratings.source.name)"
      }, help: help, parameter: "models")
  }
}

/// A share in whole percent that is 0% or 100% only if it is exactly that.
func share(_ count: Int, of total: Int) -> String {
  let percent = 100 * Double(count) / Double(total)
  if count > 0, percent < 1 { return "less than 1%" }
  if count < total, percent > 99 { return "more than 99%" }
  return "\(Int(percent.rounded()))%"
}
