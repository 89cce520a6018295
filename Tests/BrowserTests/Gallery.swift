import Foundation
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
  static let outputKinds: Set<OutputKind> = [.plot, .table]
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

// MARK: Plots

extension Exhibit {
  private static let epochs = (1...20).map(Double.init)

  /// Numbers from 0 to 1, always the same.
  private static func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
  }

  /// Numbers around 0, about normal.
  private static func normal(_ count: Int, seed: UInt64) -> [Double] {
    let noise = noise(count * 6, seed: seed)
    return (0..<count).map { i in noise[(6 * i)..<(6 * i + 6)].reduce(-3, +) * 1.414 }
  }

  private static let models = [
    "global mean", "biases", "user k-NN", "item k-NN", "SVD", "ALS", "ALS, implicit", "NMF",
  ]

  private static let titles = [
    "The Lord of the Rings: The Fellowship of the Ring", "Star Wars: Episode V", "Amélie",
    "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", "千と千尋の神隠し",
    "Fargo",
  ]

  fileprivate var plot: Plot {
    let epoch = Plot.Axis("epoch")
    let error = Plot.Axis("mean squared error")
    func curve(_ end: Double, _ rate: Double) -> [Double] {
      Self.epochs.map { end + 0.6 * exp(-rate * $0) + 0.004 * $0 * (1 - rate) }
    }
    switch self {
    case .lines:
      return Plot(
        "Learning curves of four ranks", x: epoch, y: error,
        lines: [(2, 0.9), (8, 0.6), (32, 0.35), (128, 0.2)].map { rank, rate in
          Plot.Line("rank \(rank)", x: Self.epochs, y: curve(0.9 - 0.03 * log(Double(rank)), rate))
        })
    case .logarithmic:
      return Plot(
        "Time by size, on two logarithmic axes", x: Plot.Axis("ratings", .logarithmic),
        y: Plot.Axis("time in s", .logarithmic),
        lines: ["ALS", "SGD", "nearest neighbours"].enumerated().map { index, name in
          let x = (3...8).map { pow(10.0, Double($0)) }
          return Plot.Line(name, x: x, y: x.map { 1e-7 * pow($0, 1 + 0.15 * Double(index)) })
        })
    case .interval:
      let mean = curve(0.7, 0.3)
      return Plot(
        "The mean of the posterior, its 90 % interval, and what was observed", x: epoch, y: error,
        marks: [
          .band(
            Plot.Band(
              "posterior", x: Self.epochs, low: mean.map { $0 - 0.08 },
              high: mean.map { $0 + 0.1 })),
          .line(Plot.Line("posterior", x: Self.epochs, y: mean)),
          .points(
            Plot.Points(
              "observed", x: Self.epochs,
              y: zip(mean, Self.normal(20, seed: 3)).map { $0 + 0.03 * $1 })),
        ])
    case .longLine:
      let x = (0..<10_000).map(Double.init)
      let walk = Self.normal(10_000, seed: 4).reduce(into: [0.0]) { $0.append($0.last! + $1) }
      return Plot(
        "A chain of ten thousand samples", x: Plot.Axis("sample"), y: Plot.Axis("state"),
        lines: [Plot.Line("chain", x: x, y: Array(walk.dropLast()))])
    case .manyLines:
      return Plot(
        "Fourteen lines, which is too many", x: epoch, y: error,
        lines: (0..<14).map { index in
          Plot.Line(
            "setting \(index + 1)", x: Self.epochs, y: curve(0.6 + 0.02 * Double(index), 0.5))
        })
    case .scatter:
      let popularity = Self.noise(150, seed: 5).map { pow(10, 3.5 * $0) }
      return Plot(
        "Mean rating by popularity", x: Plot.Axis("ratings of the film", .logarithmic),
        y: Plot.Axis("mean rating"),
        marks: ["documentary", "comedy", "drama"].enumerated().map { index, genre in
          .points(
            Plot.Points(
              genre, x: Array(popularity[(50 * index)..<(50 * index + 50)]),
              y: Self.normal(50, seed: UInt64(6 + index)).map {
                3.2 + 0.3 * Double(index) + 0.4 * $0
              }
            ))
        })
    case .cloud:
      return Plot(
        "Ten thousand users in two dimensions", x: Plot.Axis("factor 1"), y: Plot.Axis("factor 2"),
        marks: [
          .points(
            Plot.Points("users", x: Self.normal(10_000, seed: 9), y: Self.normal(10_000, seed: 10))),
          .points(Plot.Points("mean", x: [0], y: [0])),
        ])
    case .histogram:
      return Plot(
        "Ratings", x: Plot.Axis("rating"), y: Plot.Axis("ratings"),
        marks: [
          .histogram(
            Plot.Histogram(
              "", edges: stride(from: 0.25, through: 5.25, by: 0.5).map(\.self),
              counts: [1370, 2811, 1791, 7551, 5550, 20047, 13136, 26818, 8551, 13211]))
        ])
    case .histograms:
      let edges = stride(from: -4.0, through: 6, by: 0.25).map(\.self)
      return Plot(
        "Errors of two models", x: Plot.Axis("error"), y: Plot.Axis("predictions"),
        marks: [
          .histogram(Plot.Histogram("biases", of: Self.normal(4_000, seed: 11), edges: edges)),
          .histogram(
            Plot.Histogram(
              "ALS", of: Self.normal(4_000, seed: 12).map { 0.6 * $0 + 1 }, edges: edges)),
        ])
    case .mixture:
      let edges = (0...24).map { pow(10, Double($0) / 6) }
      let values = Self.normal(3_000, seed: 13).map { pow(10, 1.8 + 0.7 * $0) }
      let histogram = Plot.Histogram("films", of: values, edges: edges)
      return Plot(
        "The long tail, on logarithmic axes", x: Plot.Axis("ratings of a film", .logarithmic),
        y: Plot.Axis("films", .logarithmic),
        marks: [
          .histogram(histogram),
          .line(
            Plot.Line(
              "a power law", x: [1, 10_000], y: [900, 3])),
        ])
    case .bars:
      return Plot(
        "Ratings by year",
        bars: Plot.Bars(
          "year", categories: (2010...2018).map(String.init), axis: Plot.Axis("ratings"),
          values: [1691, 3733, 2916, 1664, 1439, 6160, 6703, 8198, 6418]))
    case .groups:
      return Plot(
        "Precision of eight models at three cuts",
        bars: Plot.Bars(
          "model", categories: Self.models, axis: Plot.Axis("precision"),
          groups: ["at 5", "at 10", "at 20"].enumerated().map { index, name in
            Plot.Bars.Group(
              name, (0..<8).map { 0.04 + 0.03 * Double($0) / Double(index + 1) })
          }))
    case .longNames:
      return Plot(
        "Films with long names",
        bars: Plot.Bars(
          "film", categories: Self.titles, axis: Plot.Axis("predicted rating"),
          values: [4.71, 4.6, 4.553, 4.5, 4.488, 4.31]))
    case .negative:
      return Plot(
        "What each rating adds to a prediction",
        bars: Plot.Bars(
          "film", categories: Self.titles, axis: Plot.Axis("contribution"),
          values: [0.71, 0.4, 0.01, -0.05, -0.288, .nan]))
    case .manyBars:
      return Plot(
        "More categories than can be drawn",
        bars: Plot.Bars(
          "tag", categories: (1...120).map { "tag \($0)" }, axis: Plot.Axis("uses"),
          values: (1...120).map { 12_000 / Double($0) }))
    case .dots:
      return Plot(
        "Time per epoch, which has no zero here",
        bars: Plot.Bars(
          "model", categories: Self.models, axis: Plot.Axis("time in s", .logarithmic),
          groups: [
            Plot.Bars.Group("1 thread", (0..<8).map { 0.001 * pow(4, Double($0)) }),
            Plot.Bars.Group("2 threads", (0..<8).map { 0.0006 * pow(3.9, Double($0)) }),
          ]))
    case .heatMap:
      let users = (1...8).map { "user \($0)" }
      let noise = Self.noise(64, seed: 14)
      return Plot(
        "Some ratings",
        heatMap: Plot.HeatMap(
          Plot.Axis("rating"), rows: users, columns: Self.models.map { "film by \($0)" },
          values: noise.map { $0 < 0.25 ? .nan : (1 + 8 * $0).rounded() / 2 }, rowLabel: "user",
          columnLabel: "film"))
    case .correlations:
      let names = ["bias", "age", "length", "drama", "comedy", "war"]
      let values = (0..<36).map { index -> Double in
        let (row, column) = (index / 6, index % 6)
        return row == column ? 1 : cos(Double(3 * (row + column) + row * column)) * 0.8
      }
      return Plot(
        "Correlations",
        heatMap: Plot.HeatMap(
          Plot.Axis("correlation"), rows: names, columns: names, values: values,
          rowLabel: "feature", columnLabel: "feature", colours: .diverging(around: 0)))
    case .largeMap:
      let waves = (0..<60_000).map { index -> Double in
        let (row, column) = (Double(index / 200), Double(index % 200))
        return sin(row / 20) * cos(column / 15)
      }
      return Plot(
        "A matrix of 300 by 200",
        heatMap: Plot.HeatMap(
          Plot.Axis("weight"), rows: (1...300).map { "\($0)" },
          columns: (1...200).map { "\($0)" },
          values: waves, rowLabel: "user", columnLabel: "item", colours: .diverging(around: 0)))
    case .gaps:
      var y = curve(0.7, 0.3)
      y[4] = .nan
      y[9] = .infinity
      y[11] = .nan
      return Plot(
        "Values that are missing", x: epoch, y: error,
        lines: [Plot.Line("test, now and then", x: Self.epochs, y: y)])
    case .nothing:
      return Plot("Nothing", x: epoch, y: error, lines: [])
    case .onePoint:
      return Plot("One point", x: epoch, y: error, lines: [Plot.Line("", x: [1], y: [0.87])])
    case .extremes:
      return Plot(
        "From the smallest to the largest", x: epoch,
        y: Plot.Axis("anything that a double can hold", .logarithmic),
        lines: [Plot.Line("", x: [1, 2, 3, 4], y: [1e-300, 1, 1e300, 1e150])])
    case .units, .longTable, .wideTable, .numbers:
      preconditionFailure("A table is no plot")
    }
  }
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
