import Foundation
import LinearAlgebra
import Recommenders
import Testing

/// What NumPy computed with the lecture's code; see `Goldens/als-separate.py`.
struct ALSGoldenTests {
  private struct Golden: Decodable {
    var input: Input
    var expected: Expected
    /// The largest difference allowed: single precision here, double precision there.
    var tolerance: Double

    struct Input: Decodable {
      var users: Int
      var items: Int
      var factors: Int
      var epochs: Int
      var regularization: Double
      var userIndices: [Int]
      var itemIndices: [Int]
      var values: [Float]
      var start: Start
    }

    struct Start: Decodable {
      var userFactors: [Float]
      var itemFactors: [Float]
    }

    struct Expected: Decodable {
      var userFactors: [Double]
      var itemFactors: [Double]
      var userBiases: [Double]
      var itemBiases: [Double]
      var mse: [Double]
    }
  }

  @Test func separateBiasesAreTheLecturesInNumPy() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(components: "Goldens", "als-separate.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    let (input, expected) = (golden.input, golden.expected)
    let table = ratingTable(
      users: input.users, items: input.items,
      input.values.indices.map {
        (input.userIndices[$0], input.itemIndices[$0], input.values[$0])
      })
    let start = FactorModel(
      mean: 0,
      userFactors: Matrix(
        rowCount: input.users, columnCount: input.factors, elements: input.start.userFactors),
      itemFactors: Matrix(
        rowCount: input.items, columnCount: input.factors, elements: input.start.itemFactors),
      userBiases: Array(repeating: 0, count: input.users),
      itemBiases: Array(repeating: 0, count: input.items))
    let result = try ALS(
      .small(
        factors: input.factors, epochs: input.epochs, regularization: input.regularization,
        biases: .separate)
    ).train(on: TrainingData(train: table), from: start)

    let model = result.model
    #expect(isClose(model.userFactors.elements, expected.userFactors, golden.tolerance))
    #expect(isClose(model.itemFactors.elements, expected.itemFactors, golden.tolerance))
    #expect(isClose(model.userBiases, expected.userBiases, golden.tolerance))
    #expect(isClose(model.itemBiases, expected.itemBiases, golden.tolerance))
    for (report, mse) in zip(result.curve.reports, expected.mse) {
      #expect(isClose(report.trainMSE, mse, golden.tolerance))
    }
  }
}
