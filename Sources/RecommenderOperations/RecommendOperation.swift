public import Operations
import Recommenders

/// `recommend`: what a user is predicted to like best.
public struct RecommendOperation: NotebookOperation {
  public static let name = "recommend"
  public static let summary = "Lists the items that a user is predicted to rate highest."

  @Input("The model to ask.") var model: AnyTrainedModel
  @Parameter("The user, as the ratings call them.") var user: String
  @Parameter("How many items to list.", in: 1...1000) var count = 10
  @Parameter("Whether to leave out what the user has rated in training.") var excludeRated = true
  @Parameter("How many training ratings an item must have.", in: 0...) var minimumRatings = 0

  public init() {}

  public func run(in context: OperationContext) async throws -> Answer {
    let user = try model.user(user)
    let train = model.data.train
    let counts = model.itemCounts
    let own = (0..<train.count).filter { train.userIndices[$0] == Int32(user) }
    let rated = Set(own.map { Int(train.itemIndices[$0]) })
    let best = model.model.bestItems(for: user, count: count) { item in
      counts[item] >= minimumRatings && !(excludeRated && rated.contains(item))
    }
    let name = model.users.name(of: user)
    var outputs: [Output] = [
      .table(
        table(
          "What user \(name) is predicted to like best", best, of: model.items,
          score: "prediction", digits: 2, counts: counts))
    ]
    if !own.isEmpty {
      // Among equal ratings, the films that fewer have rated say more.
      let liked = own.sorted {
        let (a, b) = (Int(train.itemIndices[$0]), Int(train.itemIndices[$1]))
        return (train.values[$1], counts[a], a) < (train.values[$0], counts[b], b)
      }.prefix(count).map {
        RankedItem(item: Int(train.itemIndices[$0]), score: train.values[$0])
      }
      outputs.append(
        .table(
          table(
            "What user \(name) has rated highest, of \(own.count) training ratings", liked,
            of: model.items, score: "rating", digits: 1, counts: counts)))
    }
    return Answer(outputs: outputs)
  }
}
