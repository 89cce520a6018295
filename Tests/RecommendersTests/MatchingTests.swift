import LinearAlgebra
import Testing

@testable import Recommenders

/// How tables and models with different numberings meet.
@Suite struct MatchingTests {
  @Test func matchesByTheBytesOfIdentifiers() {
    func match(_ own: Identities.Identifiers, _ others: Identities.Identifiers) -> [Int?] {
      IdentityMatch(of: Identities(own), in: Identities(others)).numbers
    }
    #expect(match(.numbers([1, 2, 4]), .numbers([4, 3, 2])) == [nil, 2, 0])
    #expect(match(.numbers([7, 10]), .words(["10", "07", "x"])) == [nil, 0])
    #expect(match(.words(["7", "007", "x"]), .numbers([7])) == [0, nil, nil])
    #expect(match(.words(["b", "a"]), .words(["a", "b"])) == [1, 0])
    // One é, and an e with an accent.
    #expect(match(.words(["\u{E9}", "e\u{301}"]), .words(["e\u{301}"])) == [nil, 0])
    #expect(match(.words(["\u{E9}"]), .words(["e\u{301}"])) == [nil])
    #expect(match(.numbers([]), .words(["a"])) == [])
    #expect(
      IdentityMatch(of: Identities(.numbers([1, 2])), in: Identities(.numbers([1, 2, 3])))
        .unknownCount == 0)
    // A name that is there twice is the first.
    #expect(match(.words(["a", "b"]), .words(["a", "a", "b"])) == [0, 2])
  }

  @Test func numbersWhatIsUnknownBehindWhatIsKnown() {
    let table = RatingTable(
      users: Identities(.words(["ann", "bob", "cat"])),
      items: Identities(.numbers([5, 6, 7]), titles: ["Five", "Six", "Seven"]),
      userIndices: [2, 0, 2], itemIndices: [0, 2, 2], values: [1, 2, 3],
      source: RatingSource(name: "t"))
    let numbered = table.numbered(
      as: RatingIdentities(
        users: Identities(.words(["cat", "dog"])), items: Identities(.numbers([7]))))
    // Bob and item 6 have no rating.
    #expect(numbered.users.identifiers == .words(["cat", "dog", "ann"]))
    #expect(numbered.items.identifiers == .numbers([7, 5]))
    #expect(numbered.items.titles == ["7", "Five"])
    #expect(numbered.userIndices == [0, 2, 0] && numbered.itemIndices == [1, 0, 0])
    #expect(numbered.values == table.values)
    #expect(table.hasRatings(of: numbered) && numbered.hasRatings(of: table))
    #expect(!table.hasRatings(of: numbered.selecting([0, 1])))
    var changed = numbered
    changed.values[1] = 2.5
    #expect(!table.hasRatings(of: changed))
  }

  /// The same ratings with users and items in another order, and called by words.
  private func shuffled(_ table: RatingTable, seed: UInt64) -> RatingTable {
    func shuffle(_ identities: Identities, _ indices: [Int32], _ purpose: StaticString) -> (
      Identities, [Int32]
    ) {
      let order = RandomSource(seed: seed, purpose: purpose).permutation(of: identities.count)
      var places = Array(repeating: Int32(0), count: order.count)
      for (place, number) in order.enumerated() { places[Int(number)] = Int32(place) }
      return (
        Identities(.words(order.map { identities.identifier(of: Int($0)) })),
        indices.map { places[Int($0)] }
      )
    }
    var copy = table
    (copy.users, copy.userIndices) = shuffle(table.users, table.userIndices, "users")
    (copy.items, copy.itemIndices) = shuffle(table.items, table.itemIndices, "items")
    return copy
  }

  private static let metrics: [Metric] = [.mse, .mae, .ndcg(3), .precision(5), .recall(2)]

  /// It is no matter how a table numbers what it is about.
  @Test(arguments: 0..<10)
  func evaluatesByIdentifiers(seed: UInt64) throws {
    let table = randomRatings(seed: seed, users: 9, items: 12, count: 70)
    let split = try RatingSplit(of: table, train: 0.5, validation: 0.2, seed: seed)
    let model = randomModel(seed: seed, for: table, factors: 2)
    func evaluation(_ change: (RatingTable) -> RatingTable) throws -> Evaluation {
      try Evaluation(
        of: model,
        on: EvaluationData(
          identities: table.identities, test: change(split.test),
          training: TrainingHistory([change(split.train)]),
          setAside: [change(try #require(split.validation))]),
        metrics: Self.metrics, relevant: 3.5)
    }
    let expected = try evaluation { $0 }
    let found = try evaluation { shuffled($0, seed: seed) }
    #expect(found.values == expected.values, "seed \(seed)")
    #expect(found.learntCount == 0 && found.unseenCount == 0)
  }

  /// A user or an item that the model lacks is predicted as one that it has without ratings.
  @Test(arguments: 0..<10)
  func whatIsUnknownIsAsWhatHasNoRating(seed: UInt64) throws {
    let table = randomRatings(seed: seed, users: 7, items: 9, count: 40)
    var model = randomModel(seed: seed, for: table, factors: 2)
    model.mean = 3
    // The last two users and the first three items have no training rating.
    for user in 5..<7 {
      model.userBiases[user] = 0
      for factor in 0..<2 { model.userFactors[user, factor] = 0 }
    }
    for item in 0..<3 {
      model.itemBiases[item] = 0
      for factor in 0..<2 { model.itemFactors[item, factor] = 0 }
    }
    let smaller = FactorModel(
      mean: 3,
      userFactors: Matrix(
        rowCount: 5, columnCount: 2, elements: Array(model.userFactors.elements.prefix(10))),
      itemFactors: Matrix(
        rowCount: 6, columnCount: 2, elements: Array(model.itemFactors.elements.dropFirst(6))),
      userBiases: Array(model.userBiases.prefix(5)),
      itemBiases: Array(model.itemBiases.dropFirst(3)))
    let known = RatingIdentities(
      users: table.users.selecting(Array(0..<5)), items: table.items.selecting(Array(3..<9)))
    func evaluation(_ model: FactorModel, _ identities: RatingIdentities) throws -> Evaluation {
      try Evaluation(
        of: model,
        on: EvaluationData(
          identities: identities, test: table, training: TrainingHistory([table.selecting([])])),
        metrics: Self.metrics, relevant: 3.5)
    }
    let expected = try evaluation(model, table.identities)
    let found = try evaluation(smaller, known)
    for (value, expected) in zip(found.values, expected.values) {
      #expect(abs(value - expected) < 1e-12, "seed \(seed)")
    }
    let unseen = (0..<table.count).count { table.userIndices[$0] >= 5 || table.itemIndices[$0] < 3 }
    #expect(found.unseenCount == unseen && expected.unseenCount == 0)
  }

  @Test func countsWhatWasLearnt() throws {
    let table = randomRatings(seed: 4, users: 6, items: 6, count: 20)
    let first = table.selecting(Array(0..<12))
    let second = shuffled(table.selecting(Array(8..<15)), seed: 1)
    let history = TrainingHistory(first, after: TrainingHistory([second]))
    #expect(history.tables.count == 2)
    #expect(history.count(in: table) == 15)
    #expect(history.count(in: shuffled(table, seed: 2)) == 15)
    #expect(TrainingHistory(first).count(in: table.selecting(Array(12..<20))) == 0)
    // To go on from a model of the same ratings adds nothing.
    #expect(TrainingHistory(first, after: TrainingHistory(first)).tables.count == 1)
  }

  @Test func goesOnFromAModelOfOtherRows() throws {
    let model = FactorModel(
      mean: 3, userFactors: Matrix(rowCount: 2, columnCount: 1, elements: [1, 2]),
      itemFactors: Matrix(rowCount: 2, columnCount: 1, elements: [3, 4]), userBiases: [5, 6],
      itemBiases: [7, 8])
    let own = RatingIdentities(
      users: Identities(.numbers([10, 20])), items: Identities(.words(["a", "b"])))
    let users = IdentityMatch(of: Identities(.numbers([5, 20, 10])), in: own.users)
    let items = IdentityMatch(of: Identities(.words(["b"])), in: own.items)
    let matched = model.matched(users: users, items: items, seed: 1)
    #expect(matched.mean == 3 && matched.size == FactorModelSize(users: 3, items: 1, factors: 1))
    #expect(matched.userBiases == [0, 6, 5] && matched.itemBiases == [8])
    #expect(matched.userFactors.elements[1...] == [2, 1] && matched.itemFactors.elements == [4])
    let random = matched.userFactors[0, 0]
    #expect(random != 0 && abs(random) < 1)
    #expect(model.matched(users: users, items: items, seed: 2).userFactors[0, 0] != random)
  }
}
