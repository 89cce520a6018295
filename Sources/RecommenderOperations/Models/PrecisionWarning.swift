import Operations
import Recommenders

extension ResultWarning {
  /// That rounding shows in a model, as its equations hardly determine it; nil if it doesn't.
  init?(singlePrecision conditioning: Conditioning) {
    guard conditioning.showsSinglePrecision else { return nil }
    func inWords(_ side: Conditioning.Side, _ noun: String) -> String {
      "\(side.illConditionedCount.grouped) of \(counted(side.count, noun))"
    }
    let (users, items) = (conditioning.users, conditioning.items)
    self.init(
      .illConditioned,
      "Precision is low: the equations of \(inWords(users, "user")) and of "
        + "\(inWords(items, "item")) are nearly singular",
      details: [
        "their condition numbers are above 10,000, so these factors have three correct digits or fewer"
      ],
      help: "choose a larger 'regularization', or fewer 'factors'", parameter: "regularization")
  }
}
