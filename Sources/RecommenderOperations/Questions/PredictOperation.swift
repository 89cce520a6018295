import NotebookSyntax
import Operations
import Recommenders

/// `predict`: a rating, and what it is made of.
struct PredictOperation: NotebookOperation {
  static let name = "predict"
  static let summary =
    "Predicts a user's rating of an item, and shows what the prediction is made up of."

  @Input("The model to use.") var model: AnyTrainedModel
  @Parameter("The user's id in the ratings.") var user: String
  @Parameter("The item's id in the ratings, its title, or a part of the title that no other has.")
  var item: String

  init() {}

  var resultShape: ResultShape {
    var shape = ResultShape(of: Result.self)
    guard let type = _model.shape?.type, let model = AnyTrainedModel.modelType(of: type) else {
      return shape
    }
    if !(model is any IntervalModel.Type) {
      shape.remove("low", "high", because: "\(type.typeDescription) gives no intervals")
    }
    if !(model is any FactorizedModel.Type) {
      shape.remove("cosine", because: "\(type.typeDescription) doesn't consist of factors")
    }
    if !(model is any ExplainedModel.Type) {
      shape.removeOutputs(["breakdown"], because: "\(type.typeDescription) explains no prediction")
    }
    return shape
  }

  func run(in context: OperationContext) async throws -> Prediction {
    let (user, item) = (try model.user(user), try model.item(item))
    func given(_ table: RatingTable?) -> Double? {
      guard let table else { return nil }
      let row = (0..<table.count).first {
        table.userIndices[$0] == Int32(user) && table.itemIndices[$0] == Int32(item)
      }
      return row.map { Double(table.values[$0]) }
    }
    return Prediction(
      rating: Double(model.model.prediction(user: user, item: item)),
      trained: given(model.data.train), tested: given(model.data.test),
      validated: given(model.data.validation),
      parts: (model.model as? any ExplainedModel)?.parts(user: user, item: item) ?? [],
      interval: (model.model as? any IntervalModel)?.interval(
        user: user, item: item, coverage: Prediction.coverage),
      cosine: model.vanishedFactors == nil ? model.cosine(user: user, item: item) : nil,
      vanishedFactors: model.vanishedFactors,
      user: model.users.name(of: user), item: model.items.name(of: item))
  }
}

/// A predicted rating.
struct Prediction: Presentable {
  static let typeDescription = "a prediction"
  static let namedOutputs: [NamedOutput] = [.table("breakdown")]

  var rating: Double
  /// The rating that the user gave, if it was among those for training, test or validation.
  var trained: Double?
  var tested: Double?
  var validated: Double?
  var parts: [PredictionPart]
  /// Where the rating lies with a probability of `coverage`, as far as the model knows.
  var interval: ClosedRange<Float>?
  /// The cosine of the angle between the factors of the user and of the item.
  var cosine: Double?
  /// Why there is no such angle.
  var vanishedFactors: VanishedFactors?
  var user: String
  var item: String

  static let coverage = 0.9

  static let resultValues: [ResultValue<Self>] = [
    .real("rating") { $0.rating },
    .real("low") { $0.interval.map { Double($0.lowerBound) } },
    .real("high") { $0.interval.map { Double($0.upperBound) } },
    .real("given") { $0.tested ?? $0.validated ?? $0.trained }.ifAny,
    .real("cosine") { $0.cosine }.ifAny,
    .text("user") { $0.user },
    .text("item") { $0.item },
  ]

  var outputs: [Output] {
    [.text(sentence)] + (parts.isEmpty ? [] : [.table("breakdown", breakdown)])
  }

  private var sentence: String {
    func text(_ value: Double, _ format: ValueFormat) -> String {
      ScalarValue.real(value).formatted(format)
    }
    var sentence = "User \(user) is predicted to give '\(item)' \(text(rating, .fixed(2)))"
    if let interval {
      let (low, high) = (Double(interval.lowerBound), Double(interval.upperBound))
      sentence +=
        ", and with probability \(text(Self.coverage, .fixed(1))) between "
        + "\(text(low, .fixed(2))) and \(text(high, .fixed(2)))"
    }
    if let tested {
      sentence += "; the rating in the test part is \(text(tested, .fixed(1)))"
    } else if let validated {
      sentence += "; the validation ratings have \(text(validated, .fixed(1)))"
    } else if let trained {
      sentence += "; the rating in the training part is \(text(trained, .fixed(1)))"
    }
    if let cosine {
      sentence += ". The cosine of the angle between their factors is \(text(cosine, .fixed(3)))"
    } else if let vanishedFactors {
      sentence += ". \(vanishedFactors.message)"
      if let help = vanishedFactors.help { sentence += ": \(help)" }
    }
    return sentence + "."
  }

  /// The parts with the sum so far.
  private var breakdown: Table {
    var sums: [Double] = []
    for part in parts { sums.append((sums.last ?? 0) + Double(part.value)) }
    func values(_ value: (PredictionPart) -> Float?) -> Table.Column.Values {
      .real(parts.map { value($0).map(Double.init) ?? .nan }, fractionDigits: 3)
    }
    var columns: [Table.Column] = [.init("part", .text(parts.map(\.name)))]
    if parts.contains(where: { $0.factors != nil }) {
      columns += [
        .init("of the user", values { $0.factors?.user }),
        .init("of the item", values { $0.factors?.item }),
      ]
    }
    columns += [
      .init("adds", values { $0.value }),
      .init("sum", .real(sums, fractionDigits: 3)),
    ]
    return Table("Parts of the prediction", columns: columns)
  }
}

extension PredictionPart {
  fileprivate var name: String {
    switch self {
    case .mean: "mean of the ratings"
    case .userBias: "bias of the user"
    case .itemBias: "bias of the item"
    case .factor(let number, _, _): "factor \(number + 1)"
    }
  }

  fileprivate var factors: (user: Float, item: Float)? {
    if case .factor(_, let user, let item) = self { (user, item) } else { nil }
  }
}

extension AnyTrainedModel {
  /// The cosine of the angle between the factors of a user and of an item; nil if there is none.
  fileprivate func cosine(user: Int, item: Int) -> Double? {
    guard let model = model as? any FactorizedModel else { return nil }
    return model.cosine(user: user, item: item, FactorReach(of: model, on: data.train))
  }
}
