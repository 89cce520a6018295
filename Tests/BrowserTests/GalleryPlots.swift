import Foundation
import Operations

extension Exhibit {
  private static let epochs = (1...20).map(Double.init)

  var plot: Plot {
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
