import Operations
import Recommenders

/// `describe`: what there is in ratings, and how much room they take.
struct DescribeOperation: NotebookOperation {
  static let name = "describe"
  static let summary =
    "Describes ratings: how many there are, how they are distributed, and how much memory they take."

  @Input("The ratings to describe.") var data: RatingTable
  @Parameter(
    "The number of factors for which to count a model's parameters.", \ALS.Configuration.$factors)
  var factors

  init() {}

  func run(in context: OperationContext) async throws -> RatingDescription {
    RatingDescription(
      summary: RatingSummary(of: data), factors: factors, name: data.source.name)
  }
}
