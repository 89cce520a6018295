import Operations

/// A cell that shows plots or tables made for the eye.
struct Gallery: NotebookOperation {
  static let name = "gallery"
  static let summary = "Shows plots or tables."

  @Parameter("What to show.") var show: Exhibit

  func run(in context: OperationContext) async throws -> Exhibits {
    Exhibits(outputs: [show.output])
  }
}

/// What a gallery shows.
struct Exhibits: Presentable {
  static let typeDescription = "exhibits"
  static let namedOutputs: [NamedOutput] = [.plot("plot"), .table("table")]
  var outputs: [Output]
}

enum Exhibit: String, CaseIterable, ParameterValue {
  case lines, logarithmic, interval, longLine = "long-line", manyLines = "many-lines"
  case scatter, cloud, histogram, histograms, mixture
  case bars, groups, longNames = "long-names", negative, manyBars = "many-bars", dots
  case heatMap = "heat-map", correlations, largeMap = "large-map"
  case gaps, nothing, onePoint = "one-point", extremes
  case units, longTable = "long-table", wideTable = "wide-table", numbers

  var output: Output {
    switch self {
    case .units, .longTable, .wideTable, .numbers: .table(table)
    default: .plot(plot)
    }
  }
}

// MARK: What is shown

extension Exhibit {
  /// Numbers from 0 to 1, always the same.
  static func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
  }

  /// Numbers around 0, about normal.
  static func normal(_ count: Int, seed: UInt64) -> [Double] {
    let noise = noise(count * 6, seed: seed)
    return (0..<count).map { i in noise[(6 * i)..<(6 * i + 6)].reduce(-3, +) * 1.414 }
  }

  static let models = [
    "global mean", "biases", "user k-NN", "item k-NN", "SVD", "ALS", "ALS, implicit", "NMF",
  ]

  static let titles = [
    "The Lord of the Rings: The Fellowship of the Ring", "Star Wars: Episode V", "Amélie",
    "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", "千と千尋の神隠し",
    "Fargo",
  ]
}

// MARK: Tables

extension Exhibit {
  fileprivate var table: Table {
    switch self {
    case .units:
      return Table(
        "Cost of five models",
        columns: [
          Table.Column("model", .text(Array(Self.models.prefix(5)))),
          Table.Column(
            "time", .real([0.01, 0.4, 12.25, 10.5, 3.75], fractionDigits: 2), unit: "s"),
          Table.Column("memory", .integer([1, 2, 12_000, 11_500, 80]), unit: "MB"),
          Table.Column("RMSE", .real([1.04, 0.907, .nan, 0.873, 0.8691], fractionDigits: 3)),
        ])
    case .longTable:
      return Table(
        "Ratings",
        columns: [
          Table.Column("user", .text((1...1_200).map { "user \($0)" })),
          Table.Column("item", .text((1...1_200).map { "item \($0 * 7 % 100)" })),
          Table.Column(
            "rating", .real(Self.noise(1_200, seed: 2).map { 5 * $0 }, fractionDigits: 1)),
        ], omittedRows: 99_636)
    case .wideTable:
      return Table(
        "Factors",
        columns: [Table.Column("film", .text(Self.titles))]
          + (1...14).map { factor in
            Table.Column(
              "factor \(factor)",
              .real(Self.normal(6, seed: UInt64(20 + factor)), fractionDigits: 3))
          }, omittedRows: 9_718)
    default:
      return Table(
        "Numbers of all kinds",
        columns: [
          Table.Column("what", .text(["tiny", "small", "large", "huge", "negative", "none"])),
          Table.Column("value", .real([3e-9, 0.5, 12_345.678, 2e18, -7, .nan], fractionDigits: 3)),
          Table.Column("count", .integer([0, 1, 99_999, 1_000_000, -3, 7])),
        ])
    }
  }
}
