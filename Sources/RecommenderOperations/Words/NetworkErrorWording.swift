import Operations
import Recommenders

extension OperationFailure {
  init(_ error: NetworkError) {
    switch error {
    case .parameterOutOfRange(let name):
      self.init(.outOfRange, "'\(name)' is out of range", parameter: name)
    case .differentLayers:
      self.init(
        .differentSize, "A model can't continue with different layers",
        help: "start from a model of the same operation, with the same layers",
        parameter: "start")
    case .diverged(let epoch, let curve):
      self.init(divergedIn: epoch, after: curve.reports)
    }
  }

  /// Steps that were too long.
  init(divergedIn epoch: Int, after reports: [EpochReport]) {
    // The course until then, its end where it is long.
    let shown = reports.suffix(10)
    let omitted = reports.count - shown.count
    self.init(
      .diverged,
      "Training diverged: the loss grew without bound in epoch \(epoch)",
      details: (omitted > 0 ? ["after \(omitted) earlier epochs:"] : [])
        + shown.map { "epoch \($0.epoch): \(Checkpoint($0).message)" },
      help: "choose a smaller 'learning-rate', such as a tenth of this one, "
        + "and check the ratings for values that are far too large",
      parameter: "learning-rate")
  }
}
