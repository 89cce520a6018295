import NotebookSyntax
import Operations
import Recommenders

/// What `describe` says about ratings.
struct RatingDescription: Presentable {
  static let typeDescription = "a description of ratings"
  static let namedOutputs: [NamedOutput] = [
    .plot("histogram"), .table("activity"), .plot("long-tail"), .table("storage"),
  ]

  var summary: RatingSummary
  /// K, for the parameters of a model.
  var factors: Int
  /// What the ratings are called.
  var name: String

  static let resultValues: [ResultValue<Self>] = [
    .integer("ratings") { $0.summary.space.ratings },
    .integer("users") { $0.summary.space.users },
    .integer("items") { $0.summary.space.items },
    .integer("cells") { $0.summary.space.cells },
    .real("density") { $0.summary.space.density },
    .integer("parameters") { $0.summary.space.parameters(factors: $0.factors) },
    .real("mean") { $0.summary.mean },
    .real("deviation") { $0.summary.deviation },
    .real("ratings-per-user.mean") { $0.summary.ratingsPerUser.mean },
    .real("ratings-per-user.median") { $0.summary.ratingsPerUser.median },
    .integer("ratings-per-user.most") { $0.summary.ratingsPerUser.counts.first },
    .real("ratings-per-item.mean") { $0.summary.ratingsPerItem.mean },
    .real("ratings-per-item.median") { $0.summary.ratingsPerItem.median },
    .integer("ratings-per-item.most") { $0.summary.ratingsPerItem.counts.first },
  ]

  var outputs: [Output] {
    [
      .text(sentence), .plot("histogram", histogram), .table("activity", activity),
      .plot("long-tail", longTail), .table("storage", space),
    ]
  }

  private var sentence: String {
    let space = summary.space
    var text =
      "\(space.ratings.grouped) ratings of \(space.items.grouped) items by "
      + "\(space.users.grouped) users, \(ScalarValue.real(summary.mean).formatted(.fixed(2))) "
      + "on average (standard deviation "
      + "\(ScalarValue.real(summary.deviation).formatted(.fixed(2))))"
    if let period = summary.period {
      let (first, last) = (
        isoDate(secondsSince1970: period.lowerBound), isoDate(secondsSince1970: period.upperBound)
      )
      text += first == last ? ", given on \(first)" : ", given from \(first) to \(last)"
    }
    return text + "."
  }

  // MARK: How the ratings are distributed

  /// More different ratings than this are counted in bins.
  private static let mostBars = 21

  private var histogram: Plot {
    let caption = "How often each rating was given"
    let ratings = summary.counts
    guard ratings.count > Self.mostBars, let least = ratings.first, let greatest = ratings.last
    else {
      return Plot(
        caption,
        bars: Plot.Bars(
          "rating", categories: ratings.map { ScalarValue.real(Double($0.rating)).formatted() },
          axis: .init("ratings"), values: ratings.map { Double($0.count) }))
    }
    let binCount = 20
    let (low, high) = (Double(least.rating), Double(greatest.rating))
    let edges = (0...binCount).map { low + (high - low) * Double($0) / Double(binCount) }
    var counts = Array(repeating: 0, count: binCount)
    for (rating, count) in ratings {
      let bin = Int((Double(rating) - low) / (high - low) * Double(binCount))
      counts[min(bin, binCount - 1)] += count
    }
    return Plot(
      caption, x: .init("rating"), y: .init("ratings"),
      marks: [.histogram(Plot.Histogram("ratings", edges: edges, counts: counts))])
  }

  private var activity: Table {
    let sides = [summary.ratingsPerUser, summary.ratingsPerItem]
    return Table(
      "Ratings per user and per item, and the share of the top tenth",
      columns: [
        .init("ratings of", .text(["a user", "an item"])),
        .init("number", .integer(sides.map(\.counts.count))),
        .init("least", .integer(sides.map { $0.counts.last ?? 0 })),
        .init("median", .real(sides.map(\.median), fractionDigits: 1)),
        .init("mean", .real(sides.map(\.mean), fractionDigits: 1)),
        .init("most", .integer(sides.map { $0.counts.first ?? 0 })),
        .init(
          "top tenth", .real(sides.map { 100 * $0.share(ofLargest: 0.1) }, fractionDigits: 1),
          unit: "%"),
      ])
  }

  /// Ratings by rank: a straight line on these axes would be a power law.
  private var longTail: Plot {
    func line(_ label: String, _ counts: CountDistribution) -> Plot.Line {
      // A number of zero has no logarithm, and ends the line.
      let ranks = counts.ranks(120).filter { $0.count > 0 }
      return Plot.Line(
        label, x: ranks.map { Double($0.rank) }, y: ranks.map { Double($0.count) })
    }
    return Plot(
      "The long tail: ratings of the user, and of the item, at each rank",
      x: .init("rank", .logarithmic), y: .init("ratings", .logarithmic),
      lines: [line("users", summary.ratingsPerUser), line("items", summary.ratingsPerItem)])
  }

  // MARK: How much room they take

  private var space: Table {
    let space = summary.space
    let rows: [(name: String, numbers: Int, bytes: Int)] = [
      ("all cells, N·M", space.cells, space.denseBytes),
      ("the ratings, by user (CSR)", space.ratings, space.compressedBytes(lines: space.users)),
      ("the ratings, by item (CSC)", space.ratings, space.compressedBytes(lines: space.items)),
      (
        "a model with K = \(factors), (N + M)·K", space.parameters(factors: factors),
        4 * space.parameters(factors: factors)
      ),
    ]
    return Table(
      "What it takes to store \(name)",
      columns: [
        .init("what", .text(rows.map(\.name))),
        .init("numbers", .integer(rows.map(\.numbers))),
        .init(
          "of all cells",
          .real(
            rows.map { 100 * Double($0.numbers) / Double(space.cells) }, fractionDigits: 3),
          unit: "%"),
        .init(
          "memory", .real(rows.map { Double($0.bytes) / 1_000_000 }, fractionDigits: 1),
          unit: "MB"),
      ])
  }
}
