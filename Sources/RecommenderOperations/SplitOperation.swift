public import NotebookSyntax
public import Operations
public import Recommenders

/// `split`: keeps some of the ratings from the models, to test them with.
public struct SplitOperation: NotebookOperation {
  public static let name = "split"
  public static let summary = "Divides ratings into a part to learn from and a part to test with."

  @Input("The ratings to divide.") var data: RatingTable
  @Parameter("The share of the ratings to learn from.", in: 0...1) var train = 0.8
  @Parameter("The share to choose settings with; what then remains is for testing.", in: 0...1)
  var validation = 0.0
  @Parameter(
    "How to choose: any ratings; the earliest to learn from; or at random from each user's own.")
  var by = RatingSplit.Method.random
  @Parameter("The seed, instead of the cell's own.") var seed: UInt64? = nil

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if train == 0 {
      problems.append(
        Diagnostic(.noRatings, "Nothing would be left to learn from", at: $train ?? context.cell))
    }
    if train + validation > 1 + 1e-9 {
      problems.append(
        Diagnostic(
          .outOfRange, "'train' and 'validation' are more than all of the ratings together",
          at: $validation ?? $train ?? context.cell,
          help: "choose shares whose sum is at most 1; the rest is for testing"))
    }
    return problems
  }

  public var resultShape: ResultShape {
    var shape = ResultShape(of: Result.self)
    if validation == 0 { shape.remove("validation", because: "'validation' is 0") }
    if train + validation > 1 - 1e-9 {
      shape.remove("test.mean", because: "'train' and 'validation' leave nothing to test with")
    }
    return shape
  }

  public func run(in context: OperationContext) async throws -> RatingSplit {
    do throws(RatingSplitError) {
      return try RatingSplit(
        of: data, by: by, train: train, validation: validation, seed: seed ?? context.seed)
    } catch {
      throw OperationFailure(error)
    }
  }
}

extension RatingSplit.Method: ParameterValue {}
