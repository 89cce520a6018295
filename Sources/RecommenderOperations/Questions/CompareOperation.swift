import Operations
import Recommenders

/// `compare`: how models learnt, over one another.
struct CompareOperation: NotebookOperation {
  static let name = "compare"
  static let summary = "Plots the learning curves of several models together."

  @Inputs("The models.") var models: [Inputs<AnyTrainedModel>.Named]

  init() {}

  var resultShape: ResultShape {
    var shape = ResultShape(of: Result.self)
    if _models.allLack("test.mse") {
      shape.remove("best", because: "none of the models has a test error")
    }
    if _models.allLack("test.mse") {
      shape.removeOutputs(["test"], because: "none of the models has been tested")
    }
    if _models.allLack("train.mse") {
      shape.removeOutputs(["training"], because: "none of the models has been trained here")
    }
    return shape
  }

  func run(in context: OperationContext) async throws -> Comparison {
    Comparison(
      entries: models.map {
        .init(
          name: $0.name, curve: $0.value.curve, data: $0.value.data,
          learntTestCount: $0.value.learntTestCount)
      })
  }
}

/// The learning curves of several models.
struct Comparison: Presentable {
  static let typeDescription = "a comparison"
  static let namedOutputs: [NamedOutput] = [
    .plot("test"), .plot("training"), .table("summary"),
  ]

  struct Entry: Sendable {
    var name: String
    var curve: LearningCurve
    /// What the errors are of.
    var data: TrainingData
    /// How many ratings of its test the model has learnt from.
    var learntTestCount: Int

    /// The epoch with the lowest test error, and that error.
    var best: EpochReport? {
      curve.reports.filter { $0.testMSE != nil }
        .min { ($0.testMSE ?? 0, $0.epoch) < ($1.testMSE ?? 0, $1.epoch) }
    }
  }

  var entries: [Entry]

  static let resultValues: [ResultValue<Self>] = [
    .text("best") { $0.best }
  ]

  /// The name of the model with the lowest test error at its end, of those that have not learnt
  /// from their test, or of all if all have.
  private var best: String? {
    let tested = entries.filter { $0.curve.last?.testMSE != nil }
    let honest = tested.filter { $0.learntTestCount == 0 }
    return (honest.isEmpty ? tested : honest)
      .min { ($0.curve.last?.testMSE ?? 0) < ($1.curve.last?.testMSE ?? 0) }?.name
  }

  var warnings: [ResultWarning] {
    let tested = entries.filter { $0.curve.last?.testMSE != nil }
    let learnt = tested.filter { $0.learntTestCount > 0 }.map { entry in
      ResultWarning(
        learnt: entry.learntTestCount, of: entry.data.test?.count ?? 0, by: "'\(entry.name)'",
        parameter: "models",
        more: tested.contains { $0.learntTestCount == 0 }
          ? ["'\(entry.name)' is not considered for 'best'"] : [])
    }
    let tests = tested.compactMap { entry in entry.data.test.map { (entry.name, $0) } }
    return learnt + (ResultWarning(differentTests: tests).map { [$0] } ?? [])
  }

  /// That the training errors are of different ratings, which a reader can't see; nil if not.
  private var trainingNote: String? {
    let trained = entries.filter { $0.curve.last != nil }
    guard let first = trained.first,
      trained.contains(where: { !$0.data.train.hasRatings(of: first.data.train) })
    else { return nil }
    return "The models were trained on different ratings, and these are their training errors."
  }

  var outputs: [Output] {
    func plot(_ part: String, _ error: (EpochReport) -> Double?) -> [Output] {
      let lines = entries.compactMap { entry -> Plot.Line? in
        let reports = entry.curve.reports.filter { error($0) != nil }
        guard !reports.isEmpty else { return nil }
        return Plot.Line(
          entry.name, x: reports.map { Double($0.epoch) }, y: reports.compactMap(error))
      }
      guard !lines.isEmpty else { return [] }
      return [
        .plot(
          part,
          Plot(
            "Mean squared error of \(part) ratings by epoch", x: .init("epoch"),
            y: .init("mean squared error"), lines: lines))
      ]
    }
    return plot("test") { $0.testMSE } + plot("training") { $0.trainMSE } + [
      .table("summary", table)
    ]
      + (trainingNote.map { [.text($0)] } ?? [])
  }

  private var table: Table {
    func values(_ value: (Entry) -> Double?) -> Table.Column.Values {
      .real(entries.map { value($0) ?? .nan }, fractionDigits: 4)
    }
    return Table(
      "The models after the last epoch, and at their best",
      columns: [
        .init("model", .text(entries.map(\.name))),
        .init("epochs", .integer(entries.map(\.curve.reports.count))),
        .init("training MSE", values { $0.curve.last?.trainMSE }),
        .init("test MSE", values { $0.curve.last?.testMSE }),
        .init("lowest test MSE", values { $0.best?.testMSE }),
        .init(
          "in epoch",
          .real(entries.map { $0.best.map { Double($0.epoch) } ?? .nan }, fractionDigits: 0)),
      ])
  }
}
