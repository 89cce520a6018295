import Operations
import Recommenders

/// `recommend`: what a user is predicted to like best.
struct RecommendOperation: NotebookOperation {
  static let name = "recommend"
  static let summary = "Lists the items that a user is predicted to rate highest."

  @Input("The model to use.") var model: AnyTrainedModel
  @Parameter("The user's id in the ratings.") var user: String
  @Parameter(
    "How many items to list; equal predictions are ordered by identifier.",
    in: 1...1000)
  var count = 10
  @Parameter("Whether to leave out items that the user rated in training.") var excludeRated = true
  @Parameters var listing = ListingParameters()

  init() {}

  static var shapeOfAll: ResultShape {
    ResultShape(of: Answer.self, showing: [.table("items"), .table("rated")])
  }

  func run(in context: OperationContext) async throws -> Answer {
    let user = try model.user(user)
    let name = model.users.name(of: user)
    let candidates = try listing.candidates(of: model)
    let rated = excludeRated ? model.ratedItems(of: user) : []
    // One more, to see whether the last is no better than the next.
    let ranked = model.model.bestItems(for: user, count: count + 1) {
      candidates($0) && !rated.contains($0)
    }
    let best = Array(ranked.prefix(count))
    var outputs: [Output] = [
      .table(
        "items",
        model.table(
          "Items that user \(name) is predicted to rate highest", best, score: "prediction",
          digits: 2))
    ]
    if let last = best.last, ranked.count > count, ranked[count].score == last.score {
      outputs.append(
        .text(
          """
          More items have the prediction of the last one. Among items with equal predictions, the \
          order is that of their identifiers.
          """))
    }
    if excludeRated, !model.history.isComplete {
      outputs.append(
        .text(
          """
          It isn't known what the model was trained on, so items may be among these that the user \
          has rated.
          """))
    }
    return Answer(outputs: outputs + ownRatings(of: user, name))
  }

  /// What the user has rated highest in training.
  private func ownRatings(of user: Int, _ name: String) -> [Output] {
    let train = model.data.train
    let counts = model.itemCounts
    let own = (0..<train.count).filter { train.userIndices[$0] == Int32(user) }
    guard !own.isEmpty else { return [] }
    // Among equal ratings, the films that fewer have rated say more.
    let liked = own.sorted {
      let (a, b) = (Int(train.itemIndices[$0]), Int(train.itemIndices[$1]))
      return (train.values[$1], counts[a], a) < (train.values[$0], counts[b], b)
    }.prefix(count).map {
      RankedItem(item: Int(train.itemIndices[$0]), score: train.values[$0])
    }
    return [
      .table(
        "rated",
        model.table(
          "Items that user \(name) rated highest, among \(own.count) training ratings", liked,
          score: "rating", digits: 1))
    ]
  }
}
