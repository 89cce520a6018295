import LinearAlgebra
public import Operations
public import Recommenders

/// A model as a notebook has it: trained, with a record of how, and with what it learnt from.
public struct TrainedModel<Model: NotebookModel>: Sendable {
  public var model: Model
  public var curve: LearningCurve
  /// What it was trained on, and tested on meanwhile.
  public var data: TrainingData
  /// What the objectives of an epoch are called, in their order.
  public var objectiveNames: [String]
  /// The file that the model was read from; nil if it was trained here.
  public private(set) var origin: DataFile?

  public init(
    _ result: TrainingResult<Model>, on data: TrainingData, objectiveNames: [String] = []
  ) {
    self.objectiveNames = objectiveNames
    model = result.model
    curve = result.curve
    self.data = data
  }

  var items: Identities { data.train.items }

  /// Whether its users and items have the same names as those of some ratings, as far as there
  /// are as many.
  func hasRows(of other: TrainingData) -> Bool {
    func agree(_ a: Identities, _ b: Identities) -> Bool {
      a.count != b.count || a.identifiers == b.identifiers
    }
    return agree(data.train.users, other.train.users) && agree(items, other.train.items)
  }
}

extension TrainedModel<FactorModel> {
  /// A model that was saved, without the ratings it was trained on.
  init(restoring named: NamedFactorModel, from path: String, sha256: String) {
    let nothing = RatingTable(
      users: named.users, items: named.items, userIndices: [], itemIndices: [], values: [],
      source: RatingSource(name: path))
    self.init(
      TrainingResult(model: named.model, curve: LearningCurve()),
      on: TrainingData(train: nothing))
    let size = named.model.size
    origin = DataFile(
      name: path, sha256: sha256,
      shape: """
        a model of \(size.users.grouped) users and \(size.items.grouped) items with \
        \(size.factors) factors
        """)
  }
}

/// A kind of model that notebooks can train.
public protocol NotebookModel: RatingModel {
  /// What a trained one is called in a sentence, such as "a factor model".
  static var typeDescription: String { get }
  /// What prose may quote of it besides its errors and epochs.
  static var modelValues: [ResultValue<Self>] { get }
  /// What a reader sees of it besides its learning curve.
  var outputs: [Output] { get }
  /// Whether its own outputs show how it was trained, in place of the errors by epoch.
  static var showsTraining: Bool { get }
}

extension NotebookModel {
  public static var modelValues: [ResultValue<Self>] { [] }
  public var outputs: [Output] { [] }
  public static var showsTraining: Bool { false }
}

/// Any trained model, for what can be asked of all of them.
public struct AnyTrainedModel: InputValue {
  public static let typeDescription = "a model"

  public var model: any NotebookModel
  public var curve: LearningCurve
  public var data: TrainingData

  public static func accepts(_ type: any Presentable.Type) -> Bool {
    type is any AnyTrainedModelConvertible.Type
  }

  public init?(_ result: any Presentable) {
    guard let result = result as? any AnyTrainedModelConvertible else { return nil }
    self = result.erased
  }

  fileprivate init<Model>(_ trained: TrainedModel<Model>) {
    model = trained.model
    curve = trained.curve
    data = trained.data
  }
}

/// A trained model of any kind.
private protocol AnyTrainedModelConvertible {
  var erased: AnyTrainedModel { get }
}

extension TrainedModel: AnyTrainedModelConvertible {
  fileprivate var erased: AnyTrainedModel { AnyTrainedModel(self) }
}

extension FactorModel: NotebookModel {
  public static let typeDescription = "a factor model"
}

extension TrainedModel: Presentable {
  public static var typeDescription: String { Model.typeDescription }
  public static var outputKinds: Set<OutputKind> { [.plot, .table] }

  public static var resultValues: [ResultValue<Self>] {
    [
      .real("train.mse") { $0.curve.last?.trainMSE },
      .real("test.mse") { $0.curve.last?.testMSE },
      .real("train.rmse") { $0.curve.last?.trainMSE.squareRoot() },
      .real("test.rmse") { $0.curve.last?.testMSE?.squareRoot() },
      .real("objective") { $0.curve.last?.objectives.last },
      .integer("epochs") { $0.curve.reports.count },
    ] + Model.modelValues.map { $0.of { $0.model } }
  }

  public var outputs: [Output] {
    guard !curve.reports.isEmpty else {
      let text = origin.map { "Restored from '\($0.name)': \($0.shape)." } ?? "No epoch was run."
      return [.text(text)] + model.outputs
    }
    if Model.showsTraining { return model.outputs }
    let stop = curve.stoppedEarly ? "Stopped early: the objective hardly fell any more." : nil
    return [.plot(curve.plot), .table(curve.table(objectives: objectiveNames))]
      + (stop.map { [.text($0)] } ?? []) + model.outputs
  }

  public var dataFiles: [DataFile] { origin.map { [$0] } ?? [] }

  public var series: [Series] {
    var series = [Series("train.mse", curve.reports.map(\.trainMSE))]
    if let errors = curve.testMSEs { series.append(Series("test.mse", errors)) }
    let objectives = curve.reports.flatMap(\.objectives)
    if !objectives.isEmpty { series.append(Series("objective", objectives)) }
    return series
  }
}

extension LearningCurve {
  /// The test error of every epoch; nil if there was nothing to test with.
  fileprivate var testMSEs: [Double]? {
    let errors = reports.compactMap(\.testMSE)
    return errors.count == reports.count && !errors.isEmpty ? errors : nil
  }

  fileprivate var plot: Plot {
    let epochs = reports.map { Double($0.epoch) }
    var lines = [Plot.Line("training", x: epochs, y: reports.map(\.trainMSE))]
    if let testMSEs { lines.append(.init("test", x: epochs, y: testMSEs)) }
    return Plot(
      "Mean squared error by epoch", x: .init("epoch"), y: .init("mean squared error"),
      lines: lines)
  }

  fileprivate func table(objectives: [String]) -> Table {
    var columns: [Table.Column] = [.init("epoch", .integer(reports.map(\.epoch)))]
    for (index, name) in objectives.enumerated() {
      let values = reports.map { index < $0.objectives.count ? $0.objectives[index] : .nan }
      // A sum over all ratings has no use for decimals, a mean has.
      let digits = values.contains { abs($0) >= 100 } ? 1 : 4
      columns.append(.init(name, .real(values, fractionDigits: digits)))
    }
    columns.append(.init("training MSE", .real(reports.map(\.trainMSE), fractionDigits: 4)))
    if let testMSEs { columns.append(.init("test MSE", .real(testMSEs, fractionDigits: 4))) }
    let error = "mean squared error by epoch"
    return Table(
      objectives.isEmpty ? "The \(error)" : "The objective J and the \(error)", columns: columns)
  }
}

extension TrainedModel: Tabular where Model == FactorModel {
  func firstRows(_ count: Int) -> Table {
    let factors = model.itemFactors
    let rows = 0..<min(count, factors.rowCount)
    var columns: [Table.Column] = [
      .init("item", .text(rows.map(items.name(of:)))),
      .init("bias", .real(rows.map { Double(model.itemBiases[$0]) }, fractionDigits: 3)),
    ]
    for factor in 0..<factors.columnCount {
      let values = rows.map { Double(factors[$0, factor]) }
      columns.append(.init("factor \(factor + 1)", .real(values, fractionDigits: 3)))
    }
    return Table(
      "Bias and factors of the items", columns: columns,
      omittedRows: factors.rowCount - rows.count)
  }
}
