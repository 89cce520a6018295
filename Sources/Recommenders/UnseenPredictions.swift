/// What a model predicts where it has not seen the user, the item, or both.
///
/// To a model, all users that it has not seen are alike, and so are the items.
public struct UnseenPredictions: Sendable {
  /// r̂ of each item for a user that the model has not seen.
  public var ofItems: [Float]
  /// r̂ of an item that the model has not seen for each user.
  public var forUsers: [Float]
  /// r̂ of an item that the model has not seen for such a user.
  public var ofBoth: Float

  public init(ofItems: [Float], forUsers: [Float], ofBoth: Float) {
    self.ofItems = ofItems
    self.forUsers = forUsers
    self.ofBoth = ofBoth
  }
}

/// A model with more users and items than it has seen, numbered behind its own.
struct WidenedModel: RatingModel {
  let model: any RatingModel
  let userCount: Int
  let itemCount: Int
  let unseen: UnseenPredictions

  init(_ model: any RatingModel, users: Int, items: Int) {
    precondition(users >= model.userCount && items >= model.itemCount, "A model isn't narrowed")
    self.model = model
    userCount = users
    itemCount = items
    unseen = model.unseen
  }

  func prediction(user: Int, item: Int) -> Float {
    switch (user < model.userCount, item < model.itemCount) {
    case (true, true): model.prediction(user: user, item: item)
    case (true, false): unseen.forUsers[user]
    case (false, true): unseen.ofItems[item]
    case (false, false): unseen.ofBoth
    }
  }

  func predictions(user: Int) -> [Float] {
    let isSeen = user < model.userCount
    return (isSeen ? model.predictions(user: user) : unseen.ofItems)
      + repeatElement(
        isSeen ? unseen.forUsers[user] : unseen.ofBoth, count: itemCount - model.itemCount)
  }
}
