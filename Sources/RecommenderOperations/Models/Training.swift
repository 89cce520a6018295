import NotebookSyntax
public import Operations
public import Recommenders

// What the operations that train a model have in common.

extension Checkpoint {
  /// What a person wants to know after an epoch, or what stands for one.
  init(_ report: EpochReport, activity: String = "epoch") {
    func text(_ error: Double) -> String {
      ScalarValue.real(error).formatted(error < 1_000_000 ? .fixed(4) : nil)
    }
    var message = "training MSE \(text(report.trainMSE))"
    if let test = report.testMSE { message += ", test MSE \(text(test))" }
    self.init(activity, report.epoch, of: report.epochs, message)
  }
}

/// A model learns from a split, and is then tested with its test part, or from a table alone.
extension TrainingData: InputValue {
  public static let typeDescription = "a split or a rating table"

  public static func accepts(_ type: any Presentable.Type) -> Bool {
    type == RatingSplit.self || type == RatingTable.self
  }

  public init?(_ result: any Presentable) {
    switch result {
    case let split as RatingSplit: self.init(split)
    case let table as RatingTable: self.init(train: table)
    default: return nil
    }
  }
}

extension TrainingSettings {
  /// The settings with what a run gives: its threads and memory, and the cell's own seed if none is
  /// written.
  func running(in context: OperationContext, seed: UInt64?) -> Self {
    var settings = self
    settings.seed = seed ?? context.seed
    settings.threads = context.threads
    settings.memory = context.memory
    return settings
  }
}

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
