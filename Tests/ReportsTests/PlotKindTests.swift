import Operations
import Testing

@testable import Reports

/// What is particular to each kind of plot.
@Suite struct PlotKindTests {
  private let axis = Plot.Axis("value")

  private func svg(_ plot: Plot) -> String {
    PlotRenderer(plot).svg(identifier: "p", title: "t").markup
  }

  private func rectangles(_ markup: String, _ kind: String) throws -> [[String: String]] {
    try WellFormed.check(markup).elements.filter {
      $0.name == "rect" && $0.attributes["class"]?.hasPrefix(kind) == true
    }.map(\.attributes)
  }

  // MARK: Marks

  @Test func givesMarksOfOneLabelOneColourAndOneName() {
    let band = Plot.Band("model", x: [1, 2], low: [0, 0], high: [2, 2])
    let line = Plot.Line("model", x: [1, 2], y: [1, 1])
    let points = Plot.Points("data", x: [1, 2], y: [1, 1.5])
    let series = PlotSeries([.band(band), .line(line), .points(points)], yLabel: "y")
    #expect(series.numbers == [0, 0, 1])
    #expect(series.entries.map(\.name) == ["model", "data"])
    // Two lines are two series, whatever they are called.
    #expect(PlotSeries([.line(line), .line(line)], yLabel: "y").numbers == [0, 1])
  }

  @Test func namesNothingWhereTheAxisDoes() {
    let line = Plot.Line("", x: [1], y: [1])
    #expect(PlotSeries([.line(line)], yLabel: "loss").entries.isEmpty)
    #expect(PlotSeries([.line(line), .line(line)], yLabel: "loss").entries.count == 2)
  }

  @Test func drawsABandBetweenItsEdgesAndPartsItAtGaps() {
    let band = Plot.Band(
      "b", x: [1, 2, 3, 4, 5], low: [0, 0, .nan, 0, 0], high: [1, 1, 1, 1, 1])
    let plot = svg(Plot("p", x: axis, y: axis, marks: [.band(band)]))
    let area = plot.split(separator: "class=\"area\" d=\"")[1].prefix { $0 != "\"" }
    #expect(area.count { $0 == "Z" } == 2)
  }

  @Test func letsABandReachTheFootOfALogarithmicAxis() {
    let band = Plot.Band("b", x: [1, 2], low: [-1, 0], high: [10, 100])
    let y = Plot.Axis("v", .logarithmic)
    let plot = svg(Plot("p", x: axis, y: y, marks: [.band(band)]))
    #expect(plot.contains("class=\"area\"") && !plot.contains("class=\"note\""))
  }

  @Test func tellsNumbersOfLongLinesUnderThePointer() throws {
    let x = (0..<500).map(Double.init)
    let plot = svg(Plot("p", x: axis, y: axis, lines: [Plot.Line("l", x: x, y: x)]))
    let strips = try rectangles(plot, "strip")
    #expect((50...120).contains(strips.count))
    // Each tells the number at its middle.
    let titles = plot.matches(of: #/<title>value (\d+), l: (\d+)</title>/#)
    #expect(titles.count == strips.count && titles.allSatisfy { $0.1 == $0.2 })
  }

  @Test func drawsManyPointsAsOneShape() {
    let x = (0..<5_000).map { Double($0 % 71) }
    let y = (0..<5_000).map { Double($0 % 97) }
    let points = Plot.Points("p", x: x, y: y)
    let plot = svg(Plot("p", x: axis, y: axis, marks: [.points(points)]))
    #expect(plot.utf8.count < 100_000 && plot.contains("class=\"cloud cloud-1\""))
    #expect(!plot.contains("not shown"))
  }

  // MARK: Histograms

  @Test func makesAreasOfBinsAsTallAsTheirCounts() throws {
    let histogram = Plot.Histogram("", edges: [0, 1, 2, 4], counts: [10, 20, 0])
    let bins = try rectangles(
      svg(Plot("p", x: axis, y: axis, marks: [.histogram(histogram)])), "bin")
    #expect(bins.count == 2)
    let heights = bins.compactMap { $0["height"].flatMap(Double.init) }
    #expect(abs(heights[1] - 2 * heights[0]) < 0.02)
    // They stand on one line.
    let feet = bins.compactMap { bin in
      bin["y"].flatMap(Double.init).map { $0 + (Double(bin["height"] ?? "") ?? 0) }
    }
    #expect(abs(feet[0] - feet[1]) < 0.02)
  }

  // MARK: Bars

  @Test func layBarsWhoseNamesAreLong() throws {
    func bars(_ names: [String]) throws -> [[String: String]] {
      let bars = Plot.Bars("n", categories: names, axis: axis, values: [1, 2, 4])
      return try rectangles(svg(Plot("p", bars: bars)), "bar")
    }
    let upright = try bars(["a", "b", "c"])
    #expect(Set(upright.compactMap { $0["width"] }).count == 1)
    #expect(Set(upright.compactMap { $0["height"] }).count == 3)
    let lying = try bars(["a", "b", "a name as long as the name of a film can be, or longer"])
    #expect(Set(lying.compactMap { $0["height"] }).count == 1)
    let widths = lying.compactMap { $0["width"].flatMap(Double.init) }
    #expect(abs(widths[1] - 2 * widths[0]) < 0.02 && abs(widths[2] - 4 * widths[0]) < 0.03)
  }

  @Test func beginsBarsAtZero() throws {
    let bars = Plot.Bars("n", categories: ["a", "b"], axis: axis, values: [100, 101])
    let heights = try rectangles(svg(Plot("p", bars: bars)), "bar")
      .compactMap { $0["height"].flatMap(Double.init) }
    #expect(abs(heights[1] / heights[0] - 1.01) < 1e-3)
  }

  @Test func drawsDotsWhereThereIsNoZero() throws {
    let bars = Plot.Bars(
      "n", categories: ["a", "b"], axis: Plot.Axis("v", .logarithmic), values: [1, 1000])
    let plot = svg(Plot("p", bars: bars))
    #expect(try rectangles(plot, "bar").isEmpty)
    #expect(plot.contains("<title>b, v: 1000</title>"))
  }

  @Test func saysHowManyCategoriesAreNotDrawn() {
    let bars = Plot.Bars(
      "n", categories: (0..<80).map { "\($0)" }, axis: axis,
      values: (0..<80).map { $0 == 3 ? .nan : 1 })
    #expect(svg(Plot("p", bars: bars)).contains("30 more not drawn; 1 value not shown"))
  }

  // MARK: Heat maps

  private func map(_ values: [Double], _ colours: Plot.HeatMap.Colours = .sequential)
    -> Plot.HeatMap
  {
    Plot.HeatMap(
      axis, rows: ["r"], columns: values.indices.map { "\($0)" }, values: values, colours: colours)
  }

  @Test func coloursFromTheLeastToTheGreatest() throws {
    let plot = svg(Plot("p", heatMap: map([0, 2.5, 5, 10])))
    let squares = try rectangles(plot, "heat").suffix(4)
      .map { "\($0["class"] ?? "") \($0["style"] ?? "")" }
    #expect(
      squares == [
        "heat sequential-1 --share:0%", "heat sequential-1 --share:50%",
        "heat sequential-2 --share:0%", "heat sequential-2 --share:100%",
      ])
  }

  @Test func divergesAsFarToBothSides() throws {
    let scale = HeatScale(map([-1, 3], .diverging(around: 1)), from: 0, to: 100)
    #expect([-1, 0, 1, 2, 3].map { scale.share($0) } == [0, 0.25, 0.5, 0.75, 1])
    let one = HeatScale(map([1, 3], .diverging(around: 0)), from: 0, to: 100)
    #expect(one.share(-3) == 0 && one.share(0) == 0.5)
  }

  @Test func drawsLargeMatricesAsMeansOfBlocks() {
    let values = (0..<10_000).map { Double($0 / 100) }
    let blocks = HeatBlocks(
      Plot.HeatMap(
        axis, rows: (0..<100).map { "\($0)" }, columns: (0..<100).map { "\($0)" }, values: values))
    #expect((blocks.height, blocks.width) == (3, 3))
    #expect(blocks.map.rows.count == 34 && blocks.map.rows.first == "0 – 2")
    #expect(blocks.map.rows.last == "99")
    #expect(abs(blocks.map[0, 0] - 1) < 1e-12 && abs(blocks.map[33, 33] - 99) < 1e-12)
    #expect(blocks.note(.english) == "each square is the mean of up to 3 × 3 values")
    let withHoles = HeatBlocks(
      Plot.HeatMap(
        axis, rows: ["r"], columns: (0..<49).map { "\($0)" },
        values: [.nan, 4, .nan, .nan] + Array(repeating: 1, count: 45)))
    #expect(withHoles.map.values[0] == 4 && withHoles.map.values[1].isNaN)
  }

  @Test func writesNumbersIntoSquaresThatHoldThem() {
    #expect(svg(Plot("p", heatMap: map([0.5, 0.25]))).contains(">0.25</text>"))
    let many = map((0..<40).map { Double($0) / 8 })
    #expect(!svg(Plot("p", heatMap: many)).contains(">0.125</text>"))
    #expect(svg(Plot("p", heatMap: many)).contains("<title>r, 1: 0.125</title>"))
  }
}
