public import NotebookSyntax
public import Operations
public import Recommenders

/// `als`: alternating least squares.
public struct ALSOperation: NotebookOperation {
  public static let name = "als"
  public static let summary =
    "Factors ratings by alternating least squares: the exact minimum for each row in turn."

  @Input("The ratings to train on.") var data: TrainingData
  @Parameter("The number of latent factors.", \ALS.Configuration.$factors) var factors
  @Parameter("How many times to update all users and all items.", \ALS.Configuration.$epochs)
  var epochs
  @Parameter(
    "λ, the weight of the squares of all factors and biases.", \ALS.Configuration.$regularization)
  var regularization
  @Parameter(
    "What λ is multiplied by for each row: nothing, or the number of its ratings.",
    \ALS.Configuration.regularizationScaling)
  var regularizationScaling
  @Parameter(
    "How biases are solved for: with the factors, separately from their old values, or not at all.",
    \ALS.Configuration.biases)
  var biases
  @Parameter("Which half of an epoch comes first.", \ALS.Configuration.order) var order
  @Parameter(
    "Whether the second half uses the latest factors or those of the previous epoch.",
    \ALS.Configuration.update)
  var update
  @Parameter(
    "Stop when an epoch lowers J by less than this share; 0 for never.",
    \ALS.Configuration.$tolerance)
  var tolerance
  @Input("A model to continue from.") var start: TrainedModel<FactorModel>? = nil
  @Parameter("The seed for the first factors, in place of the cell's own.") var seed: UInt64? = nil

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    problemsOfStart(_start.shape, factors: factors, at: $start, in: context)
  }

  public var resultShape: ResultShape {
    ResultShape(of: Result.self, trainedOn: _data.shape, epochs: epochs, factors: factors)
  }

  func configuration(in context: OperationContext) -> ALS.Configuration {
    put(into: ALS.Configuration()).running(in: context, seed: seed)
  }

  public func run(in context: OperationContext) async throws -> TrainedModel<FactorModel> {
    let configuration = configuration(in: context)
    let first = try start?.matched(to: data, seed: configuration.seed)
    do {
      let result = try ALS(configuration).train(on: data, from: first) { report in
        try context.checkpoint(Checkpoint(report))
      }
      let (users, items) = ("J, users", "J, items")
      return TrainedModel(
        result, on: data, after: start?.history,
        objectives: .steps(order == .usersFirst ? [users, items] : [items, users]),
        penalty: "regularization")
    } catch {
      throw inWords(error, data)
    }
  }
}

extension ALS.Biases: ParameterValue {}
extension ALS.Order: ParameterValue {}
extension ALS.Update: ParameterValue {}
extension ALS.RegularizationScaling: ParameterValue {}

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
