import LinearAlgebra
import Testing

@testable import Recommenders

/// The networks on embeddings: against plain layers, and what must hold for any data.
struct EmbeddingNetworkTests {
  /// A way to train, small.
  static let variants: [EmbeddingNetwork.Configuration] = {
    var variants: [EmbeddingNetwork.Configuration] = []
    for branches in EmbeddingNetwork.Branches.allCases {
      for optimizer in [
        Optimizer.sgd(learningRate: 0.08, momentum: 0.9), .sgd(learningRate: 0.2, momentum: 0),
        .adam(learningRate: 0.01),
      ] {
        for regularization in [0, 0.01] {
          variants.append(
            .small(branches: branches, optimizer: optimizer, regularization: regularization))
        }
      }
    }
    // Small batches that are normalized make for steep slopes.
    var thinned = EmbeddingNetwork.Configuration.small(
      branches: .both, optimizer: .sgd(learningRate: 0.005, momentum: 0.9))
    thinned.hidden = [6, 4]
    thinned.activation = .elu
    thinned.dropout = 0.3
    thinned.batchNormalization = true
    return variants + [thinned]
  }()

  @Test(arguments: variants)
  func agreesWithPlainLayersOverManySteps(variant: EmbeddingNetwork.Configuration) {
    for factors in [1, 3, 4, 5] {
      var configuration = variant
      configuration.factors = factors
      // More users and items than a batch touches, so that most rows are skipped.
      let table = randomRatings(seed: 3, users: 40, items: 30, count: 200)
      var start = configuration.initialModel(size: table.modelSize(factors: factors))
      start.mean = 3
      start.forgetUnrated(in: table)
      var training = EmbeddingTraining(
        configuration, data: TrainingData(train: table), from: start)
      var reference = ReferenceEmbeddingNetwork(configuration, table, from: start)
      let order = RandomSource(seed: 1, purpose: "test.order")
      for epoch in 0..<3 {
        let positions = order.permutation(of: 200, epoch: epoch)
        training.beginEpoch(steps: 29)
        for first in stride(from: 0, to: 200, by: 7) {
          let batch = positions[first..<min(200, first + 7)]
          _ = training.runStep(batch)
          _ = reference.runStep(batch)
        }
        let penalty = training.endEpoch()
        #expect(isClose(penalty, reference.penalty, 1e-3))
        let difference = training.model().largestDifference(to: reference.model)
        // Adam divides by roots of tiny squares, which magnifies what rounding leaves.
        let tolerance: Float =
          if case .adam = configuration.descent.optimizer { 2e-3 } else { 2e-4 }
        #expect(difference < tolerance, "K = \(factors), epoch \(epoch)")
      }
    }
  }

  /// Dropout draws for a part what it would draw for those rows of the whole.
  @Test(arguments: [1, 32, 33, 100])
  func aBatchThatIsCutIntoPartsIsOneBatch(batch: Int) {
    let table = randomRatings(seed: 4, users: 60, items: 50, count: 400)
    for normalized in [false, true] {
      var configuration = EmbeddingNetwork.Configuration.small(
        branches: .both, optimizer: .sgd(learningRate: 0.02, momentum: 0.9), regularization: 0.01)
      configuration.hidden = [6, 4]
      configuration.dropout = 0.5
      configuration.batchNormalization = normalized
      configuration.descent.batch = batch
      var start = configuration.initialModel(size: table.modelSize(factors: 3))
      start.mean = 3
      start.forgetUnrated(in: table)
      var training = EmbeddingTraining(
        configuration, data: TrainingData(train: table), from: start)
      var reference = ReferenceEmbeddingNetwork(configuration, table, from: start)
      let positions = Array(0..<Int32(400))
      training.beginEpoch(steps: 4)
      for step in 0..<4 {
        let batch = positions[step * batch..<(step + 1) * batch]
        let loss = reference.findGradients(batch)
        #expect(isClose(training.runStep(batch) / Double(batch.count), loss.value, 1e-4))
        _ = reference.runStep(batch)
      }
      training.endEpoch()
      #expect(training.model().largestDifference(to: reference.model) < 1e-5)

      // Any number of threads gives the same bits.
      let factors = [1, 3].map { threads in
        configuration.descent.threads = threads
        var training = EmbeddingTraining(
          configuration, data: TrainingData(train: table), from: start)
        _ = training.runEpoch(0)
        return training.model().userFactors.elements
      }
      #expect(factors[0] == factors[1])
    }
  }

  @Test(arguments: EmbeddingNetwork.Branches.allCases)
  func theGradientIsThatOfTheLoss(branches: EmbeddingNetwork.Branches) {
    var configuration = EmbeddingNetwork.Configuration.small(branches: branches)
    configuration.activation = .tanh
    let table = randomRatings(seed: 1, users: 4, items: 3, count: 9)
    var start = configuration.initialModel(size: table.modelSize(factors: 3))
    // Embeddings of a size at which the loss is curved.
    for index in start.userFactors.elements.indices { start.userFactors.elements[index] *= 20 }
    for index in start.itemFactors.elements.indices { start.itemFactors.elements[index] *= 20 }
    start.mean = 3
    let network = ReferenceEmbeddingNetwork(configuration, table, from: start)
    expectGradient(of: network, forEachWeights: { $0.forEachWeights($1) }) {
      $0.findGradients(Array(0..<9)[...]).value
    }
  }

  @Test func aStepIsThatOfTheFormulas() {
    // One rating 4 of mean 3, w = 0.5, u = 0.2, b = 0.1, c = 0; r̂ − r = 0.1 + 0.1 − 1 = −0.8,
    // so the gradient by r̂ is −1.6.
    var configuration = EmbeddingNetwork.Configuration.small()
    configuration.factors = 1
    configuration.descent.optimizer = .sgd(learningRate: 0.1, momentum: 0.5)
    configuration.descent.regularization = 0.25
    let table = ratingTable(users: 1, items: 1, [(0, 0, 4)])
    let start = EmbeddingModel(
      FactorModel(
        mean: 3, userFactors: Matrix(rowCount: 1, columnCount: 1, elements: [0.5]),
        itemFactors: Matrix(rowCount: 1, columnCount: 1, elements: [0.2]), userBiases: [0.1],
        itemBiases: [0]))
    var training = EmbeddingTraining(configuration, data: TrainingData(train: table), from: start)
    training.beginEpoch(steps: 1)
    #expect(isClose(training.runStep([0]), 0.64, 1e-6))
    training.endEpoch()
    let model = training.model()
    // w ← w − 0.1·(−1.6·u + 2·0.25·w) and so on.
    #expect(isClose(model.userFactors.elements, [0.5 - 0.1 * (-1.6 * 0.2 + 0.25)], 1e-6))
    #expect(isClose(model.itemFactors.elements, [0.2 - 0.1 * (-1.6 * 0.5 + 0.1)], 1e-6))
    #expect(isClose(model.userBiases, [0.1 - 0.1 * (-1.6 + 0.05)], 1e-6))
    #expect(isClose(model.itemBiases, [0.16], 1e-6))
  }

  @Test func goesOnFromAModel() throws {
    let table = randomRatings(seed: 2, users: 10, items: 8, count: 50)
    let data = TrainingData(train: table)
    for branches in EmbeddingNetwork.Branches.allCases {
      let network = EmbeddingNetwork(.small(branches: branches))
      let first = try network.train(on: data)
      let second = try network.train(on: data, from: first.model)
      let report = try #require(first.curve.reports.first)
      #expect(try #require(second.curve.reports.first).trainMSE < 0.95 * report.trainMSE)
    }
    let deep = try EmbeddingNetwork(.small(branches: .deep)).train(on: data).model
    #expect(throws: NetworkError.differentLayers) {
      try EmbeddingNetwork(.small(branches: .both)).train(on: data, from: deep)
    }
    var wide = EmbeddingNetwork.Configuration.small(branches: .deep)
    wide.hidden = [6]
    #expect(throws: NetworkError.differentLayers) {
      try EmbeddingNetwork(wide).train(on: data, from: deep)
    }
    wide.factors = 4
    let (expected, actual) = (table.modelSize(factors: 4), table.modelSize(factors: 3))
    #expect(throws: TrainingDataError.differentSize(of: .start, expected: expected, actual: actual))
    {
      try EmbeddingNetwork(wide).train(on: data, from: deep)
    }
  }

  @Test func aDivergingTrainingKeepsItsCurve() throws {
    var configuration = EmbeddingNetwork.Configuration.small()
    configuration.descent.epochs = 400
    configuration.descent.optimizer = .sgd(learningRate: 0.9, momentum: 0.9)
    let table = randomRatings(seed: 2, users: 10, items: 8, count: 50)
    var seen: [EpochReport] = []
    do {
      _ = try EmbeddingNetwork(configuration).train(on: TrainingData(train: table)) {
        seen.append($0)
      }
      Issue.record("It should have diverged")
    } catch NetworkError.diverged(let epoch, let curve) {
      #expect(curve.reports == seen)
      #expect(epoch == seen.count + 1)
    }
  }

  @Test func stopsEarlyWhereTheLossHardlyFalls() throws {
    var configuration = EmbeddingNetwork.Configuration.small()
    configuration.descent.epochs = 500
    configuration.descent.tolerance = 0.01
    let table = randomRatings(seed: 2, users: 10, items: 8, count: 50)
    let curve = try EmbeddingNetwork(configuration).train(on: TrainingData(train: table)).curve
    #expect(curve.stoppedEarly)
    #expect((2..<500).contains(curve.reports.count))
    configuration.descent.epochs = curve.reports.count
    let same = try EmbeddingNetwork(configuration).train(on: TrainingData(train: table)).curve
    #expect(same.reports.last?.trainMSE == curve.reports.last?.trainMSE)
    #expect(!same.stoppedEarly)
  }

  @Test func refusesWhatIsOutOfRange() {
    let data = TrainingData(train: ratingTable(users: 1, items: 1, [(0, 0, 4)]))
    func expect(
      _ parameter: String, _ change: (inout EmbeddingNetwork.Configuration) -> Void
    ) {
      var configuration = EmbeddingNetwork.Configuration.small()
      change(&configuration)
      #expect(throws: NetworkError.parameterOutOfRange(parameter)) {
        try EmbeddingNetwork(configuration).train(on: data)
      }
    }
    expect("factors") { $0.factors = 0 }
    expect("hidden") { $0.hidden = [3, 0] }
    expect("dropout") { $0.dropout = 1 }
    expect("epochs") { $0.descent.epochs = -1 }
    expect("batch") { $0.descent.batch = 0 }
    expect("learning-rate") { $0.descent.optimizer = .adam(learningRate: 0) }
    expect("momentum") { $0.descent.optimizer = .sgd(learningRate: 1, momentum: 1) }
    expect("regularization") { $0.descent.regularization = -.ulpOfOne }
    expect("tolerance") { $0.descent.tolerance = .nan }
    expect("threads") { $0.descent.threads = 0 }
    let empty = ratingTable(users: 1, items: 1, [])
    #expect(throws: TrainingDataError.noTrainingRatings) {
      try EmbeddingNetwork(.small()).train(on: TrainingData(train: empty))
    }
    let other = TrainingData(
      train: data.train, test: ratingTable(users: 1, items: 2, [(0, 0, 4)]))
    let (expected, actual) = (data.train.modelSize(factors: 3), other.test?.modelSize(factors: 3))
    #expect(
      throws: TrainingDataError.differentSize(
        of: .test, expected: expected, actual: actual ?? expected)
    ) {
      try EmbeddingNetwork(.small()).train(on: other)
    }
  }
}

extension RatingTable {
  func modelSize(factors: Int) -> FactorModelSize {
    FactorModelSize(users: users.count, items: items.count, factors: factors)
  }
}

extension EmbeddingNetwork.Configuration {
  /// Three factors, five hidden units, batches of seven and few epochs, but for what is given.
  static func small(
    branches: EmbeddingNetwork.Branches = .product,
    optimizer: Optimizer = .sgd(learningRate: 0.08, momentum: 0.9), regularization: Double = 0
  ) -> EmbeddingNetwork.Configuration {
    var configuration = EmbeddingNetwork.Configuration()
    configuration.factors = 3
    configuration.branches = branches
    configuration.hidden = [5]
    configuration.descent.epochs = 3
    configuration.descent.batch = 7
    configuration.descent.threads = 1
    configuration.descent.optimizer = optimizer
    configuration.descent.regularization = regularization
    return configuration
  }
}

extension ReferenceEmbeddingNetwork {
  var penalty: Double {
    var copy = self
    var sum = 0.0
    copy.forEachWeights { sum += $0.penalty }
    return sum
  }
}

extension EmbeddingModel {
  /// The largest difference between two weights of the same place.
  fileprivate func largestDifference(to other: EmbeddingModel) -> Float {
    func weights(_ model: EmbeddingModel) -> [Float] {
      var network = model.network
      var all =
        model.userFactors.elements + model.itemFactors.elements + model.userBiases
        + model.itemBiases
      network.forEachWeights { all += $0.values.elements }
      return all
    }
    return zip(weights(self), weights(other)).map { abs($0 - $1) }.max() ?? .infinity
  }
}
