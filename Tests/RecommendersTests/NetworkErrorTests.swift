import LinearAlgebra
import Testing

@testable import Recommenders

/// What networks report of an epoch is what it is called.
struct NetworkErrorTests {
  private static let data = Result {
    TrainingData(
      try RatingSplit(of: randomRatings(seed: 3, users: 30, items: 20, count: 300), seed: 4))
  }

  private static func descent(
    regularization: Double = 0.001, learningRate: Double = 0.02
  ) -> GradientDescent {
    var descent = GradientDescent()
    descent.epochs = 3
    descent.batch = 16
    descent.optimizer = .sgd(learningRate: learningRate, momentum: 0.5)
    descent.regularization = regularization
    descent.threads = 2
    return descent
  }

  private static func networks(_ descent: GradientDescent) -> [EmbeddingNetwork.Configuration] {
    EmbeddingNetwork.Branches.allCases.map { branches in
      var configuration = EmbeddingNetwork.Configuration()
      configuration.descent = descent
      configuration.factors = 3
      configuration.branches = branches
      configuration.hidden = [8]
      configuration.dropout = 0.4
      configuration.batchNormalization = branches == .both
      return configuration
    }
  }

  /// The mean of (r − r̂)² by the predictions of a model, one by one.
  private func meanSquaredError(of model: some RatingModel, on table: RatingTable) -> Double {
    (0..<table.count).reduce(0) { sum, n in
      let predicted = model.prediction(
        user: Int(table.userIndices[n]), item: Int(table.itemIndices[n]))
      let residual = Double(table.values[n]) - Double(predicted)
      return sum + residual * residual
    } / Double(table.count)
  }

  private func expect(
    _ report: EpochReport?, isOf model: some RatingModel, squares: Double, penalty l: Double,
    _ data: TrainingData
  ) throws {
    let report = try #require(report)
    let train = meanSquaredError(of: model, on: data.train)
    #expect(isClose(report.trainMSE, train, 1e-5))
    #expect(
      isClose(
        try #require(report.testMSE), meanSquaredError(of: model, on: try #require(data.test)), 1e-5
      ))
    #expect(isClose(try #require(report.objectives.last), train + l * squares, 1e-5))
    // The loss is another thing: weights moved meanwhile, and some units were dropped.
    #expect(try #require(report.loss) != report.trainMSE)
  }

  @Test(arguments: networks(descent()))
  func errorsAreThoseOfTheModel(_ configuration: EmbeddingNetwork.Configuration) throws {
    let data = try Self.data.get()
    let result = try EmbeddingNetwork(configuration).train(on: data)
    var model = result.model
    var squares = [
      model.userFactors.elements, model.itemFactors.elements, model.userBiases, model.itemBiases,
    ].joined().reduce(0) { $0 + Double($1) * Double($1) }
    model.network.forEachWeights { weights in
      if weights.regularization > 0 {
        squares += weights.values.elements.reduce(0) { $0 + Double($1) * Double($1) }
      }
    }
    try expect(
      result.curve.last, isOf: result.model, squares: squares,
      penalty: configuration.descent.regularization, data)
  }

  @Test(arguments: AutoRec.Orientation.allCases)
  func errorsOfAnAutoencoderAreThoseOfTheModel(orientation: AutoRec.Orientation) throws {
    let data = try Self.data.get()
    var configuration = AutoRec.Configuration()
    configuration.descent = Self.descent()
    configuration.hidden = [9, 5]
    configuration.noise = 0.2
    configuration.orientation = orientation
    let result = try AutoRec(configuration).train(on: data)
    var weights = result.model.weights
    var squares = (weights.inputs.elements + weights.outputs.elements)
      .reduce(0) { $0 + Double($1) * Double($1) }
    weights.network.forEachWeights { weights in
      if weights.regularization > 0 {
        squares += weights.values.elements.reduce(0) { $0 + Double($1) * Double($1) }
      }
    }
    try expect(
      result.curve.last, isOf: result.model, squares: squares,
      penalty: configuration.descent.regularization, data)
  }

  /// A step that is too long is found out in the epoch in which it is taken, be it the only one.
  @Test(arguments: [1e308, 1e30, 1e12]) func theLastEpochDiverges(learningRate: Double) throws {
    let all = try Self.data.get()
    var descent = Self.descent(regularization: 0, learningRate: learningRate)
    descent.epochs = 1
    // A single batch, whose own loss comes before its step.
    descent.batch = 1000
    func divergesAtOnce(_ error: any Error) -> Bool {
      if case .diverged(epoch: 1, _) = error as? NetworkError { true } else { false }
    }
    for data in [all, TrainingData(train: all.train)] {
      for configuration in Self.networks(descent) where learningRate > 1e20 {
        #expect {
          try EmbeddingNetwork(configuration).train(on: data)
        } throws: {
          divergesAtOnce($0)
        }
      }
      var configuration = AutoRec.Configuration()
      configuration.descent = descent
      configuration.hidden = [4]
      do {
        let result = try AutoRec(configuration).train(on: data)
        #expect(result.model.isFinite)
        #expect(try #require(result.curve.last).trainMSE.isFinite)
      } catch {
        #expect(divergesAtOnce(error))
      }
    }
  }
}
