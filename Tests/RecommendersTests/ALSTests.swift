import LinearAlgebra
import Testing

@testable import Recommenders

struct ALSTests {
  // MARK: Against the formulas

  @Test(arguments: alsVariants)
  func agreesWithTheFormulas(variant: ALS.Configuration) throws {
    for factors in [1, 2, 3, 4, 5, 7, 8, 9] {
      for seed in 0..<2 as Range<UInt64> {
        try expectAgreement(variant, factors: factors, seed: seed)
      }
    }
  }

  @Test(arguments: [16, 31, 32, 33, 40], ALS.Biases.allCases)
  func agreesWithTheFormulasWithManyFactors(factors: Int, biases: ALS.Biases) throws {
    try expectAgreement(.small(epochs: 1, biases: biases), factors: factors, seed: 5)
  }

  @Test func agreesWithTheFormulasWhereTheLibraryComputes() throws {
    // Enough factors and ratings that it is faster in multiplying and in factoring.
    let table = randomRatings(seed: 5, users: 4, items: 60, count: 230)
    try expectAgreement(.small(epochs: 1), factors: 64, seed: 5, table: table)
  }

  /// Compares a training with the reference.
  private func expectAgreement(
    _ variant: ALS.Configuration, factors: Int, seed: UInt64, table: RatingTable? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var configuration = variant
    configuration.factors = factors
    let table = table ?? randomRatings(seed: seed, users: 9, items: 7, count: 40)
    let start = randomModel(seed: seed, for: table, factors: factors)
    let result = try ALS(configuration).train(
      on: TrainingData(train: table, test: table), from: start)
    var reference = ReferenceALS(configuration, table, from: start)
    for _ in 0..<configuration.epochs { reference.runEpoch() }

    let comment: Comment = "K = \(factors), seed \(seed)"
    let objectives = result.curve.reports.flatMap(\.objectives)
    #expect(objectives.count == reference.objectives.count)
    for (objective, expected) in zip(objectives, reference.objectives) {
      #expect(isClose(objective, expected, 2e-4), comment, sourceLocation: sourceLocation)
    }
    for user in 0..<table.users.count {
      for item in 0..<table.items.count {
        let predicted = Double(result.model.prediction(user: user, item: item))
        let expected = reference.prediction(user: user, item: item)
        #expect(abs(predicted - expected) < 2e-3, comment, sourceLocation: sourceLocation)
      }
    }
    let last = try #require(result.curve.last)
    let expectedMSE = reference.squaredResiduals / Double(table.count)
    #expect(isClose(last.trainMSE, expectedMSE, 5e-4), comment, sourceLocation: sourceLocation)
    // The test ratings are the training ratings.
    let testMSE = try #require(last.testMSE)
    #expect(isClose(testMSE, last.trainMSE, 1e-5), comment, sourceLocation: sourceLocation)
    let modelMSE = try #require(try result.model.meanSquaredError(on: table))
    #expect(isClose(modelMSE, last.trainMSE, 1e-5), comment, sourceLocation: sourceLocation)
  }

  @Test func solvesATinyProblemDoneByHand() throws {
    // One user rates two items 1 and 3, so μ = 2. From u = (1), (−1), c = 0 and λ = 1:
    // users: Σ z zᵀ = [2 0; 0 2], t = (−1, 1), so 3w = −2, 3b = 0: w = −2/3, b = 0.
    // items, z = (−2/3, 1): ([4/9 −2/3; −2/3 1] + I) (u, c) = t (−2/3, 1), whose solution is
    // t z / (1 + ‖z‖²) = t (−2/3, 1) / (22/9): (3/11, −9/22) for t = −1, its opposite for 1.
    let table = ratingTable(users: 1, items: 2, [(0, 0, 1), (0, 1, 3)])
    let start = FactorModel(
      mean: 0, userFactors: Matrix(rowCount: 1, columnCount: 1, elements: [9]),
      itemFactors: Matrix(rowCount: 2, columnCount: 1, elements: [1, -1]), userBiases: [9],
      itemBiases: [0, 0])
    let result = try ALS(.small(factors: 1, epochs: 1)).train(
      on: TrainingData(train: table), from: start)
    let model = result.model
    #expect(model.mean == 2)
    #expect(isClose(model.userFactors.elements, [-2.0 / 3], 1e-6))
    #expect(isClose(model.userBiases, [0], 1e-6))
    #expect(isClose(model.itemFactors.elements, [3.0 / 11, -3.0 / 11], 1e-6))
    #expect(isClose(model.itemBiases, [-9.0 / 22, 9.0 / 22], 1e-6))
    // After the users: residuals ∓1/3, J = 2/9 + 4/9 + 2.
    let objectives = try #require(result.curve.last).objectives
    #expect(isClose(objectives[0], 2.0 / 9 + 4.0 / 9 + 2, 1e-6))
    // After the items: each residual is 9/22, each item's penalty 13/9 (9/22)².
    let square = 81.0 / 484
    #expect(isClose(objectives[1], 2 * square + 4.0 / 9 + 2 * square * 13 / 9, 1e-6))
  }

  @Test func solvesEachRowExactlyWhenRankIsFull() throws {
    // Ratings of a planted model of rank two without noise; λ = 0 and enough of them.
    var random = RandomSource(seed: 4, purpose: "test.exact").sequence()
    let users = (0..<12).map { _ in (random.normal(), random.normal()) }
    let items = (0..<10).map { _ in (random.normal(), random.normal()) }
    let table = ratingTable(
      users: 12, items: 10,
      users.indices.flatMap { i in
        items.indices.map { j in
          (i, j, Float(users[i].0 * items[j].0 + users[i].1 * items[j].1))
        }
      })
    let result = try ALS(.small(factors: 2, epochs: 30, regularization: 0))
      .train(on: TrainingData(train: table))
    #expect(try #require(result.curve.last).trainMSE < 1e-9)
  }

  // MARK: What must hold for any data

  @Test(arguments: alsVariants.filter { $0.biases != .separate && $0.update == .latest })
  func theObjectiveNeverRises(variant: ALS.Configuration) throws {
    for seed in 0..<8 as Range<UInt64> {
      var configuration = variant
      configuration.epochs = 8
      configuration.regularization = [0.1, 1, 10][Int(seed % 3)]
      configuration.seed = seed
      let table = randomRatings(seed: seed, users: 10, items: 8, count: 50)
      let curve = try ALS(configuration).train(on: TrainingData(train: table)).curve
      let objectives = curve.reports.flatMap(\.objectives)
      for (before, after) in zip(objectives, objectives.dropFirst()) {
        // Up to the rounding of a solution in single precision.
        #expect(after <= before * (1 + 1e-6), "seed \(seed)")
      }
    }
  }

  @Test(arguments: alsVariants)
  func theNumberOfThreadsChangesNothing(variant: ALS.Configuration) throws {
    let table = randomRatings(seed: 3, users: 30, items: 20, count: 200)
    let data = TrainingData(
      train: table, test: randomRatings(seed: 4, users: 30, items: 20, count: 50))
    var configuration = variant
    let expected = try ALS(configuration).train(on: data)
    for threads in [2, 3] {
      configuration.threads = threads
      let result = try ALS(configuration).train(on: data)
      #expect(result.model.isIdentical(to: expected.model))
      #expect(result.curve == expected.curve)
    }
  }

  @Test(arguments: ALS.Update.allCases, [1, 2, 3])
  func rowsSharedByThreadsAreSolvedAsAnyOther(update: ALS.Update, threads: Int) throws {
    let table = randomRatings(seed: 3, users: 30, items: 20, count: 200)
    let configuration = ALS.Configuration.small(update: update, threads: threads)
    let start = randomModel(seed: 1, for: table, factors: 3)
    let data = TrainingData(train: table)
    func reports(longRowCount: Int?) throws -> [EpochReport] {
      var training = ALSTraining(
        configuration, data: data, mean: Float(table.mean ?? 0), from: start,
        longRowCount: longRowCount)
      return try (1...3).map { try training.runEpoch($0) }
    }
    let shared = try reports(longRowCount: 4)
    let whole = try reports(longRowCount: nil)
    for (shared, whole) in zip(shared, whole) {
      for (shared, whole) in zip(shared.objectives, whole.objectives) {
        #expect(isClose(shared, whole, 1e-5))
      }
    }
  }

  @Test func sharedRowsDoNotDependOnTheNumberOfThreads() throws {
    let table = randomRatings(seed: 3, users: 30, items: 20, count: 200)
    let start = randomModel(seed: 1, for: table, factors: 3)
    let models = try [1, 2, 3].map { threads in
      var training = ALSTraining(
        .small(threads: threads), data: TrainingData(train: table), mean: 2,
        from: start, longRowCount: 4)
      for epoch in 1...3 { _ = try training.runEpoch(epoch) }
      return training.model()
    }
    #expect(models[1].isIdentical(to: models[0]))
    #expect(models[2].isIdentical(to: models[0]))
  }

  @Test func theSeedDeterminesTheResult() throws {
    let data = TrainingData(train: randomRatings(seed: 3, users: 30, items: 20, count: 200))
    var configuration = ALS.Configuration.small()
    let first = try ALS(configuration).train(on: data)
    #expect(try ALS(configuration).train(on: data).model.isIdentical(to: first.model))
    configuration.seed = 2
    #expect(try !ALS(configuration).train(on: data).model.isIdentical(to: first.model))
  }

  @Test(arguments: alsVariants)
  func rowsWithoutRatingsAreZero(variant: ALS.Configuration) throws {
    let table = ratingTable(users: 3, items: 4, [(0, 1, 3), (0, 3, 4), (2, 1, 5), (2, 3, 1)])
    for start in [nil, randomModel(seed: 1, for: table, factors: 3)] {
      let model = try ALS(variant).train(on: TrainingData(train: table), from: start).model
      #expect(model.userFactors.row(1).allSatisfy { $0 == 0 } && model.userBiases[1] == 0)
      for item in [0, 2] {
        #expect(model.itemFactors.row(item).allSatisfy { $0 == 0 } && model.itemBiases[item] == 0)
      }
      #expect(model.prediction(user: 1, item: 0) == model.mean)
    }
  }

  @Test func withoutBiasesThereAreNone() throws {
    let table = randomRatings(seed: 3, users: 30, items: 20, count: 200)
    let model = try ALS(.small(biases: .none)).train(
      on: TrainingData(train: table), from: randomModel(seed: 1, for: table, factors: 3)
    ).model
    #expect((model.userBiases + model.itemBiases).allSatisfy { $0 == 0 })
  }

  // MARK: The course of a training

  @Test func goesOnFromAnEarlierModel() throws {
    let data = TrainingData(train: randomRatings(seed: 3, users: 30, items: 20, count: 200))
    let whole = try ALS(.small(epochs: 5)).train(on: data)
    let half = try ALS(.small(epochs: 2)).train(on: data)
    let rest = try ALS(.small(epochs: 3)).train(on: data, from: half.model)
    #expect(rest.model.isIdentical(to: whole.model))
  }

  /// Where alternation comes to rest, the gradient of J by every unknown is zero to rounding.
  @Test(arguments: [ALS.Biases.joint, .none], 0..<6 as Range<UInt64>)
  func theGradientIsZeroAtTheFixedPoint(biases: ALS.Biases, seed: UInt64) throws {
    let table = randomRatings(seed: seed, users: 12, items: 9, count: 80)
    let configuration = ALS.Configuration.small(
      factors: 1 + Int(seed), epochs: 800, regularization: 1.5, biases: biases)
    let model = try ALS(configuration).train(on: TrainingData(train: table)).model
    // J is −2 log-posterior where σ² is 1.
    var posterior = PMF.Configuration()
    posterior.noise = 1
    posterior.prior = 1.5
    posterior.biases = biases == .joint
    let reference = ReferencePMF(posterior, table, from: model)
    let gradient = reference.gradient(reference.x)
    // Of sums of some 20 products around 1, in single precision.
    #expect((gradient.squaredNorm / Double(gradient.count)).squareRoot() < 1e-5)
  }

  @Test func reportsEachEpochAsItEnds() throws {
    let data = TrainingData(train: randomRatings(seed: 3, users: 30, items: 20, count: 200))
    var reports: [EpochReport] = []
    let result = try ALS(.small(epochs: 4)).train(on: data) { reports.append($0) }
    #expect(reports == result.curve.reports)
    #expect(reports.map(\.epoch) == [1, 2, 3, 4])
    #expect(reports.allSatisfy { $0.epochs == 4 && $0.objectives.count == 2 && $0.testMSE == nil })
    #expect(!result.curve.stoppedEarly)
  }

  @Test func endsWhenTheCallerThrows() {
    struct Cancelled: Error {}
    let data = TrainingData(train: randomRatings(seed: 3, users: 30, items: 20, count: 200))
    var epochs = 0
    #expect(throws: Cancelled.self) {
      try ALS(.small(epochs: 10)).train(on: data) {
        epochs = $0.epoch
        if epochs == 2 { throw Cancelled() }
      }
    }
    #expect(epochs == 2)
  }

  @Test func stopsWhenTheObjectiveHardlyFalls() throws {
    let data = TrainingData(train: randomRatings(seed: 3, users: 30, items: 20, count: 200))
    var configuration = ALS.Configuration.small(epochs: 500)
    configuration.tolerance = 1e-3
    let curve = try ALS(configuration).train(on: data).curve
    #expect(curve.stoppedEarly)
    let objectives = curve.reports.compactMap(\.objectives.last)
    let decreases = zip(objectives, objectives.dropFirst()).map { ($0 - $1) / $0 }
    #expect(decreases.dropLast().allSatisfy { $0 >= 1e-3 })
    #expect(try #require(decreases.last) < 1e-3)
  }

  @Test func withoutEpochsTheModelIsTheStart() throws {
    let table = randomRatings(seed: 3, users: 5, items: 5, count: 25)
    let start = randomModel(seed: 1, for: table, factors: 3)
    let result = try ALS(.small(epochs: 0)).train(
      on: TrainingData(train: table), from: start)
    #expect(result.curve.reports.isEmpty)
    #expect(result.model.userFactors.elements == start.userFactors.elements)
    #expect(result.model.itemBiases == start.itemBiases)
  }
}

/// Whether two numbers are the same but for a fraction of the larger one.
func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * max(abs(a), abs(b))
}

/// Whether all numbers are the same but for an absolute difference.
func isClose(_ a: [Float], _ b: [Double], _ tolerance: Double) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs(Double($0) - $1) <= tolerance }
}
