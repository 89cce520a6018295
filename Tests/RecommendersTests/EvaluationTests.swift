import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

@Suite struct EvaluationTests {
  private struct Golden: Decodable {
    var users: Int
    var items: Int
    var factors: Int
    var userFactors: [Float]
    var itemFactors: [Float]
    var mean: Float
    var train: [Int]
    var test: [Int]
    var ratings: [Float]
    var depth: Int
    var relevant: Float
    var expected: Expected
    var tolerance: Double

    struct Expected: Decodable {
      var mse, rmse, mae, ndcg, precision, recall: Double
      var users: Int
    }

    func table(_ cells: [Int]) -> RatingTable {
      RatingTable(
        users: Identities(.numbers((0..<Int64(users)).map { $0 })),
        items: Identities(.numbers((0..<Int64(items)).map { $0 })),
        userIndices: cells.map { Int32($0 / items) }, itemIndices: cells.map { Int32($0 % items) },
        values: cells.map { ratings[$0] }, source: RatingSource(name: "golden"))
    }

    var data: EvaluationData {
      EvaluationData(
        identities: table([]).identities, test: table(test),
        training: TrainingHistory([table(train)]))
    }

    var model: FactorModel {
      FactorModel(
        mean: mean,
        userFactors: Matrix(rowCount: users, columnCount: factors, elements: userFactors),
        itemFactors: Matrix(rowCount: items, columnCount: factors, elements: itemFactors),
        userBiases: Array(repeating: 0, count: users),
        itemBiases: Array(repeating: 0, count: items))
    }
  }

  /// What scikit-learn computed; see `Goldens/make_evaluation.py`.
  @Test func agreesWithScikitLearn() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(components: "Goldens", "evaluation.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    let k = golden.depth
    for threads in 1...3 {
      let evaluation = try Evaluation(
        of: golden.model, on: golden.data,
        metrics: [.mse, .rmse, .mae, .ndcg(k), .precision(k), .recall(k)],
        relevant: golden.relevant, threads: threads)
      let expected = golden.expected
      let values = [
        expected.mse, expected.rmse, expected.mae, expected.ndcg, expected.precision,
        expected.recall,
      ]
      for (value, expected) in zip(evaluation.values, values) {
        #expect(abs(value - expected) <= golden.tolerance)
      }
      #expect(evaluation.rankedUserCount == expected.users)
    }
  }

  @Test func saysNothingOfNothing() throws {
    let model = FactorModel(
      mean: 3, userFactors: Matrix(rowCount: 1, columnCount: 1),
      itemFactors: Matrix(rowCount: 2, columnCount: 1), userBiases: [0], itemBiases: [0, 0])
    let nothing = ratingTable(users: 1, items: 2, [])
    let evaluation = try Evaluation(
      of: model,
      on: EvaluationData(
        identities: nothing.identities, test: nothing, training: TrainingHistory([nothing])),
      metrics: [.mse, .ndcg(3)], relevant: 4)
    #expect(evaluation.values.allSatisfy(\.isNaN) && evaluation.rankedUserCount == 0)
  }

  @Test(arguments: 0..<30)
  func theBestItemsAreTheHeadOfASort(seed: UInt64) {
    var random = RandomSource(seed: seed, purpose: "ranking").sequence()
    // Few different scores, so that there are ties.
    let scores = (0..<random.integer(below: 60)).map { _ in
      random.integer(below: 10) == 0 ? Float.nan : Float(random.integer(below: 6))
    }
    let count = random.integer(below: 15)
    var best = RankedItems(count: count)
    for (item, score) in scores.enumerated() { best.insert(item, score: score) }
    let expected = scores.indices.filter { !scores[$0].isNaN }
      .sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(count)
    #expect(best.items.map(\.item) == Array(expected), "seed \(seed)")
  }
}
