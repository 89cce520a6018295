import NotebookSyntax
public import Operations
import Recommenders

/// `split`: keeps some of the ratings from the models, to test them with.
struct SplitOperation: NotebookOperation {
  static let name = "split"
  static let summary =
    "Splits ratings into a training part and a test part, and a validation part if asked to."

  @Input("The ratings to split.") var data: RatingTable
  @Parameter("The share of the ratings to train on.", \RatingSplit.Configuration.$train) var train
  @Parameter(
    "The share of the ratings for validation; the rest is for testing.",
    \RatingSplit.Configuration.$validation)
  var validation
  @Parameter(
    "How to split: at random, by time (training on the earliest), or at random within each user.",
    \RatingSplit.Configuration.method)
  var by
  @Parameter("The seed, in place of the cell's own.") var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    guard put(into: RatingSplit.Configuration()).isMoreThanAll else { return [] }
    return [
      Diagnostic(
        .outOfRange, "'train' and 'validation' add up to more than all ratings",
        at: $validation ?? $train ?? context.cell,
        help: "choose shares that add up to at most 1; the rest is for testing")
    ]
  }

  var resultShape: ResultShape {
    var shape = ResultShape(of: Result.self)
    if validation == 0 { shape.remove("validation", because: "'validation' is 0") }
    if train + validation > 1 - 1e-9 {
      shape.remove("test.mean", because: "'train' and 'validation' leave nothing to test on")
    }
    return shape
  }

  func run(in context: OperationContext) async throws -> RatingSplit {
    do throws(RatingSplitError) {
      var configuration = put(into: RatingSplit.Configuration())
      configuration.seed = seed ?? context.seed
      return try RatingSplit(of: data, configuration)
    } catch {
      throw OperationFailure(error)
    }
  }
}

extension RatingSplit.Method: ParameterValue {}
