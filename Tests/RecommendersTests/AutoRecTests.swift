import LinearAlgebra
import Testing

@testable import Recommenders

/// Autoencoders: against plain layers on dense batches, and what must hold for any data.
struct AutoRecTests {
  static let variants: [AutoRec.Configuration] = AutoRec.Orientation.allCases.flatMap {
    orientation in
    [
      .small(orientation: orientation),
      .small(orientation: orientation, regularization: 0.01),
      .small(
        orientation: orientation, optimizer: .adam(learningRate: 0.01), regularization: 0.01),
      .small(orientation: orientation, hidden: [6, 3, 5], regularization: 0.01),
    ]
  }

  @Test(arguments: variants)
  func agreesWithPlainLayersOverManySteps(configuration: AutoRec.Configuration) {
    let table = randomRatings(seed: 5, users: 30, items: 34, count: 150)
    let rows = configuration.orientation == .user ? 30 : 34
    let start = configuration.initialWeights(columns: 64 - rows)
    let data = TrainingData(train: table, test: table)
    var training = AutoRecTraining(configuration, data: data, mean: 3, from: start)
    var reference = ReferenceAutoRec(configuration, table, mean: 3, from: start)
    let order = RandomSource(seed: 1, purpose: "test.order")
    for epoch in 0..<8 {
      // Half of the input is dropped, some of the rest is not what was rated.
      var random = order.sequence(epoch: epoch)
      let inputs = reference.inputValues.map {
        random.uniform() < 0.5 ? 0 : $0 * Float(1 + random.uniform())
      }
      training.setInputs(inputs)
      reference.inputValues = inputs
      let positions = order.permutation(of: rows, epoch: epoch)
      training.beginEpoch(steps: (rows + 3) / 4)
      for first in stride(from: 0, to: rows, by: 4) {
        let batch = positions[first..<min(rows, first + 4)]
        let loss = reference.findGradients(batch)
        #expect(isClose(training.runStep(batch), loss.sumOfSquares, 1e-3))
        _ = reference.runStep(batch)
      }
      let penalty = training.endEpoch()
      #expect(isClose(penalty, reference.layers.penalty, 1e-3))
    }
    let tolerance: Float =
      if case .adam = configuration.descent.optimizer { 2e-3 } else { 2e-4 }
    let model = training.model()
    let (inputs, outputs) = reference.kernels
    #expect(largestDifference(model.weights.inputs, inputs) < tolerance)
    #expect(largestDifference(model.weights.outputs, outputs) < tolerance)

    // A prediction is the reconstruction from the training row.
    reference.inputValues =
      table.matrix(
        rows: configuration.orientation.rows, subtracting: 3
      ).values
    let expected = reference.reconstructions(rows: rows)
    for user in 0..<30 {
      let all = model.predictions(user: user)
      for item in 0..<34 {
        let (row, column) = configuration.orientation == .user ? (user, item) : (item, user)
        let predicted = model.prediction(user: user, item: item)
        #expect(abs(predicted - 3 - expected[row, column]) < 10 * tolerance)
        #expect(all[item] == predicted)
      }
    }
  }

  @Test(arguments: AutoRec.Orientation.allCases)
  func theGradientIsThatOfTheLoss(orientation: AutoRec.Orientation) {
    let table = randomRatings(seed: 1, users: 5, items: 5, count: 11)
    let configuration = AutoRec.Configuration.small(orientation: orientation, hidden: [3, 2])
    let network = ReferenceAutoRec(
      configuration, table, mean: 3, from: configuration.initialWeights(columns: 5))
    expectGradient(of: network, forEachWeights: { $0.forEachWeights($1) }) {
      $0.findGradients([0, 1, 2, 3, 4]).value
    }
  }

  @Test(arguments: AutoRec.Orientation.allCases)
  func theReportedErrorsAreThoseOfTheModel(orientation: AutoRec.Orientation) throws {
    let train = randomRatings(seed: 5, users: 70, items: 90, count: 900)
    let test = randomRatings(seed: 6, users: 70, items: 90, count: 300)
    let configuration = AutoRec.Configuration.small(orientation: orientation)
    let result = try AutoRec(configuration).train(on: TrainingData(train: train, test: test))
    var sum = 0.0
    for n in 0..<test.count {
      let predicted = result.model.prediction(
        user: Int(test.userIndices[n]), item: Int(test.itemIndices[n]))
      sum += Double((test.values[n] - predicted) * (test.values[n] - predicted))
    }
    #expect(isClose(try #require(result.curve.last?.testMSE), sum / 300, 1e-4))
  }

  @Test func dropsAndDisturbsTheInput() throws {
    // What the corruption changes is what is learnt; without any the same bits come out.
    let data = TrainingData(train: randomRatings(seed: 5, users: 12, items: 9, count: 60))
    func errors(dropout: Double, noise: Double) throws -> [Double] {
      var configuration = AutoRec.Configuration.small()
      configuration.dropout = dropout
      configuration.noise = noise
      return try AutoRec(configuration).train(on: data).curve.reports.map(\.trainMSE)
    }
    let plain = try errors(dropout: 0, noise: 0)
    #expect(try errors(dropout: 0, noise: 0) == plain)
    #expect(try errors(dropout: 0.5, noise: 0) != plain)
    #expect(try errors(dropout: 0, noise: 0.5) != plain)
    #expect(try errors(dropout: 0.5, noise: 0.5) != errors(dropout: 0.5, noise: 0))
  }

  @Test func goesOnFromAModel() throws {
    let table = randomRatings(seed: 2, users: 10, items: 8, count: 50)
    let data = TrainingData(train: table)
    let first = try AutoRec(.small()).train(on: data)
    let second = try AutoRec(.small()).train(on: data, from: first.model)
    let report = try #require(first.curve.reports.first)
    #expect(try #require(second.curve.reports.first).trainMSE < report.trainMSE)
    #expect(throws: NetworkError.differentLayers) {
      try AutoRec(.small(hidden: [3, 5])).train(on: data, from: first.model)
    }
    #expect(throws: NetworkError.differentLayers) {
      try AutoRec(.small(orientation: .item)).train(on: data, from: first.model)
    }
    let (expected, actual) = (table.modelSize(factors: 4), table.modelSize(factors: 5))
    #expect(throws: TrainingDataError.differentSize(of: .start, expected: expected, actual: actual))
    {
      try AutoRec(.small(hidden: [4])).train(on: data, from: first.model)
    }
  }

  @Test func refusesWhatIsOutOfRange() {
    let data = TrainingData(train: ratingTable(users: 1, items: 1, [(0, 0, 4)]))
    func expect(
      _ parameter: String, _ change: (inout AutoRec.Configuration) -> Void
    ) {
      var configuration = AutoRec.Configuration.small()
      change(&configuration)
      #expect(throws: NetworkError.parameterOutOfRange(parameter)) {
        try AutoRec(configuration).train(on: data)
      }
    }
    expect("hidden") { $0.hidden = [] }
    expect("hidden") { $0.hidden = [5, 0] }
    expect("dropout") { $0.dropout = 1 }
    expect("noise") { $0.noise = -1 }
    expect("batch") { $0.descent.batch = 0 }
    #expect(throws: TrainingDataError.noTrainingRatings) {
      try AutoRec(.small()).train(
        on: TrainingData(train: ratingTable(users: 1, items: 1, [])))
    }
  }

  @Test func aDivergingTrainingSaysWhen() {
    var configuration = AutoRec.Configuration.small(
      optimizer: .sgd(learningRate: 500, momentum: 0.9))
    configuration.activation = .relu
    configuration.descent.epochs = 200
    let data = TrainingData(train: randomRatings(seed: 2, users: 10, items: 8, count: 50))
    #expect {
      try AutoRec(configuration).train(on: data)
    } throws: { error in
      guard case .diverged(let epoch, let curve) = error as? NetworkError else { return false }
      return epoch == curve.reports.count + 1
    }
  }
}

/// The largest difference between two elements of the same place.
private func largestDifference(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Float {
  guard a.rowCount == b.rowCount, a.columnCount == b.columnCount else { return .infinity }
  return zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? .infinity
}

extension AutoRec.Configuration {
  /// Five hidden units, batches of four and few epochs, but for what is given.
  static func small(
    orientation: AutoRec.Orientation = .user, hidden: [Int] = [5],
    optimizer: Optimizer = .sgd(learningRate: 0.08, momentum: 0.9), regularization: Double = 0
  ) -> AutoRec.Configuration {
    var configuration = AutoRec.Configuration()
    configuration.orientation = orientation
    configuration.hidden = hidden
    configuration.descent.epochs = 3
    configuration.descent.batch = 4
    configuration.descent.threads = 2
    configuration.descent.optimizer = optimizer
    configuration.descent.regularization = regularization
    return configuration
  }
}
