public import Operations
import Recommenders

/// `similar`: items that are near to one.
public struct SimilarOperation: NotebookOperation {
  public static let name = "similar"
  public static let summary =
    "Lists the items whose factors have the least angle to those of an item."

  @Input("The model to ask, which has factors.") var model: AnyFactorizedModel
  @Parameter("The item, as the ratings call it, or its title, or a part that no other has.")
  var item: String
  @Parameter("How many items to list.", in: 1...1000) var count = 10
  @Parameter("How many training ratings an item must have.", in: 0...) var minimumRatings = 0

  public init() {}

  public func run(in context: OperationContext) async throws -> Answer {
    let (factorized, model) = (model.model, model.trained)
    let item = try model.item(item)
    try model.requireFactors()
    let name = model.items.name(of: item)
    let nearest = factorized.nearestItems(
      to: item, count: count, FactorReach(of: factorized, on: model.data.train),
      where: try model.candidates(minimumRatings: minimumRatings))
    guard !nearest.isEmpty else {
      throw OperationFailure(
        .nothingToCompare, "Nothing can be said to be like '\(name)'",
        details: ["it has \(counted(model.itemCounts[item], "training rating"))"],
        help: "choose an item with training ratings, or a smaller 'minimum-ratings'",
        parameter: "item")
    }
    return Answer(outputs: [
      .table(model.table("Most like \(name)", nearest, score: "cosine", digits: 3))
    ])
  }
}
