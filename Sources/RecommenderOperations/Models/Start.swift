import Operations
import Recommenders

extension TrainedModel where Model: StartModel {
  /// The model with the users and items of other ratings, to go on from when learning from them.
  func matched(to data: TrainingData, seed: UInt64) throws(OperationFailure) -> Model {
    let (own, other) = (self.data.train.identities, data.train.identities)
    if own.agree(with: other) { return model }
    let users = IdentityMatch(of: other.users, in: own.users)
    let items = IdentityMatch(of: other.items, in: own.items)
    guard users.unknownCount < other.users.count || items.unknownCount < other.items.count else {
      throw OperationFailure(
        .differentRatings, "The model to start from has other users and items",
        help:
          "start from a model trained on the same ratings, or on ratings that share identifiers with these",
        parameter: "start")
    }
    return model.matched(users: users, items: items, seed: seed)
  }
}
