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
      details: ["such figures say how well a model remembers, not how well it predicts"] + more,
      help: "train on one part of a split, and test with the test part of the same split",
      parameter: parameter)
  }
}

/// A share in whole percent that is 0% or 100% only if it is exactly that.
func share(_ count: Int, of total: Int) -> String {
  let percent = 100 * Double(count) / Double(total)
  if count > 0, percent < 1 { return "less than 1%" }
  if count < total, percent > 99 { return "more than 99%" }
  return "\(Int(percent.rounded()))%"
}
