import LinearAlgebra
import Testing

@testable import Recommenders

struct PMFTests {
  static func small(
    factors: Int = 3, estimate: PMF.Estimate = .maximumAPosteriori, biases: Bool = true,
    learningRate: Double? = 0.01, epochs: Int = 5
  ) -> PMF.Configuration {
    var configuration = PMF.Configuration()
    configuration.factors = factors
    configuration.epochs = epochs
    configuration.estimate = estimate
    configuration.biases = biases
    configuration.learningRate = learningRate
    configuration.noise = 0.7
    configuration.prior = 3
    configuration.threads = 1
    return configuration
  }

  /// All choices, with as many factors as there are ways to fill the last vector.
  private static let variants = PMF.Estimate.allCases.flatMap { estimate in
    [true, false].flatMap { biases in
      [1, 2, 3, 4, 5, 8].map { small(factors: $0, estimate: estimate, biases: biases) }
    }
  }

  // MARK: Against the formulas

  @Test(arguments: variants) func theGradientIsThatOfTheObjective(_ variant: PMF.Configuration) {
    let table = fullRatings(seed: 2)
    let start = randomModel(seed: 4, for: table, factors: variant.factors)
    let reference = ReferencePMF(variant, table, from: start)
    let gradient = reference.gradient(reference.x)
    func expectSlope(
      _ derivative: Double, _ path: WritableKeyPath<ReferencePMF.Unknowns, Double>
    ) {
      let step = 1e-5
      var (above, below) = (reference.x, reference.x)
      above[keyPath: path] += step
      below[keyPath: path] -= step
      let slope = (reference.objective(above) - reference.objective(below)) / (2 * step)
      #expect(abs(slope - derivative) < 1e-7 * max(1, abs(slope)) + 1e-6)
    }
    for factor in 0..<variant.factors {
      for user in 0..<table.users.count {
        expectSlope(gradient.w[user][factor], \.w[user][factor])
      }
      for item in 0..<table.items.count {
        expectSlope(gradient.u[item][factor], \.u[item][factor])
      }
    }
    if variant.biases {
      for user in 0..<table.users.count { expectSlope(gradient.b[user], \.b[user]) }
      for item in 0..<table.items.count { expectSlope(gradient.c[item], \.c[item]) }
    }
  }

  @Test(arguments: variants) func agreesWithTheFormulas(_ variant: PMF.Configuration) throws {
    let table = fullRatings(seed: 3)
    let start = randomModel(seed: 5, for: table, factors: variant.factors)
    let result = try PMF(variant).train(on: TrainingData(train: table, test: table), from: start)
    var reference = ReferencePMF(variant, table, from: start)
    for report in result.curve.reports {
      reference.step(learningRate: 0.01)
      var expected = [reference.logLikelihood(reference.x)]
      if variant.estimate == .maximumAPosteriori {
        expected.append(reference.objective(reference.x))
      }
      #expect(report.objectives.count == expected.count)
      for (objective, expected) in zip(report.objectives, expected) {
        #expect(isClose(objective, expected, 1e-5), "epoch \(report.epoch)")
      }
      #expect(isClose(try #require(report.testMSE), report.trainMSE, 1e-5))
    }
    #expect(isClose(result.model.userFactors.elements, Array(reference.x.w.joined()), 1e-5))
    #expect(isClose(result.model.itemFactors.elements, Array(reference.x.u.joined()), 1e-5))
    #expect(isClose(result.model.userBiases, reference.x.b, 1e-5))
    #expect(isClose(result.model.itemBiases, reference.x.c, 1e-5))
  }

  @Test func addsUpLongRowsByParts() throws {
    // A user with more ratings than are added up at once.
    let table = ratingTable(
      users: 2, items: 1100, (0..<1100).map { (0, $0, Float($0 % 9 + 1) / 2) } + [(1, 0, 3)])
    let start = randomModel(seed: 5, for: table, factors: 2)
    let configuration = Self.small(factors: 2, learningRate: 1e-4, epochs: 2)
    let result = try PMF(configuration).train(on: TrainingData(train: table), from: start)
    var reference = ReferencePMF(configuration, table, from: start)
    for _ in 0..<2 { reference.step(learningRate: 1e-4) }
    #expect(isClose(result.model.userFactors.elements, Array(reference.x.w.joined()), 1e-5))
  }

  // MARK: Against least squares

  /// The posterior's maximum with σ² and λ is the minimum of J with λσ².
  @Test(arguments: [true, false], [0.5, 2.0])
  func endsWhereLeastSquaresEnd(biases: Bool, regularization: Double) throws {
    let planted = try plantedRatings(users: 80, items: 60, ratings: 2000, factors: 3)
    let data = TrainingData(train: planted.table)
    let squares = try ALS(
      .small(
        factors: 4, epochs: 60, regularization: regularization, biases: biases ? .joint : .none)
    ).train(on: data)
    var configuration = Self.small(factors: 4, biases: biases, learningRate: nil, epochs: 400)
    configuration.noise = 0.4
    configuration.prior = regularization / 0.4
    let ascent = try PMF(configuration).train(on: data)
    func loss(_ model: FactorModel) throws -> Double {
      let error = try #require(try model.meanSquaredError(on: data.train))
      let unknowns = [
        model.userFactors.elements, model.itemFactors.elements, model.userBiases, model.itemBiases,
      ].joined()
      return error * Double(data.train.count)
        + regularization * unknowns.reduce(0) { $0 + Double($1) * Double($1) }
    }
    #expect(isClose(try loss(ascent.model), try loss(squares.model), 1e-3))
  }

  // MARK: What must hold for any data

  @Test(arguments: PMF.Estimate.allCases, [0, 0.5, 0.9, 0.99])
  func withoutAGivenLengthNoStepLeadsDown(estimate: PMF.Estimate, momentum: Double) throws {
    for seed in 0..<10 as Range<UInt64> {
      let table = randomRatings(seed: seed, users: 12, items: 9, count: 30 + 6 * Int(seed))
      var configuration = Self.small(
        factors: 1 + Int(seed) % 4, estimate: estimate, biases: seed % 3 != 0, learningRate: nil,
        epochs: 60)
      configuration.momentum = momentum
      configuration.seed = seed
      let curve = try PMF(configuration).train(on: TrainingData(train: table)).curve
      let objectives = curve.reports.compactMap(\.objectives.last)
      for (before, after) in zip(objectives, objectives.dropFirst()) {
        #expect(after >= before - 1e-9 * abs(before))
      }
    }
  }

  @Test func stopsWhereNothingRises() throws {
    // Nobody differs from the mean: the maximum is where everything is zero.
    let table = ratingTable(users: 2, items: 2, [(0, 0, 3), (0, 1, 3), (1, 0, 3), (1, 1, 3)])
    let start = FactorModel(
      mean: 0, userFactors: Matrix(rowCount: 2, columnCount: 1),
      itemFactors: Matrix(rowCount: 2, columnCount: 1), userBiases: [0, 0], itemBiases: [0, 0])
    let result = try PMF(Self.small(factors: 1, learningRate: nil, epochs: 50))
      .train(on: TrainingData(train: table), from: start)
    #expect(result.model.prediction(user: 0, item: 0) == 3)
  }

  @Test func stepsThatAreTooLongDiverge() throws {
    let data = TrainingData(train: randomRatings(seed: 1, users: 9, items: 9, count: 50))
    var reports: [EpochReport] = []
    let error = #expect(throws: FactorizationError.self) {
      try PMF(Self.small(learningRate: 100, epochs: 500)).train(on: data) { reports.append($0) }
    }
    #expect(error == .diverged(epoch: reports.count + 1))
  }

  @Test func refusesWhatHasNoMeaning() {
    let data = TrainingData(train: randomRatings(seed: 1, users: 4, items: 4, count: 9))
    func expectRefusal(
      of parameter: String, _ change: (inout PMF.Configuration) -> Void
    ) {
      var configuration = Self.small()
      change(&configuration)
      #expect(throws: FactorizationError.parameterOutOfRange(parameter)) {
        try PMF(configuration).train(on: data)
      }
    }
    expectRefusal(of: "factors") { $0.factors = 0 }
    expectRefusal(of: "epochs") { $0.epochs = -1 }
    expectRefusal(of: "noise") { $0.noise = 0 }
    expectRefusal(of: "noise") { $0.noise = .nan }
    expectRefusal(of: "prior") { $0.prior = -1 }
    expectRefusal(of: "learning-rate") { $0.learningRate = 0 }
    expectRefusal(of: "momentum") { $0.momentum = 1 }
    expectRefusal(of: "tolerance") { $0.tolerance = .infinity }
    expectRefusal(of: "threads") { $0.threads = 0 }
    #expect(throws: TrainingDataError.noTrainingRatings) {
      try PMF().train(on: TrainingData(train: ratingTable(users: 2, items: 2, [])))
    }
  }

  /// Every user and item has a rating, as the plain reference wants it.
  private func fullRatings(seed: UInt64) -> RatingTable {
    var random = RandomSource(seed: seed, purpose: "test.ratings").sequence()
    return ratingTable(
      users: 6, items: 5,
      (0..<30).filter { $0 % 7 == 0 || random.uniform() < 0.6 }.map {
        ($0 / 5, $0 % 5, Float(random.integer(below: 10) + 1) / 2)
      } + [(1, 1, 2), (2, 3, 5), (3, 2, 1), (4, 4, 4)])
  }
}
