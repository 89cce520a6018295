import Recommenders
import Testing

struct RatingSplitTests {
  private let table = {
    var table = randomRatings(seed: 1, users: 12, items: 30, count: 101)
    // Some users come early, some late, with ties.
    table.timestamps = (0..<101).map { Int64(($0 * 37) % 50) }
    return table
  }()

  /// The cells of a table, with their ratings.
  private func cells(_ table: RatingTable?) -> [[Float]] {
    guard let table else { return [] }
    return table.values.indices.map {
      [Float(table.userIndices[$0]), Float(table.itemIndices[$0]), table.values[$0]]
    }
  }

  @Test(arguments: RatingSplit.Method.allCases)
  func eachRatingIsInOnePart(method: RatingSplit.Method) throws {
    let split = try RatingSplit(of: table, by: method, train: 0.6, validation: 0.15)
    let all = cells(split.train) + cells(split.validation) + cells(split.test)
    #expect(all.count == table.count)
    #expect(Set(all) == Set(cells(table)))
    for part in [split.train, split.test, try #require(split.validation)] {
      #expect(part.users.count == 12 && part.items.count == 30)
      #expect(part.timestamps?.count == part.count)
    }
  }

  @Test func partsKeepTheOrderOfTheWhole() throws {
    let whole = cells(table)
    let positions = try cells(RatingSplit(of: table).train).map {
      try #require(whole.firstIndex(of: $0))
    }
    #expect(positions == positions.sorted())
  }

  @Test(
    arguments: [
      // Of 101 ratings: train, validation -> counts.
      (0.8, 0.0, [81, 0, 20]), (0.5, 0.5, [51, 50, 0]), (0.7, 0.1, [71, 10, 20]),
      (1.0, 0.0, [101, 0, 0]), (0.001, 0.0, [0, 0, 101]), (0.9, 0.1, [91, 10, 0]),
    ], [RatingSplit.Method.random, .time])
  func countsAreTheFractionsRounded(
    fractions: (train: Double, validation: Double, counts: [Int]), method: RatingSplit.Method
  ) throws {
    let split = try RatingSplit(
      of: table, by: method, train: fractions.train, validation: fractions.validation)
    #expect(
      [split.train.count, split.validation?.count ?? 0, split.test.count] == fractions.counts)
    #expect((split.validation == nil) == (fractions.validation == 0))
  }

  @Test func theSeedDeterminesTheSplit() throws {
    for method in [RatingSplit.Method.random, .user] {
      let first = try RatingSplit(of: table, by: method, seed: 1)
      #expect(try cells(RatingSplit(of: table, by: method, seed: 1).test) == cells(first.test))
      #expect(try cells(RatingSplit(of: table, by: method, seed: 2).test) != cells(first.test))
    }
  }

  @Test func theTestIsLaterThanTheTraining() throws {
    let split = try RatingSplit(of: table, by: .time, train: 0.6, validation: 0.2)
    let train = try #require(split.train.timestamps?.max())
    let validation = try #require(split.validation?.timestamps)
    let test = try #require(split.test.timestamps?.min())
    #expect(train <= (try #require(validation.min())))
    #expect((try #require(validation.max())) <= test)
  }

  @Test func eachUserIsSplitByTheFraction() throws {
    let split = try RatingSplit(of: table, by: .user, train: 0.75)
    func count(_ table: RatingTable, _ user: Int32) -> Int {
      table.userIndices.filter { $0 == user }.count
    }
    for user in 0..<Int32(12) {
      let all = count(table, user)
      let expected = all == 0 ? 0 : max(1, Int((0.75 * Double(all)).rounded()))
      #expect(count(split.train, user) == expected)
    }
  }

  @Test func everyUserKeepsATrainingRating() throws {
    let single = ratingTable(users: 3, items: 3, [(0, 0, 1), (2, 1, 2), (2, 2, 3)])
    let split = try RatingSplit(of: single, by: .user, train: 0.1)
    #expect(split.train.userIndices == [0, 2])
  }

  @Test func refusesToSplitByTimeWithoutTimestamps() {
    let table = randomRatings(seed: 1, users: 5, items: 5, count: 20)
    #expect(throws: RatingSplitError.noTimestamps) { try RatingSplit(of: table, by: .time) }
  }

  @Test(arguments: [(0.0, 0.0), (1.1, 0.0), (-0.5, 0.0), (0.8, 0.3), (0.8, -0.1), (.nan, 0.0)])
  func refusesFractionsOutOfRange(train: Double, validation: Double) {
    #expect(throws: RatingSplitError.self) {
      try RatingSplit(of: table, train: train, validation: validation)
    }
  }

  @Test(arguments: [RatingSplit.Method.random, .user])
  func splitsNothingIntoNothing(method: RatingSplit.Method) throws {
    let split = try RatingSplit(of: ratingTable(users: 0, items: 0, []), by: method)
    #expect(split.train.count == 0 && split.test.count == 0)
  }
}
