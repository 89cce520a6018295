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
        of: golden.model, on: golden.table(golden.test), training: golden.table(golden.train),
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
    let nothing = RatingTable(
      users: Identities(.numbers([1])), items: Identities(.numbers([1, 2])), userIndices: [],
      itemIndices: [], values: [], source: RatingSource(name: "nothing"))
    let evaluation = try Evaluation(
      of: model, on: nothing, training: nothing, metrics: [.mse, .ndcg(3)], relevant: 4)
    #expect(evaluation.values.allSatisfy(\.isNaN) && evaluation.rankedUserCount == 0)
  }

  /// One item is relevant; where it stands says all.
  @Test(
    arguments: [
      ([true, false, false], 1, 1.0 / 3, 1),
      ([false, true, false], 0.630_929_753_571_457_4, 1.0 / 3, 1),
      ([false, false, true], 0.5, 1.0 / 3, 1), ([false, false, false], 0, 0, 0),
      ([true], 1, 1.0 / 3, 1),
    ] as [([Bool], Double, Double, Double)])
  func looksAtTheBestOnly(hits: [Bool], ndcg: Double, precision: Double, recall: Double) {
    #expect(abs(Metric.ndcg(3).value(hits: hits, relevantCount: 1) - ndcg) < 1e-12)
    #expect(Metric.precision(3).value(hits: hits, relevantCount: 1) == precision)
    #expect(Metric.recall(3).value(hits: hits, relevantCount: 1) == recall)
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

@Suite struct QuestionTests {
  private var model: FactorModel {
    var random = RandomSource(seed: 3, purpose: "questions").sequence()
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    return FactorModel(
      mean: 3.5, userFactors: Matrix(rowCount: 5, columnCount: 4, elements: numbers(20)),
      itemFactors: Matrix(rowCount: 7, columnCount: 4, elements: numbers(24) + [0, 0, 0, 0]),
      userBiases: numbers(5), itemBiases: numbers(7))
  }

  @Test func aPredictionIsTheSumOfItsParts() {
    for user in 0..<5 {
      #expect(
        model.predictions(user: user) == (0..<7).map { model.prediction(user: user, item: $0) })
      for item in 0..<7 {
        let sum = model.parts(user: user, item: item).reduce(0.0) { $0 + Double($1.value) }
        #expect(abs(sum - Double(model.prediction(user: user, item: item))) < 1e-5)
      }
    }
  }

  @Test func nearnessIsTheCosine() throws {
    func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
      let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      return product / (a.reduce(0) { $0 + $1 * $1 } * b.reduce(0) { $0 + $1 * $1 }).squareRoot()
    }
    let nearest = model.nearestItems(to: 2, count: 10) { $0 != 4 }
    let u = model.itemFactors
    let expected = [0, 1, 3, 5].sorted { cosine(u.row(2), u.row($0)) > cosine(u.row(2), u.row($1)) }
    #expect(nearest.map(\.item) == expected)  // 6 has no factors
    #expect(abs(nearest[0].score - cosine(u.row(2), u.row(expected[0]))) < 1e-6)
    #expect(model.nearestItems(to: 6, count: 10).isEmpty)
    #expect(model.cosine(user: 0, item: 6) == nil)
  }

  @Test func peopleNameThingsInTheirOwnWays() throws {
    let films = Identities(
      .numbers([1, 19, 2001, 3]),
      titles: ["Toy Story (1995)", "Ace (1995)", "Toy Story 2 (1999)", "2001 (1968)"])
    #expect(try films.number(named: "19") == 1)
    #expect(try films.number(named: "2001") == 2)  // identifiers go first
    #expect(try films.number(named: "toy story (1995)") == 0)
    #expect(try films.number(named: "story 2") == 2)
    #expect(throws: IdentityLookupError.ambiguous("toy", candidates: [0, 2])) {
      try films.number(named: "toy")
    }
    #expect(throws: IdentityLookupError.unknown("Heat")) { try films.number(named: "Heat") }
    #expect(throws: IdentityLookupError.unknown("")) { try films.number(named: "") }
    #expect(try Identities(.words(["ann", "Ann"])).number(named: "Ann") == 1)
  }
}
