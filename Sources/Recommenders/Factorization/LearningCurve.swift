/// What is known at the end of an epoch of training.
public struct EpochReport: Sendable, Hashable {
  /// The number of the epoch, from 1.
  public var epoch: Int
  /// How many epochs there are to be, unless training stops early.
  public var epochs: Int
  /// The objective after each step of the epoch that has one; for ALS after each half-epoch.
  public var objectives: [Double]
  /// The mean squared error over the training ratings, of the model at the end of the epoch.
  public var trainMSE: Double
  /// The mean squared error over the training ratings while the epoch went on: of each as it was
  /// predicted in its batch, before the batch's step and with what was dropped (Keras' `loss`
  /// without penalties); nil for what isn't trained by batches.
  public var loss: Double?
  /// The mean squared error over the test ratings; nil without any.
  public var testMSE: Double?

  public init(
    epoch: Int, epochs: Int, objectives: [Double] = [], trainMSE: Double, loss: Double? = nil,
    testMSE: Double? = nil
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.objectives = objectives
    self.trainMSE = trainMSE
    self.loss = loss
    self.testMSE = testMSE
  }
}

/// The course of a training, epoch by epoch.
public struct LearningCurve: Sendable, Hashable {
  public var reports: [EpochReport]
  /// Whether training ended before the last epoch because the objective hardly fell any more.
  public var stoppedEarly: Bool
  /// How well the equations of the last epoch determined their solutions; nil where none were
  /// solved.
  public var conditioning: Conditioning?

  public init(reports: [EpochReport] = [], stoppedEarly: Bool = false) {
    self.reports = reports
    self.stoppedEarly = stoppedEarly
  }

  /// The last epoch's report; nil if there was no epoch.
  public var last: EpochReport? { reports.last }
}

extension LearningCurve {
  /// Runs epochs until there are enough.
  ///
  /// - Parameters:
  ///   - epochs: how many there are at most.
  ///   - onEpoch: called after each; what it throws ends the training.
  ///   - hasConverged: whether the next epoch would be for nothing, by the course until then.
  ///   - run: runs the epoch with a number, from 1, and is told the course until then; nil if there
  ///     is nothing left to do.
  /// - Throws: what `onEpoch` or `run` throws.
  init(
    epochs: Int, onEpoch: (EpochReport) throws -> Void, until hasConverged: (Self) -> Bool,
    _ run: (_ epoch: Int, _ course: Self) throws -> EpochReport?
  ) throws {
    self.init()
    for epoch in 0..<epochs {
      guard let report = try run(epoch + 1, self) else {
        stoppedEarly = true
        break
      }
      reports.append(report)
      try onEpoch(report)
      if hasConverged(self) {
        stoppedEarly = epoch + 1 < epochs
        break
      }
    }
  }

  /// Whether the objective fell by less than a share of itself in the last epoch; never for 0.
  ///
  /// Where nothing is minimized but the error, that is the objective.
  func hasConverged(tolerance: Double) -> Bool {
    guard tolerance > 0, reports.count > 1 else { return false }
    let (before, after) = (
      reports[reports.count - 2].objective, reports[reports.count - 1].objective
    )
    return before - after < tolerance * before
  }
}

extension EpochReport {
  fileprivate var objective: Double { objectives.last ?? trainMSE }
}

/// A trained model, and how it came to be.
public struct TrainingResult<Model: Sendable>: Sendable {
  public var model: Model
  public var curve: LearningCurve

  public init(model: Model, curve: LearningCurve) {
    self.model = model
    self.curve = curve
  }
}
