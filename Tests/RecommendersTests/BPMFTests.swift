import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

struct BPMFTests {
  private static let split = Result {
    try RatingSplit(of: randomRatings(seed: 2, users: 30, items: 25, count: 400))
  }

  private func configuration(chains: Int = 1) -> BPMF.Configuration {
    var configuration = BPMF.Configuration()
    configuration.factors = 3
    configuration.burnIn = 3
    configuration.samples = 6
    configuration.chains = chains
    configuration.threads = 2
    return configuration
  }

  @Test func theTestIsThatOfTheMeanOfAllPredictions() throws {
    let split = try Self.split.get()
    let result = try BPMF(configuration(chains: 2)).train(on: TrainingData(split))
    let model = result.model
    #expect(model.samples.count == 12)
    for (table, error) in [
      (split.train, result.curve.last?.trainMSE), (split.test, result.curve.last?.testMSE),
    ] {
      var squares = 0.0
      for n in 0..<table.count {
        let predicted = model.prediction(
          user: Int(table.userIndices[n]), item: Int(table.itemIndices[n]))
        squares += Double((table.values[n] - predicted) * (table.values[n] - predicted))
      }
      #expect(abs(squares / Double(table.count) - (error ?? .nan)) < 1e-4)
    }
    #expect(model.predictions(user: 4) == (0..<25).map { model.prediction(user: 4, item: $0) })
  }

  @Test func intervalsOfTestRatingsAreThoseOfTheModel() throws {
    let split = try Self.split.get()
    let model = try BPMF(configuration()).train(on: TrainingData(split)).model
    var inside = 0
    for n in 0..<split.test.count {
      let interval = model.interval(
        user: Int(split.test.userIndices[n]), item: Int(split.test.itemIndices[n]), coverage: 0.7)
      inside += interval.contains(split.test.values[n]) ? 1 : 0
    }
    let test = try #require(model.test)
    #expect(abs(test.coverage(nominal: 0.7) - Double(inside) / Double(split.test.count)) < 1e-9)
    #expect(test.coverage(nominal: 0) == 0)
    #expect(test.coverage(nominal: 1) == 1)
    #expect(test.groupsByDeviation(5).flatMap { $0 }.sorted() == Array(0..<test.count))
    let widths = (0..<split.test.count).map { n in
      let interval = model.interval(
        user: Int(split.test.userIndices[n]), item: Int(split.test.itemIndices[n]), coverage: 0.5)
      return Double(interval.upperBound - interval.lowerBound)
    }
    let meanWidth = widths.reduce(0, +) / Double(widths.count)
    #expect(abs(test.meanWidth(nominal: 0.5) / meanWidth - 1) < 0.1)
  }

  @Test func countsSweepsAndSamples() throws {
    var configuration = configuration(chains: 2)
    configuration.thin = 2
    var epochs: [Int] = []
    let result = try BPMF(configuration).train(on: TrainingData(try Self.split.get())) {
      epochs.append($0.epoch)
      #expect($0.epochs == 30)
    }
    #expect(epochs == Array(1...30))
    let trace = result.model.trace
    #expect(
      trace.sweeps.map(\.chain) == Array(repeating: 0, count: 15) + Array(repeating: 1, count: 15))
    #expect(
      trace.sweeps.filter(\.isSample).map(\.sweep) == [5, 7, 9, 11, 13, 15] + [5, 7, 9, 11, 13, 15])
    #expect(trace.sampleCount == 12)
    #expect(trace.chainCount == 2)
    #expect(trace.chains(of: .noisePrecision, samplesOnly: true).map(\.count) == [6, 6])
    #expect(trace.chains(of: .testRMSE, samplesOnly: false).map(\.count) == [15, 15])
    #expect(trace.sweeps[3].meanTestRMSE == nil && trace.sweeps[4].meanTestRMSE != nil)
    // Chains begin and go on differently.
    let (first, second) = (trace.sweeps[0].values, trace.sweeps[15].values)
    #expect(first[.noisePrecision] != second[.noisePrecision])
  }

  @Test func keepsNoMoreSamplesThanThereIsMemoryFor() throws {
    var configuration = configuration(chains: 2)
    let data = TrainingData(try Self.split.get())
    let all = try BPMF(configuration).train(on: data)
    configuration.memoryLimit = 5 * (30 + 25) * 4 * 4
    let some = try BPMF(configuration).train(on: data)
    #expect(some.model.samples.count == 5)
    #expect(some.curve == all.curve)
    #expect(some.model.test == all.model.test)
    #expect(some.model.samples[4].isIdentical(to: all.model.samples[11]))
    configuration.memoryLimit = 0
    #expect(try BPMF(configuration).train(on: data).model.samples.count == 1)
  }

  @Test func aChainThatGoesOnDrawsTheSame() throws {
    let table = try Self.split.get().train
    let mean = Float(try #require(table.mean))
    let data = GibbsData(table, mean: mean, factors: 3, threads: 1)
    var whole = GibbsChain(configuration(), data: data, number: 0)
    for sweep in 1...3 { _ = try whole.sweep(sweep) }
    var resumed = GibbsChain(configuration(), data: data, number: 0)
    resumed.users.copy(whole.users)
    resumed.items.copy(whole.items)
    resumed.noisePrecision = whole.noisePrecision
    for sweep in 4...6 { #expect(try whole.sweep(sweep) == resumed.sweep(sweep)) }
    #expect(whole.model().isIdentical(to: resumed.model()))
    #expect(whole.noisePrecision == resumed.noisePrecision)
  }

  @Test func factorsAreMeansOfSamplesTurnedToAgree() throws {
    let table = try Self.split.get().train
    let model = randomModel(seed: 3, for: table, factors: 2)
    /// The model with its factors turned by an angle, and reflected.
    func turned(_ angle: Double) -> FactorModel {
      var turned = model
      func turn(_ matrix: Matrix<Float>) -> Matrix<Float> {
        var result = matrix
        for row in 0..<matrix.rowCount {
          let (x, y) = (Double(matrix[row, 0]), Double(matrix[row, 1]))
          result[row, 0] = Float(cos(angle) * x + sin(angle) * y)
          result[row, 1] = Float(sin(angle) * x - cos(angle) * y)
        }
        return result
      }
      turned.userFactors = turn(model.userFactors)
      turned.itemFactors = turn(model.itemFactors)
      return turned
    }
    let samples = [turned(0.3), turned(2), turned(-1.1), model]
    let posterior = PosteriorModel(
      samples: samples, noisePrecisions: [1, 1, 1, 1], trace: GibbsTrace())
    let users = model.userFactors.elements.map { Double($0) }
    let items = model.itemFactors.elements.map { Double($0) }
    #expect(isClose(posterior.userFactors.elements, users, 1e-5))
    #expect(isClose(posterior.itemFactors.elements, items, 1e-5))
  }

  @Test func withoutTestRatingsThereIsNoTest() throws {
    let table = try Self.split.get().train
    let result = try BPMF(configuration()).train(on: TrainingData(train: table))
    #expect(result.model.test == nil)
    #expect(result.curve.last?.testMSE == nil)
    #expect(result.model.trace.sweeps.allSatisfy { $0.values[.testRMSE] == nil })
  }

  @Test func learnsFromASingleRating() throws {
    let table = ratingTable(users: 1, items: 1, [(0, 0, 4)])
    let model = try BPMF(configuration()).train(on: TrainingData(train: table)).model
    #expect(model.prediction(user: 0, item: 0).isFinite)
  }

  @Test func aFixedPrecisionStaysAndBiasesCanBeLeftOut() throws {
    var configuration = configuration()
    configuration.noisePrecision = .fixed(2)
    configuration.biases = false
    let model = try BPMF(configuration).train(on: TrainingData(try Self.split.get())).model
    #expect(model.noisePrecisions.allSatisfy { $0 == 2 })
    #expect(model.samples.allSatisfy { $0.userBiases.allSatisfy { $0 == 0 } })
    #expect(model.samples.allSatisfy { $0.itemBiases.allSatisfy { $0 == 0 } })
  }

  @Test func refusesWhatItCannotCompute() throws {
    let data = TrainingData(try Self.split.get())
    func expect(
      _ error: FactorizationError, _ change: (inout BPMF.Configuration) -> Void,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      var configuration = configuration()
      change(&configuration)
      #expect(throws: error, sourceLocation: sourceLocation) {
        try BPMF(configuration).train(on: data)
      }
    }
    expect(.parameterOutOfRange("factors")) { $0.factors = 0 }
    expect(.parameterOutOfRange("burn-in")) { $0.burnIn = -1 }
    expect(.parameterOutOfRange("samples")) { $0.samples = 0 }
    expect(.parameterOutOfRange("thin")) { $0.thin = 0 }
    expect(.parameterOutOfRange("thin")) { $0.thin = 1 << 24 }
    expect(.parameterOutOfRange("chains")) { $0.chains = 65 }
    expect(.parameterOutOfRange("noise-precision")) { $0.noisePrecision = .fixed(0) }
    expect(.parameterOutOfRange("prior")) { $0.prior.degrees = 2.9 }
    expect(.parameterOutOfRange("prior")) { $0.prior.scale = 0 }
    expect(.parameterOutOfRange("prior")) { $0.prior.mean = .nan }
    expect(.parameterOutOfRange("threads")) { $0.threads = 0 }
    #expect(throws: TrainingDataError.noTrainingRatings) {
      try BPMF(configuration()).train(
        on: TrainingData(train: ratingTable(users: 1, items: 1, [])))
    }
    let huge = ratingTable(users: 2, items: 2, [(0, 0, 3e38), (1, 1, -3e38), (0, 1, 1e38)])
    #expect {
      try BPMF(configuration()).train(on: TrainingData(train: huge))
    } throws: { error in
      if case .diverged = error as? FactorizationError { true } else { false }
    }
    #expect(throws: TrainingDataError.self) {
      try BPMF(configuration()).train(
        on: TrainingData(
          train: ratingTable(users: 1, items: 1, [(0, 0, 1)]),
          test: ratingTable(users: 2, items: 1, [(1, 0, 1)])))
    }
  }

  @Test func endsWhenTheCallerThrows() throws {
    struct Stop: Error {}
    let data = TrainingData(try Self.split.get())
    #expect(throws: Stop.self) {
      try BPMF(configuration()).train(on: data) { if $0.epoch == 2 { throw Stop() } }
    }
  }
}
