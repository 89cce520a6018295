import LinearAlgebra
import Operations
import Recommenders

/// That the factors of a model are zero, or as good as that, which is worth a warning where the
/// model is made and a failure where it is asked about its factors.
struct VanishedFactors {
  private var reach: FactorReach
  /// The parameter that pulls factors to zero; nil if that isn't known, or there is none.
  private var penalty: String?

  /// Looks at a model; nil if it has no factors, or if they are not zero.
  init?(of model: any NotebookModel, trainedOn ratings: RatingTable, penalty: String?) {
    guard let model = model as? any FactorizedModel, model.userFactors.columnCount > 0 else {
      return nil
    }
    reach = FactorReach(of: model, on: ratings)
    self.penalty = penalty
    guard reach.isNegligible else { return nil }
  }

  var message: String { reach.isZero ? "All factors are 0" : "All factors are nearly 0" }

  private var details: [String] {
    let change = ScalarValue.real(reach.largestChange).formatted()
    return [
      (reach.largestChange == 0
        ? "no prediction depends on them" : "they change no prediction by more than \(change)")
        + ", and the angles between them mean nothing"
    ]
  }

  var help: String? {
    if reach.isWithoutDeviation { return "all ratings are equal, so there is nothing to explain" }
    return penalty.map { "choose a smaller '\($0)'" }
  }

  var warning: ResultWarning {
    ResultWarning(.vanishedFactors, message, details: details, help: help, parameter: penalty)
  }

  var failure: OperationFailure {
    OperationFailure(
      .vanishedFactors, message, details: details, help: help, parameter: "model")
  }
}
