import Glibc

/// What a model is tested on, and what it has learnt from.
///
/// Every table may number users and items in its own way: they are matched by their identifiers.
public struct EvaluationData: Sendable {
  /// How the model numbers users and items.
  public var identities: RatingIdentities
  /// The ratings to predict.
  public var test: RatingTable
  /// What the model has learnt from, as far as it is known.
  public var training: TrainingHistory
  /// Ratings that are neither learnt from nor tested, such as those for validation: of these
  /// items, too, it is known what their users think.
  public var setAside: [RatingTable]

  public init(
    identities: RatingIdentities, test: RatingTable, training: TrainingHistory,
    setAside: [RatingTable] = []
  ) {
    self.identities = identities
    self.test = test
    self.training = training
    self.setAside = setAside
  }
}

/// How good the predictions of a model are for some ratings.
public struct Evaluation: Sendable {
  /// The value of each metric, in their order; NaN where there is nothing to take a mean of.
  public var values: [Double]
  /// How many users have a relevant rating, over whom metrics of ranking are means.
  public var rankedUserCount: Int
  /// How many users have a rating in the test.
  public var testedUserCount: Int
  /// How many of the test ratings are of a user and an item whose rating the model has learnt from.
  public var learntCount: Int
  /// How many of the test ratings are of a user, or of an item, that the model has not seen.
  public var unseenCount: Int
  /// Which of users and items have none in the test that the model has seen, though there are some.
  public var strangers: [RatingSide]

  /// Evaluates a model.
  ///
  /// For a ranking, all items that the model or the test knows are ranked for each user by their
  /// predictions, except those the user has rated in training or in what is set aside. One that
  /// the user has rated in the test is ranked in any case. An item is relevant for a user who has
  /// given it at least a certain rating in the test. Users without a relevant item are left out.
  /// Items with equal predictions stand in random order: metrics are expectations.
  ///
  /// A user or an item that the model has not seen is predicted from what remains.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: what it is tested on.
  ///   - metrics: what to compute.
  ///   - relevant: the least rating of a relevant item.
  ///   - threads: how many threads may work; the values are the same for any number.
  ///   - checkpoint: is told now and then which share of the users is done; throws to cancel.
  /// - Throws: what `checkpoint` throws.
  public init(
    of model: any RatingModel, on data: EvaluationData, metrics: [Metric], relevant: Float,
    threads: Int = 1, checkpoint: (Double) throws -> Void = { _ in }
  ) rethrows {
    precondition(
      data.identities.users.count == model.userCount
        && data.identities.items.count == model.itemCount,
      "The model's users and items have identifiers")
    let test = data.test.numbered(as: data.identities)
    let learnt = RatedItems(data.training.tables, numberedAs: test.identities)
    let isWider =
      test.users.count > model.userCount || test.items.count > model.itemCount
    let model =
      isWider ? WidenedModel(model, users: test.users.count, items: test.items.count) : model
    var errors = RatingErrors()
    var isTested = Array(repeating: false, count: test.users.count)
    (learntCount, unseenCount) = (0, 0)
    var (isAnyUserSeen, isAnyItemSeen) = (false, false)
    // In one order whatever the table's, so that sums are the same to the last bit.
    for row in test.canonicalOrder.lazy.map({ Int($0) }) {
      let (user, item) = (Int(test.userIndices[row]), Int(test.itemIndices[row]))
      errors.add(Double(test.values[row]) - Double(model.prediction(user: user, item: item)))
      isTested[user] = true
      if learnt.contains(user: user, item: test.itemIndices[row]) { learntCount += 1 }
      let isUserSeen = user < data.identities.users.count
      let isItemSeen = item < data.identities.items.count
      if !isUserSeen || !isItemSeen { unseenCount += 1 }
      isAnyUserSeen = isAnyUserSeen || isUserSeen
      isAnyItemSeen = isAnyItemSeen || isItemSeen
    }
    strangers =
      test.count == 0
      ? [] : (isAnyUserSeen ? [] : [.users]) + (isAnyItemSeen ? [] : [.items])
    testedUserCount = isTested.count { $0 }
    let ranking =
      metrics.contains { $0.depth != nil }
      ? try RankingQuality(
        of: model, test: test,
        excluded: data.setAside.isEmpty
          ? learnt : RatedItems(data.training.tables + data.setAside, numberedAs: test.identities),
        metrics: metrics, relevant: relevant, threads: threads, checkpoint: checkpoint) : nil
    rankedUserCount = ranking?.userCount ?? 0
    values = metrics.enumerated().map { index, metric in
      switch metric {
      case .mse: errors.meanSquare
      case .rmse: errors.meanSquare.squareRoot()
      case .mae: errors.meanAbsolute
      case .ndcg, .precision, .recall: ranking?.means[index] ?? .nan
      }
    }
  }
}

private struct RatingErrors {
  private var (squares, absolutes, count) = (0.0, 0.0, 0.0)

  mutating func add(_ error: Double) {
    squares += error * error
    absolutes += abs(error)
    count += 1
  }

  var meanSquare: Double { squares / count }
  var meanAbsolute: Double { absolutes / count }
}
