public import Operations
import Recommenders

/// `compare`: how models learnt, over one another.
public struct CompareOperation: NotebookOperation {
  public static let name = "compare"
  public static let summary = "Draws the learning curves of models over one another."

  @Inputs("The models.") var models: [Inputs<AnyTrainedModel>.Named]

  public init() {}

  public func run(in context: OperationContext) async throws -> Comparison {
    Comparison(entries: models.map { .init(name: $0.name, curve: $0.value.curve) })
  }
}

/// The learning curves of several models.
public struct Comparison: Presentable {
  public static let typeDescription = "a comparison"
  public static let outputKinds: Set<OutputKind> = [.plot, .table]

  struct Entry: Sendable {
    var name: String
    var curve: LearningCurve

    /// The epoch with the lowest test error, and that error.
    var best: EpochReport? {
      curve.reports.filter { $0.testMSE != nil }
        .min { ($0.testMSE ?? 0, $0.epoch) < ($1.testMSE ?? 0, $1.epoch) }
    }
  }

  var entries: [Entry]

  public static let resultValues: [ResultValue<Self>] = [
    .text("best") {
      $0.entries.filter { $0.curve.last?.testMSE != nil }
        .min { ($0.curve.last?.testMSE ?? 0) < ($1.curve.last?.testMSE ?? 0) }?.name
    }
  ]

  public var outputs: [Output] {
    func plot(_ what: String, _ error: (EpochReport) -> Double?) -> [Output] {
      let lines = entries.compactMap { entry -> Plot.Line? in
        let reports = entry.curve.reports.filter { error($0) != nil }
        guard !reports.isEmpty else { return nil }
        return Plot.Line(
          entry.name, x: reports.map { Double($0.epoch) }, y: reports.compactMap(error))
      }
      guard !lines.isEmpty else { return [] }
      return [
        .plot(
          Plot(
            "Mean squared error of \(what) ratings by epoch", x: .init("epoch"),
            y: .init("mean squared error"), lines: lines))
      ]
    }
    return plot("test") { $0.testMSE } + plot("training") { $0.trainMSE } + [.table(table)]
  }

  private var table: Table {
    func values(_ value: (Entry) -> Double?) -> Table.Column.Values {
      .real(entries.map { value($0) ?? .nan }, fractionDigits: 4)
    }
    return Table(
      "The models after their last epochs, and at their best",
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
