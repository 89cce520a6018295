import LinearAlgebra
import Recommenders
import Testing

struct RatingSummaryTests {
  /// Users 0...3 and items 0...2; user 3 and item 2 have no rating.
  private let table = RatingTable(
    users: Identities(.words(["a", "b", "c", "d"])),
    items: Identities(.numbers([10, 20, 30]), titles: ["X", "Y", "Z"]),
    userIndices: [0, 0, 1, 2, 2], itemIndices: [0, 1, 0, 0, 1], values: [4, 3, 5, 1, 3],
    timestamps: [50, 10, 30, 40, 20], source: RatingSource(name: "test"))

  @Test func countsAndAverages() {
    let summary = RatingSummary(of: table)
    #expect(summary.space == RatingSpace(users: 4, items: 3, ratings: 5))
    #expect(summary.mean == 3.2)
    #expect(abs(summary.deviation - 1.32664991614216) < 1e-14)  // numpy.std
    #expect(summary.counts.map(\.rating) == [1, 3, 4, 5])
    #expect(summary.counts.map(\.count) == [1, 2, 1, 1])
    #expect(summary.ratingsPerUser.counts == [2, 2, 1, 0])
    #expect(summary.ratingsPerUser.median == 1.5)
    #expect(summary.ratingsPerUser.mean == 1.25)
    #expect(summary.ratingsPerItem.counts == [3, 2, 0])
    #expect(summary.ratingsPerItem.median == 2)
    #expect(summary.period == 10...50)
  }

  /// The figures of the lecture on MovieLens 20M.
  @Test func doesTheArithmeticOfSpace() {
    let space = RatingSpace(users: 130_000, items: 26_000, ratings: 20_000_000)
    #expect(space.cells == 3_380_000_000)
    #expect(abs(space.density - 0.0059) < 0.0001)
    #expect(space.parameters(factors: 10) == 1_560_000)
    #expect(space.denseBytes == 13_520_000_000)
    #expect(space.compressedBytes(lines: space.users) == 161_040_008)
  }

  @Test func saysNothingOfNothing() {
    let nothing = RatingTable(
      users: Identities(.numbers([])), items: Identities(.numbers([])), userIndices: [],
      itemIndices: [], values: [], source: RatingSource(name: "nothing"))
    let summary = RatingSummary(of: nothing)
    #expect(summary.mean.isNaN && summary.space.density.isNaN)
    #expect(summary.ratingsPerUser.median.isNaN && summary.ratingsPerUser.mean.isNaN)
    #expect(summary.ratingsPerUser.ranks(10).isEmpty && summary.period == nil)
  }

  @Test func tellsHowMuchBelongsToTheLargest() {
    let counts = CountDistribution([1, 6, 1, 1, 1])
    #expect(counts.share(ofLargest: 0.2) == 0.6)
    #expect(counts.share(ofLargest: 0) == 0.6)  // at least one
    #expect(counts.share(ofLargest: 1) == 1)
    #expect(CountDistribution([0, 0]).share(ofLargest: 0.5).isNaN)
  }

  @Test(arguments: [1, 2, 5, 119, 120, 121, 5000])
  func drawsRanksFromTheFirstToTheLast(size: Int) {
    let ranks = CountDistribution((1...size).map { $0 * 2 }).ranks(120)
    #expect(ranks.first?.rank == 1 && ranks.last?.rank == size && ranks.count <= 120)
    #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0.rank < $1.rank })
    #expect(ranks.allSatisfy { $0.count == 2 * (size + 1 - $0.rank) })
  }
}

struct ShrinkingTests {
  @Test func keepsTheMostActiveAndNumbersThemAnew() {
    let table = RatingTable(
      users: Identities(.words(["a", "b", "c", "d"])),
      items: Identities(.numbers([10, 20, 30]), titles: ["X", "Y", "Z"]),
      userIndices: [0, 1, 1, 3, 3, 3], itemIndices: [0, 2, 1, 0, 1, 2],
      values: [1, 2, 3, 4, 5, 6], timestamps: [1, 2, 3, 4, 5, 6],
      source: RatingSource(name: "test"))
    // Items have two ratings each, so the first two are taken.
    let shrunk = table.shrunk(users: 2, items: 2)
    #expect((0..<2).map(shrunk.users.identifier(of:)) == ["b", "d"])
    #expect(shrunk.items.titles == ["X", "Y"])
    #expect(shrunk.userIndices == [0, 1, 1])
    #expect(shrunk.itemIndices == [1, 0, 1])
    #expect(shrunk.values == [3, 4, 5])
    #expect(shrunk.timestamps == [3, 4, 5])
    // More than there are is all there is.
    let all = table.shrunk(users: 99, items: nil)
    #expect(all.values == table.values && all.users.count == 4 && all.items.count == 3)
  }

  @Test(arguments: 0..<20)
  func agreesWithCountingByDictionaries(seed: UInt64) {
    var random = RandomSource(seed: seed, purpose: "shrink").sequence()
    let (users, items) = (random.integer(below: 12) + 1, random.integer(below: 12) + 1)
    let rows = (0..<random.integer(below: 80)).map { _ in
      (random.integer(below: users), random.integer(below: items))
    }
    let table = RatingTable(
      users: Identities(.numbers((0..<Int64(users)).map { $0 * 7 })),
      items: Identities(.numbers((0..<Int64(items)).map { $0 * 3 })),
      userIndices: rows.map { Int32($0.0) }, itemIndices: rows.map { Int32($0.1) },
      values: rows.indices.map(Float.init), source: RatingSource(name: "random"))
    let (userLimit, itemLimit) = (random.integer(below: 12) + 1, random.integer(below: 12) + 1)

    func largest(_ keys: [Int], of count: Int, _ limit: Int) -> Set<Int> {
      let counts = Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
      let order = (0..<count).sorted { (counts[$0] ?? 0, $1) > (counts[$1] ?? 0, $0) }
      return Set(order.prefix(limit))
    }
    let keptUsers = largest(rows.map(\.0), of: users, userLimit)
    let keptItems = largest(rows.map(\.1), of: items, itemLimit)
    let expected = rows.indices.filter {
      keptUsers.contains(rows[$0].0) && keptItems.contains(rows[$0].1)
    }
    let shrunk = table.shrunk(users: userLimit, items: itemLimit)
    #expect(shrunk.values == expected.map(Float.init), "seed \(seed)")
    #expect(
      shrunk.userIndices.map { shrunk.users.identifier(of: Int($0)) }
        == expected.map { String(rows[$0].0 * 7) }, "seed \(seed)")
    #expect(
      shrunk.itemIndices.map { shrunk.items.identifier(of: Int($0)) }
        == expected.map { String(rows[$0].1 * 3) }, "seed \(seed)")
    #expect(shrunk.users.count == keptUsers.count && shrunk.items.count == keptItems.count)
  }
}
