import Operations
import Recommenders

/// `similar`: items that are near to one.
struct SimilarOperation: NotebookOperation {
  static let name = "similar"
  static let summary =
    "Lists the items most similar to an item, by the cosine of their factors."

  @Input("The model, which must have factors.") var model: AnyFactorizedModel
  @Parameter("The item's id in the ratings, its title, or a part of the title that no other has.")
  var item: String
  @Parameter("How many items to list.", in: 1...1000) var count = 10
  @Parameters var listing = ListingParameters()

  init() {}

  static var shapeOfAll: ResultShape {
    ResultShape(of: Answer.self, showing: [.table("items")])
  }

  func run(in context: OperationContext) async throws -> Answer {
    let (factorized, model) = (model.model, model.trained)
    let item = try model.item(item)
    try model.requireFactors()
    let name = model.items.name(of: item)
    let nearest = factorized.nearestItems(
      to: item, count: count, FactorReach(of: factorized, on: model.data.train),
      where: try listing.candidates(of: model))
    guard !nearest.isEmpty else {
      throw OperationFailure(
        .nothingToCompare, "No items can be compared with '\(name)'",
        details: ["it has \(counted(model.itemCounts[item], "training rating"))"],
        help: "choose an item with training ratings, or a smaller 'minimum-ratings'",
        parameter: "item")
    }
    return Answer(outputs: [
      .table(
        "items",
        model.table("Items most similar to \(name)", nearest, score: "cosine", digits: 3))
    ])
  }
}
