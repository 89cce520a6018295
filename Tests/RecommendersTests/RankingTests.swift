import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

/// Where relevant items stand, and what that is worth when others have the same score.
@Suite struct RankingTests {
  private struct Golden: Decodable {
    var users, items, factors: Int
    var relevant: Float
    var userFactors, itemFactors: [Float]
    var mean: Float
    var train, validation, test: [Int]
    var ratings: [Float]
    var depths: [Int]
    var withoutValidation, withValidation: [Expected]
    var tolerance: Double

    struct Expected: Decodable {
      var values: [Double]
      var users: Int
    }
  }

  /// What NumPy computed; see `Goldens/make_ranking.py`.
  @Test func agreesWithNumPyOnTiesAndValidation() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(components: "Goldens", "ranking.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    let model = FactorModel(
      mean: golden.mean,
      userFactors: Matrix(
        rowCount: golden.users, columnCount: golden.factors, elements: golden.userFactors),
      itemFactors: Matrix(
        rowCount: golden.items, columnCount: golden.factors, elements: golden.itemFactors),
      userBiases: Array(repeating: 0, count: golden.users),
      itemBiases: Array(repeating: 0, count: golden.items))
    func table(_ cells: [Int]) -> RatingTable {
      ratingTable(
        users: golden.users, items: golden.items,
        cells.map { ($0 / golden.items, $0 % golden.items, golden.ratings[$0]) })
    }
    for (setAside, expected) in [
      ([table(golden.validation)], golden.withoutValidation), ([], golden.withValidation),
    ] {
      for (k, expected) in zip(golden.depths, expected) {
        let evaluation = try Evaluation(
          of: model,
          on: EvaluationData(
            identities: table([]).identities, test: table(golden.test),
            training: TrainingHistory([table(golden.train)]), setAside: setAside),
          metrics: [.ndcg(k), .precision(k), .recall(k)], relevant: golden.relevant, threads: 2)
        #expect(evaluation.rankedUserCount == expected.users)
        for (value, expected) in zip(evaluation.values, expected.values) {
          #expect(abs(value - expected) <= golden.tolerance, "at \(k)")
        }
      }
    }
  }

  /// The relevant items of a list without ties, from the first place on.
  @Test(
    arguments: [
      ([0], 1, 1.0 / 3, 1), ([1], 0.630_929_753_571_457_4, 1.0 / 3, 1),
      ([2], 0.5, 1.0 / 3, 1), ([3], 0, 0, 0), ([], 0, 0, 0),
    ] as [([Int], Double, Double, Double)])
  func looksAtTheBestOnly(places: [Int], ndcg: Double, precision: Double, recall: Double) {
    let ranks = places.map { TiedRank(ahead: $0, tied: 1) }
    let discounts = RankDiscounts(depth: 3)
    func value(_ metric: Metric) -> Double {
      metric.value(ranks: ranks, relevantCount: 1, discounts: discounts)
    }
    #expect(abs(value(.ndcg(3)) - ndcg) < 1e-12)
    #expect(abs(value(.precision(3)) - precision) < 1e-12)
    #expect(value(.recall(3)) == recall)
  }

  /// A model of one user whose predictions are given, and all of whose ratings are in the test.
  private func evaluate(_ scores: [Float], relevant: Set<Int>, _ metrics: [Metric]) throws
    -> [Double]
  {
    let model = FactorModel(
      mean: 0, userFactors: Matrix(rowCount: 1, columnCount: 1),
      itemFactors: Matrix(rowCount: scores.count, columnCount: 1), userBiases: [0],
      itemBiases: scores)
    let test = ratingTable(users: 1, items: scores.count, relevant.sorted().map { (0, $0, 5) })
    return try Evaluation(
      of: model,
      on: EvaluationData(
        identities: test.identities, test: test,
        training: TrainingHistory([test.selecting([])])), metrics: metrics, relevant: 4
    ).values
  }

  /// The metrics of one order, by their definitions.
  private func metrics(of order: [Int], relevant: Set<Int>, k: Int) -> [Double] {
    let hits = order.prefix(k).enumerated().filter { relevant.contains($0.element) }.map(\.offset)
    func gain(_ place: Int) -> Double { 1 / log2(Double(place + 2)) }
    let ideal = (0..<min(k, relevant.count)).reduce(0) { $0 + gain($1) }
    return [
      hits.reduce(0) { $0 + gain($1) } / ideal, Double(hits.count) / Double(k),
      Double(hits.count) / Double(relevant.count),
    ]
  }

  @Test(arguments: 0..<40)
  func isTheMeanOverAllOrdersOfEquals(seed: UInt64) throws {
    var random = RandomSource(seed: seed, purpose: "ties").sequence()
    let count = 1 + random.integer(below: 6)
    let scores = (0..<count).map { _ in Float(random.integer(below: 3)) }
    let relevant = Set(
      (0..<1 + random.integer(below: count)).map { _ in
        random.integer(below: count)
      })
    let k = 1 + random.integer(below: count + 2)
    var sums = [0.0, 0, 0]
    var orders = 0.0
    for order in permutations(of: Array(0..<count))
    where zip(order, order.dropFirst()).allSatisfy({ scores[$0] >= scores[$1] }) {
      orders += 1
      for (index, value) in metrics(of: order, relevant: relevant, k: k).enumerated() {
        sums[index] += value
      }
    }
    let values = try evaluate(scores, relevant: relevant, [.ndcg(k), .precision(k), .recall(k)])
    for (value, sum) in zip(values, sums) {
      #expect(abs(value - sum / orders) < 1e-12, "seed \(seed)")
    }
  }

  private func permutations(of items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { index in
      var rest = items
      let first = rest.remove(at: index)
      return permutations(of: rest).map { [first] + $0 }
    }
  }

  /// Longer lists, whose equals are put in a random order again and again.
  @Test func isWhatRandomOrdersGiveOnAverage() throws {
    let scores = (0..<60).map { Float($0 * $0 % 7) }
    let relevant = Set([0, 3, 7, 11, 20, 21, 35, 49])
    let k = 10
    var sums = [0.0, 0, 0]
    let rounds = 20_000
    for round in 0..<rounds {
      let places = RandomSource(seed: UInt64(round), purpose: "order").permutation(of: 60)
      let order = (0..<60).sorted { (scores[$1], places[$0]) < (scores[$0], places[$1]) }
      for (index, value) in metrics(of: order, relevant: relevant, k: k).enumerated() {
        sums[index] += value
      }
    }
    let values = try evaluate(scores, relevant: relevant, [.ndcg(k), .precision(k), .recall(k)])
    // The standard error of the means is below 0.0015.
    for (value, sum) in zip(values, sums) {
      #expect(abs(value - sum / Double(rounds)) < 0.006)
    }
  }

  /// Whatever the items are numbered by, a constant model is as good as chance.
  @Test func aConstantModelIsAsGoodAsChance() throws {
    for relevant in [[0], [19], [0, 1, 2], [17, 18, 19]] as [Set<Int>] {
      let values = try evaluate(
        Array(repeating: 3.5, count: 20), relevant: relevant, [.precision(5), .recall(5)])
      #expect(abs(values[0] - Double(relevant.count) / 20) < 1e-12)
      #expect(abs(values[1] - 5.0 / 20) < 1e-12)
    }
  }

  /// What isn't a number is no prediction, and never in the list.
  @Test func leavesOutWhatIsNoNumber() throws {
    let metrics: [Metric] = [.ndcg(3), .precision(3), .recall(3)]
    #expect(try evaluate([.nan, 2, 1], relevant: [0], metrics) == [0, 0, 0])
    #expect(try evaluate([.nan, 2, 1], relevant: [1], metrics) == [1, 1.0 / 3, 1])
    #expect(try evaluate([.infinity, 2, 1], relevant: [0], metrics)[0] == 1)
  }

  /// An item that is tested is ranked even if the model has learnt from its rating.
  @Test func ranksWhatIsTestedInAnyCase() throws {
    let table = ratingTable(users: 1, items: 4, [(0, 0, 5), (0, 1, 5)])
    let model = FactorModel(
      mean: 0, userFactors: Matrix(rowCount: 1, columnCount: 1),
      itemFactors: Matrix(rowCount: 4, columnCount: 1), userBiases: [0], itemBiases: [4, 3, 2, 1])
    let evaluation = try Evaluation(
      of: model,
      on: EvaluationData(
        identities: table.identities, test: table.selecting([1]),
        training: TrainingHistory([table])), metrics: [.recall(1)], relevant: 4)
    // Item 0 is known from training alone, and doesn't stand before item 1.
    #expect(evaluation.values == [1] && evaluation.learntCount == 1)
  }
}
