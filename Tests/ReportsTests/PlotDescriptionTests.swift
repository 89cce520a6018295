import Operations
import Testing

@testable import Reports

@Suite struct PlotDescriptionTests {
  private let rating = Plot.Axis("rating")
  private let count = Plot.Axis("count", .logarithmic)

  private func text(_ marks: [Plot.Mark], x: Plot.Axis, y: Plot.Axis) -> String {
    PlotDescription(Plot("p", x: x, y: y, marks: marks)).text
  }

  @Test func givesTheRangesOfPoints() {
    let points = Plot.Points("films", x: [1, 3, .nan, 2], y: [10, 1000, 3, -5])
    #expect(
      text([.points(points)], x: rating, y: Plot.Axis("views"))
        == "Scatter plot of views by rating. "
        + "films: 3 points, rating from 1 to 3, views from −5 to 1000; 1 not shown.")
    #expect(
      text([.points(points)], x: rating, y: count)
        == "Scatter plot of count by rating, on a logarithmic scale. "
        + "films: 2 points, rating from 1 to 3, count from 10 to 1000; 2 not shown.")
  }

  @Test func givesTheEndsOfABand() {
    let band = Plot.Band("ninety percent", x: [1, 2, 3], low: [0, 1, 2], high: [4, .nan, 5])
    #expect(
      text([.band(band)], x: rating, y: Plot.Axis("bias"))
        == "Intervals of bias by rating. "
        + "ninety percent: between 0 and 4 at rating 1, between 2 and 5 at rating 3; 1 not shown.")
  }

  @Test func givesTheTotalAndTheFullestBin() {
    let histogram = Plot.Histogram(
      "", edges: [0, 1, 2, 3], counts: [5, 12_000, 7], omittedCount: 2)
    #expect(
      text([.histogram(histogram)], x: rating, y: count)
        == "Histogram of count by rating, on a logarithmic scale. "
        + "count: 12,012 in 3 bins, most (12,000) from 1 to 2; 2 not shown.")
  }

  @Test func namesWhatIsMixed() {
    let line = Plot.Line("", x: [1], y: [1])
    let points = Plot.Points("", x: [1], y: [1])
    #expect(text([.line(line), .points(points)], x: rating, y: rating).hasPrefix("Plot of rating"))
    #expect(
      text([], x: Plot.Axis("n", .logarithmic), y: count)
        == "Line plot of count by n, both on logarithmic scales.")
  }

  @Test func namesTheLargestAndTheSmallestBar() {
    let bars = Plot.Bars(
      "model", categories: ["ALS", "SVD", "k-NN"], axis: Plot.Axis("error"),
      groups: [.init("train", [0.5, 0.25, .nan]), .init("test", [.nan, .nan, 1])])
    #expect(
      PlotDescription(Plot("p", bars: bars)).text
        == "Bar chart of error by model. "
        + "train: 2 values, largest 0.5 (ALS), smallest 0.25 (SVD); 1 not shown. "
        + "test: 1 (k-NN); 2 not shown.")
  }

  @Test func namesTheExtremesOfAHeatMap() {
    let map = Plot.HeatMap(
      Plot.Axis("weight"), rows: ["u", "v"], columns: ["a", "b"], values: [1, -2, .nan, 0.5],
      rowLabel: "user", columnLabel: "item", colours: .diverging(around: 0))
    let plot = Plot("p", heatMap: map)
    #expect(
      PlotDescription(plot).text
        == "Heat map: weight by user (2 rows) and item (2 columns). "
        + "weight: largest 1 (u, a), smallest −2 (u, b); 1 not shown.")
    #expect(
      PlotDescription(plot, words: .german).text
        == "Heatmap: weight nach user (2 Zeilen) und item (2 Spalten). "
        + "weight: Maximum 1 (u, a), Minimum −2 (u, b); 1 nicht dargestellt.")
  }

  @Test func saysHowManySeriesAreNotDescribed() {
    let lines = (1...14).map { Plot.Line("line \($0)", x: [1], y: [1]) }
    let text = PlotDescription(Plot("p", x: rating, y: rating, lines: lines)).text
    #expect(text.hasSuffix("line 12: 1 at rating 1. And 2 more series."))
  }
}
