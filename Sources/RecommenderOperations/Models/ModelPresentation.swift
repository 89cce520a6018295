import LinearAlgebra
public import Operations
public import Recommenders

/// A model as a notebook has it: trained, with a record of how, and with what it learnt from.
public struct TrainedModel<Model: NotebookModel>: Sendable {
  public var model: Model
  public var curve: LearningCurve
  /// What it was trained on, and tested on meanwhile.
  public var data: TrainingData
  /// All that it has learnt from.
  public var history: TrainingHistory
  public var objectives: Objectives
  /// The parameter that pulls factors to zero; nil if there is none.
  public var penalty: String?
  /// The file that the model was read from; nil if it was trained here.
  public private(set) var origin: DataFile?

  /// - Parameters:
  ///   - result: what the training gave.
  ///   - data: what it was trained on.
  ///   - start: what the model had learnt from that it went on from.
  ///   - objectives: what the objectives of its epochs are.
  ///   - penalty: the parameter that pulls factors to zero.
  public init(
    _ result: TrainingResult<Model>, on data: TrainingData, after start: TrainingHistory? = nil,
    objectives: Objectives = .none, penalty: String? = nil
  ) {
    self.objectives = objectives
    self.penalty = penalty
    model = result.model
    curve = result.curve
    self.data = data
    history = TrainingHistory(data.train, after: start)
  }

  var items: Identities { data.train.items }
}

extension TrainedModel<FactorModel> {
  /// A model that was saved, with the ratings it was trained on if the file has them.
  init(restoring named: NamedFactorModel, from path: String, sha256: String) {
    self.init(
      TrainingResult(model: named.model, curve: LearningCurve()), on: named.data,
      penalty: "regularization")
    history = named.history
    let size = named.model.size
    origin = DataFile(
      name: path, sha256: sha256,
      shape: """
        a model of \(size.users.grouped) users and \(size.items.grouped) items with \
        \(size.factors) factors
        """)
  }
}

/// What the objectives in the report of an epoch are called, in their order.
public enum Objectives: Sendable, Hashable {
  case none
  /// One objective, after each step of the epoch.
  case steps([String])
  /// Several, at the end of the epoch, which are to be as large as possible.
  case likelihoods([String])

  var names: [String] {
    switch self {
    case .none: []
    case .steps(let names), .likelihoods(let names): names
    }
  }
}

/// A kind of model that notebooks can train.
public protocol NotebookModel: RatingModel {
  /// What a trained one is called in a sentence, such as "a factor model".
  static var typeDescription: String { get }
  /// What prose may quote of it besides its errors and epochs.
  static var modelValues: [ResultValue<Self>] { get }
  /// Those of them that only a tested model has.
  static var testValueNames: [String] { get }
  /// What a reader sees of it besides its learning curve.
  var outputs: [Output] { get }
  /// The plots and tables among those.
  static var modelOutputs: [NamedOutput] { get }
  /// Those of them that only a tested model has.
  static var testOutputNames: [String] { get }
  /// Whether its own outputs show how it was trained, in place of the errors by epoch.
  static var showsTraining: Bool { get }
}

extension NotebookModel {
  public static var modelValues: [ResultValue<Self>] { [] }
  public static var testValueNames: [String] { [] }
  public var outputs: [Output] { [] }
  public static var modelOutputs: [NamedOutput] { [] }
  public static var testOutputNames: [String] { [] }
  public static var showsTraining: Bool { false }
}

/// Any trained model, for what can be asked of all of them.
public struct AnyTrainedModel: InputValue {
  public static let typeDescription = "a model"

  public var model: any NotebookModel
  public var curve: LearningCurve
  public var data: TrainingData
  /// All that it has learnt from.
  public var history: TrainingHistory
  /// That its factors are zero; nil if they are not.
  var vanishedFactors: VanishedFactors?

  public static func accepts(_ type: any Presentable.Type) -> Bool {
    type is any AnyTrainedModelConvertible.Type
  }

  /// The type of the model itself, of a result of some type; nil if that isn't a trained model.
  static func modelType(of type: any Presentable.Type) -> (any NotebookModel.Type)? {
    (type as? any AnyTrainedModelConvertible.Type)?.modelType
  }

  public init?(_ result: any Presentable) {
    guard let result = result as? any AnyTrainedModelConvertible else { return nil }
    self = result.erased
  }

  fileprivate init<Model>(_ trained: TrainedModel<Model>) {
    model = trained.model
    curve = trained.curve
    data = trained.data
    history = trained.history
    vanishedFactors = trained.vanishedFactors
  }
}

/// A trained model of any kind.
private protocol AnyTrainedModelConvertible {
  static var modelType: any NotebookModel.Type { get }
  var erased: AnyTrainedModel { get }
}

extension TrainedModel: AnyTrainedModelConvertible {
  fileprivate static var modelType: any NotebookModel.Type { Model.self }
  fileprivate var erased: AnyTrainedModel { AnyTrainedModel(self) }
}

/// A trained model of any kind that is a product of factors.
struct AnyFactorizedModel: InputValue {
  static let typeDescription = "a model with factors"

  var trained: AnyTrainedModel
  var model: any FactorizedModel

  static func accepts(_ type: any Presentable.Type) -> Bool {
    AnyTrainedModel.modelType(of: type) is any FactorizedModel.Type
  }

  init?(_ result: any Presentable) {
    guard let trained = AnyTrainedModel(result), let model = trained.model as? any FactorizedModel
    else { return nil }
    self.trained = trained
    self.model = model
  }
}

extension FactorModel: NotebookModel {
  public static let typeDescription = "a factor model"
}

extension TrainedModel: Presentable {
  public static var typeDescription: String { Model.typeDescription }
  public static var namedOutputs: [NamedOutput] {
    (Model.showsTraining ? [] : [.plot("curve"), .table("epochs")]) + Model.modelOutputs
  }

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
      guard let origin else { return [.text("No epoch was run.")] + model.outputs }
      let count = data.train.count
      let training =
        count > 0
        ? "It was trained on \(counted(count, "rating"))."
        : "The file doesn't say what the model was trained on."
      return [.text("Restored from '\(origin.name)': \(origin.shape). \(training)")] + model.outputs
    }
    if Model.showsTraining { return model.outputs }
    let stop = curve.stoppedEarly ? "Stopped early: the objective hardly fell any more." : nil
    var outputs: [Output] = [.plot("curve", curve.plot)]
    if case .likelihoods(let names) = objectives {
      outputs.append(.plot(NamedOutput.likelihoods.name, curve.plot(of: names)))
    }
    outputs.append(.table("epochs", curve.table(of: objectives).asDetail))
    if curve.losses != nil {
      outputs.append(
        .text(
          """
          The loss is the mean squared error of the training ratings during the epoch: of each as \
          it was predicted in its batch, before that batch's step and with what was dropped. The \
          training MSE is that of the model as it was at the end of the epoch, with nothing dropped.
          """))
    }
    return outputs + (stop.map { [.text($0)] } ?? []) + model.outputs
  }

  public var dataFiles: [DataFile] { origin.map { [$0] } ?? [] }

  var vanishedFactors: VanishedFactors? {
    VanishedFactors(of: model, trainedOn: data.train, penalty: penalty)
  }

  public var warnings: [ResultWarning] {
    let learnt = history.count(inTestOf: data)
    let precision = curve.conditioning.flatMap(ResultWarning.init(singlePrecision:))
    return
      (learnt > 0
      ? [
        ResultWarning(
          learnt: learnt, of: data.test?.count ?? 0, by: "the model", parameter: "start")
      ] : []) + [vanishedFactors?.warning, precision].compactMap { $0 }
  }

  public var series: [Series] {
    var series = [Series("train.mse", curve.reports.map(\.trainMSE))]
    if let errors = curve.testMSEs { series.append(Series("test.mse", errors)) }
    if let losses = curve.losses { series.append(Series("loss", losses)) }
    switch objectives {
    case .none: break
    case .steps: series.append(Series("objective", curve.reports.flatMap(\.objectives)))
    case .likelihoods(let names):
      for (index, name) in names.enumerated() {
        series.append(Series(name, curve.reports.map { $0.objectives[index] }))
      }
    }
    return series
  }
}

extension NamedOutput {
  /// The likelihoods of a model whose training makes them as large as possible.
  static let likelihoods = NamedOutput.plot("likelihoods")
}

extension LearningCurve {
  /// The test error of every epoch; nil if there was nothing to test with.
  fileprivate var testMSEs: [Double]? {
    let errors = reports.compactMap(\.testMSE)
    return errors.count == reports.count && !errors.isEmpty ? errors : nil
  }

  /// The loss of every epoch; nil if it was not trained by batches.
  fileprivate var losses: [Double]? {
    let losses = reports.compactMap(\.loss)
    return losses.count == reports.count && !losses.isEmpty ? losses : nil
  }

  fileprivate var plot: Plot {
    let epochs = reports.map { Double($0.epoch) }
    var lines = [Plot.Line("training", x: epochs, y: reports.map(\.trainMSE))]
    if let testMSEs { lines.append(.init("test", x: epochs, y: testMSEs)) }
    return Plot(
      "Mean squared error by epoch", x: .init("epoch"), y: .init("mean squared error"),
      lines: lines)
  }

  /// The objectives of epochs that have several.
  fileprivate func plot(of names: [String]) -> Plot {
    let epochs = reports.map { Double($0.epoch) }
    return Plot(
      "The \(names.joined(separator: " and ")) by epoch", x: .init("epoch"),
      y: .init("logarithm of a density"),
      lines: names.enumerated().map { index, name in
        Plot.Line(name, x: epochs, y: reports.map { $0.objectives[index] })
      })
  }

  fileprivate func table(of objectives: Objectives) -> Table {
    var columns: [Table.Column] = [.init("epoch", .integer(reports.map(\.epoch)))]
    for (index, name) in objectives.names.enumerated() {
      let values = reports.map { index < $0.objectives.count ? $0.objectives[index] : .nan }
      // A sum over all ratings has no use for decimals, a mean has.
      let digits = values.contains { abs($0) >= 100 } ? 1 : 4
      columns.append(.init(name, .real(values, fractionDigits: digits)))
    }
    if let losses { columns.append(.init("loss", .real(losses, fractionDigits: 4))) }
    columns.append(.init("training MSE", .real(reports.map(\.trainMSE), fractionDigits: 4)))
    if let testMSEs { columns.append(.init("test MSE", .real(testMSEs, fractionDigits: 4))) }
    let error = "mean squared error by epoch"
    let caption =
      switch objectives {
      case .none: "The \(error)"
      case .steps: "The objective J and the \(error)"
      case .likelihoods(let names): "The \(names.joined(separator: ", ")) and \(error)"
      }
    return Table(caption, columns: columns)
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
