import Foundation
import Operations
import TestSupport
import Testing

@testable import Reports

/// A plot that might go wrong, under a name for the test's log.
struct PlotCase: CustomTestStringConvertible {
  var testDescription: String
  var plot: Plot

  init(_ name: String, _ lines: [Plot.Line], isLogarithmic: Bool = false) {
    testDescription = name
    plot = Plot(
      name, x: Plot.Axis("epoch"), y: Plot.Axis("loss", isLogarithmic ? .logarithmic : .linear),
      lines: lines)
  }

  init(_ name: String, _ y: [Double], isLogarithmic: Bool = false) {
    let x = (0..<y.count).map { Double($0 + 1) }
    self.init(name, [Plot.Line("test", x: x, y: y)], isLogarithmic: isLogarithmic)
  }

  static let all: [PlotCase] = [
    PlotCase("no line", [Plot.Line]()),
    PlotCase("no point", [Double]()),
    PlotCase("one point", [0.7]),
    PlotCase("two points", [0.7, 0.6]),
    PlotCase("a constant", [3, 3, 3, 3]),
    PlotCase("zeros", [0, 0, 0]),
    PlotCase("nothing finite", [.nan, .infinity, -.infinity]),
    PlotCase("gaps", [1, .nan, 0.8, 0.7, .infinity, 0.5, 0.4]),
    PlotCase("very small", [3e-300, 2e-300, 1e-300]),
    PlotCase("smallest", [.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude]),
    PlotCase("very large", [-.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude]),
    PlotCase("neighbours", [1, 1.0.nextUp, 1.0.nextUp.nextUp]),
    PlotCase("negative", [-30, -20, -15, -14]),
    PlotCase("large", [1_234_567, 1_234_600, 1_234_590]),
    PlotCase("logarithmic", (0..<60).map { pow(0.7, Double($0)) }, isLogarithmic: true),
    PlotCase("narrow and logarithmic", [1.2, 1.15, 1.1, 1.05], isLogarithmic: true),
    PlotCase("not for a logarithm", [-1, 0, -3], isLogarithmic: true),
    PlotCase("wide and logarithmic", [.leastNonzeroMagnitude, 1, 1e308], isLogarithmic: true),
    PlotCase("one for a logarithm", [5], isLogarithmic: true),
    PlotCase(
      "many points", (0..<10_000).map { sin(Double($0) / 300) + ($0 == 6_666 ? 3 : 0) }),
    PlotCase(
      "lines that meet",
      (0..<8).map { line in
        Plot.Line(
          "factors = \(5 * (line + 1))", x: (1...12).map(Double.init),
          y: (1...12).map { 0.7 + Double(line + 1) * 0.3 / Double($0 * $0) })
      }),
    PlotCase(
      "long names",
      ["training, with biases and early stopping", "test & <validation>, both of them"].map {
        Plot.Line($0, x: [1, 2, 3], y: $0.count > 36 ? [3, 2, 1] : [3, 2.5, 2.4])
      }),
    PlotCase(
      "many lines",
      (0..<20).map { Plot.Line("line \($0)", x: [1, 2], y: [0, Double($0)]) }),
    PlotCase(
      "places that are no numbers",
      [Plot.Line("a", x: [.nan, 1, .infinity], y: [1, 2, 3])]),
  ]
}

@Suite struct PlotTests {
  @Test(arguments: PlotCase.all) func drawsWhateverItIsGiven(plot: PlotCase) throws {
    let markup = PlotRenderer(plot.plot).svg(identifier: "p", title: "t").markup
    let drawn = try DrawnPlot(markup)
    #expect(drawn.survey.defined == ["p-title", "p-desc"])
    try drawn.check()
  }

  @Test(arguments: PlotCase.all) func tabulatesWhateverItDraws(plot: PlotCase) throws {
    let table = TableRenderer(PlotTable(plot.plot).tables[0]).render(caption: [], label: "t")
    _ = try WellFormed.check(table.markup)
  }

  @Test func saysWhatThereIsToSee() {
    #expect(
      PlotDescription(SampleRun.curves).text
        == "Line plot of mean squared error by epoch. "
        + "training: from 1.02 at epoch 1 to 0.6062 at epoch 10, minimum 0.6062 at epoch 10. "
        + "test: from 1.104 at epoch 1 to 0.7368 at epoch 10, minimum 0.7353 at epoch 8.")
    #expect(
      PlotDescription(PlotCase("", [-1, 0, 2], isLogarithmic: true).plot).text
        == "Line plot of loss by epoch, on a logarithmic scale. test: 2 at epoch 3; 2 not shown.")
  }

  @Test func letsTheAuthorDescribeThePlot() {
    let svg = PlotRenderer(SampleRun.curves).svg(identifier: "p", title: "t", description: "Mine")
    #expect(svg.markup.contains("<desc id=\"p-desc\">Mine</desc>"))
  }

  @Test func marksPointsWhenTheyAreFew() {
    let few = PlotRenderer(PlotCase("few", Array(repeating: 1, count: 40)).plot)
    #expect(few.svg(identifier: "p", title: "t").markup.count(of: "class=\"mark\"") == 40 + 1)
    let many = PlotRenderer(PlotCase("many", Array(repeating: 1, count: 41)).plot)
    #expect(many.svg(identifier: "p", title: "t").markup.count(of: "class=\"mark\"") == 1)
  }

  @Test func showsAPointWithoutNeighbours() {
    let gaps = (0..<100).map { $0 == 50 ? 1 : .nan }
    let svg = PlotRenderer(PlotCase("alone", gaps).plot).svg(identifier: "p", title: "t").markup
    #expect(svg.contains("epoch 51, test: 1"))
  }

  @Test func drawsManyPointsWithFewAndLosesNoPeak() throws {
    let plot = try #require(PlotCase.all.first { $0.testDescription == "many points" }).plot
    guard case .marks(let marks, let x, let y) = plot.drawing else { return }
    let drawn = MarkPlot(marks, x: x, y: y, words: .english)
    let svg = drawn.nodes.markup
    #expect(svg.utf8.count < 60_000)
    let peak = try #require(drawn.y(plot.lines[0].y[6_666]))
    #expect(svg.contains(" \(Coordinate.text(peak))L"))
  }

  @Test func tellsManyLinesApart() {
    let styles = (0..<36).map { index in
      let style = SeriesStyle(index)
      return "\(style.number) \(style.stroke("")) \(style.mark(x: 0, y: 0))"
    }
    #expect(Set(styles).count == 36)
  }
}

extension String {
  fileprivate func count(of text: String) -> Int { split(separator: text).count - 1 }
}

@Suite struct DrawingDocumentTests {
  private func document(_ plot: Plot) throws -> String {
    let text = PlotRenderer(plot).document(identifier: "a", title: "Errors")
    #expect(throws: Never.self) { try WellFormed.check(text) }
    #expect(LoadedAddresses.find(in: text) == [])
    return text
  }

  @Test func needsNoPage() throws {
    let line = Plot.Line("<test>", x: [1, 2, 3], y: [3, 1, 2])
    let text = try document(
      Plot("Errors", x: Plot.Axis("epoch"), y: Plot.Axis("error"), lines: [line]))
    #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"560\" height="))
    #expect(!text.contains("var(") && !text.contains("light-dark("))
    // The colours of the page, in the light and in the dark.
    let parts = text.components(separatedBy: "@media (prefers-color-scheme: dark)")
    #expect(parts.count == 2)
    #expect(parts[0].contains(".series-1{color:#1c4872}"))
    #expect(parts[1].contains(".series-1{color:#a6d4fe}"))
    #expect(!text.contains(".series-2") && !text.contains(".heat") && !text.contains(".table"))
  }

  @Test func keepsWhatADrawingSetsItself() throws {
    let map = Plot.HeatMap(
      Plot.Axis("value"), rows: ["a"], columns: ["b", "c"], values: [1, 2])
    let text = try document(Plot("Map", heatMap: map))
    #expect(text.contains("var(--share)") && !text.contains("var(--sequential"))
  }
}
