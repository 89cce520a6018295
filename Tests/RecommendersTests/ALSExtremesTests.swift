import LinearAlgebra
import Recommenders
import Testing

/// Whatever a person writes gives a result or a fact.
struct ALSExtremesTests {
  private let data = TrainingData(train: randomRatings(seed: 3, users: 6, items: 5, count: 20))

  @Test func refusesToLearnFromNothing() {
    let empty = ratingTable(users: 3, items: 3, [])
    #expect(throws: TrainingDataError.noTrainingRatings) {
      try ALS().train(on: TrainingData(train: empty))
    }
  }

  @Test func tellsTheRowThatItsRatingsDoNotDetermine() {
    // User 1 has two ratings, not enough for two factors and a bias.
    let table = ratingTable(
      users: 2, items: 4, [(0, 0, 1), (0, 1, 2), (0, 2, 5), (0, 3, 3), (1, 0, 4), (1, 1, 2)])
    for threads in 1...3 {
      #expect(throws: FactorizationError.singular(.users, row: 1)) {
        try ALS(.small(factors: 2, regularization: 0, threads: threads))
          .train(on: TrainingData(train: table))
      }
    }
  }

  @Test func littleRegularizationIsEnough() throws {
    // Far below what single precision can tell from zero.
    let table = ratingTable(users: 1, items: 2, [(0, 0, 1), (0, 1, 3)])
    let result = try ALS(.small(factors: 4, epochs: 3, regularization: 1e-9))
      .train(on: TrainingData(train: table))
    #expect(try #require(result.curve.last).trainMSE < 1e-6)
  }

  @Test func refusesAStartOfAnotherSize() {
    let size = FactorModelSize(users: 6, items: 5, factors: 3)
    let start = randomModel(seed: 1, for: data.train, factors: 2)
    #expect(
      throws: TrainingDataError.differentSize(of: .start, expected: size, actual: start.size)
    ) { try ALS(.small()).train(on: data, from: start) }
  }

  @Test func refusesATestOfOtherItems() throws {
    let size = FactorModelSize(users: 6, items: 5, factors: 3)
    let test = randomRatings(seed: 3, users: 6, items: 9, count: 20)
    let actual = FactorModelSize(users: 6, items: 9, factors: 3)
    let expected = TrainingDataError.differentSize(of: .test, expected: size, actual: actual)
    #expect(throws: expected) {
      try ALS(.small()).train(on: TrainingData(train: data.train, test: test))
    }
    let model = try ALS(.small()).train(on: data).model
    #expect(throws: TrainingDataError.self) { try model.meanSquaredError(on: test) }
  }

  @Test func refusesParametersOutOfRange() {
    expectRefusal(of: "factors") { $0.factors = 0 }
    expectRefusal(of: "factors") { $0.factors = 513 }
    expectRefusal(of: "factors") { $0.factors = .min }
    expectRefusal(of: "epochs") { $0.epochs = -1 }
    expectRefusal(of: "regularization") { $0.regularization = -1e-9 }
    expectRefusal(of: "regularization") { $0.regularization = .nan }
    expectRefusal(of: "regularization") { $0.regularization = .infinity }
    expectRefusal(of: "tolerance") { $0.tolerance = -1 }
    expectRefusal(of: "tolerance") { $0.tolerance = .nan }
    expectRefusal(of: "threads") { $0.threads = 0 }
  }

  private func expectRefusal(
    of parameter: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout ALS.Configuration) -> Void
  ) {
    var configuration = ALS.Configuration.small()
    change(&configuration)
    let als = ALS(configuration)
    #expect(
      throws: FactorizationError.parameterOutOfRange(parameter), sourceLocation: sourceLocation
    ) { try als.train(on: data) }
  }

  @Test(arguments: [1e-30, 1e10, 1e30, 3e38] as [Float], alsVariants)
  func ratingsOfAnySizeGiveAResultOrAFact(size: Float, variant: ALS.Configuration) throws {
    let table = ratingTable(
      users: 2, items: 2, [(0, 0, size), (0, 1, -size), (1, 0, size / 2), (1, 1, size / 3)])
    do {
      let result = try ALS(variant).train(on: TrainingData(train: table, test: table))
      #expect(try #require(result.curve.last).trainMSE.isFinite)
    } catch FactorizationError.diverged {
    } catch FactorizationError.singular {}
  }

  @Test(arguments: [Float.nan, .infinity])
  func ratingsThatAreNoNumbersDiverge(rating: Float) {
    let table = ratingTable(users: 2, items: 2, [(0, 0, 1), (0, 1, rating), (1, 0, 3)])
    #expect(throws: FactorizationError.diverged(epoch: 1)) {
      try ALS(.small()).train(on: TrainingData(train: table))
    }
  }

  @Test(arguments: [1e-300, 1e38, 1e300], alsVariants)
  func anyRegularizationGivesAResultOrAFact(lambda: Double, variant: ALS.Configuration) throws {
    var configuration = variant
    configuration.regularization = lambda
    do {
      let result = try ALS(configuration).train(on: data)
      #expect(try #require(result.curve.last).trainMSE.isFinite)
    } catch FactorizationError.diverged {
    } catch FactorizationError.singular {}
  }

  @Test(arguments: alsVariants)
  func equalRatingsArePredictedExactly(variant: ALS.Configuration) throws {
    let table = ratingTable(users: 3, items: 2, [(0, 0, 4), (1, 0, 4), (1, 1, 4), (2, 1, 4)])
    var configuration = variant
    configuration.epochs = 30
    let result = try ALS(configuration).train(on: TrainingData(train: table))
    #expect(try #require(result.curve.last).trainMSE < 1e-2)
  }

  @Test(arguments: alsVariants.filter { $0.order == .usersFirst })
  func oneRatingIsEnough(variant: ALS.Configuration) throws {
    let table = ratingTable(users: 1, items: 1, [(0, 0, 4)])
    let result = try ALS(variant).train(on: TrainingData(train: table, test: table))
    #expect(result.model.mean == 4)
  }

  @Test func asManyFactorsAsAllowedAreSolved() throws {
    let table = ratingTable(users: 1, items: 2, [(0, 0, 1), (0, 1, 3)])
    let result = try ALS(.small(factors: 512, epochs: 1, threads: 2))
      .train(on: TrainingData(train: table))
    #expect(result.model.size.factors == 512)
  }

  /// Users with fewer ratings than factors have nearly singular equations if λ is tiny.
  @Test func saysWhereSinglePrecisionShows() throws {
    let data = TrainingData(train: randomRatings(seed: 6, users: 40, items: 30, count: 200))
    func conditioning(
      _ regularization: Double, _ biases: ALS.Biases, factors: Int = 8
    ) throws -> Conditioning {
      let result = try ALS(
        .small(factors: factors, epochs: 4, regularization: regularization, biases: biases)
      ).train(on: data)
      return try #require(result.curve.conditioning)
    }
    for biases in ALS.Biases.allCases {
      let well = try conditioning(2, biases)
      #expect(!well.showsSinglePrecision)
      #expect(well.users.count == Set(data.train.userIndices).count)
      #expect(well.users.medianCondition >= 1 && well.users.medianCondition < 100)
      let badly = try conditioning(1e-6, biases)
      #expect(badly.showsSinglePrecision)
      #expect(badly.users.illConditionedCount > badly.users.count / 4)
      #expect(badly.users.medianCondition > 1e3)
    }
    // OpenBLAS factors wide systems.
    #expect(try conditioning(1e-6, .joint, factors: 60).showsSinglePrecision)
    #expect(try !conditioning(2, .joint, factors: 60).showsSinglePrecision)
  }
}
