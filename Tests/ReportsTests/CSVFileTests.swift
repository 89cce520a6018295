import Foundation
import Operations
import TestSupport
import Testing

@testable import Reports

@Suite struct CSVFileTests {
  private let table = Table(
    "t",
    columns: [
      Table.Column("name", .text(["plain", "a, b", "say \"hi\"", "two\r\nlines"])),
      Table.Column("size", .integer([1, -20_000, 3, 4]), unit: "MB"),
      Table.Column("share, %", .real([0.1, 1e-300, .nan, -.infinity], fractionDigits: 1)),
    ])

  @Test func isAsRFC4180Says() {
    #expect(
      CSVFile(table).text
        == "name,size (MB),\"share, %\"\r\n" + "plain,1,0.1\r\n" + "\"a, b\",-20000,1e-300\r\n"
        + "\"say \"\"hi\"\"\",3,\r\n" + "\"two\r\nlines\",4,-inf\r\n")
  }

  @Test func isSavedUnderAName() throws {
    let markup = CSVFile(table).link(name: "model", words: .english, of: 4).markup
    #expect(markup.contains("download=\"model.csv\"") && markup.contains(">CSV, 4 rows</a>"))
    let address = markup.split(separator: "href=\"")[1].prefix { $0 != "\"" }
    let start = "data:text/csv;charset=utf-8,"
    #expect(address.hasPrefix(start))
    #expect(address.dropFirst(start.count).removingPercentEncoding == CSVFile(table).text)
    #expect(LoadedAddresses.find(in: markup) == [])
  }

  @Test func holdsWhatAPageCanCarryAndSaysSo() {
    let numbers = (0..<100_000).map { Double($0) / 7 }
    let long = Table("t", columns: [Table.Column("x", .real(numbers, fractionDigits: 1))])
    let file = CSVFile(long)
    #expect(file.text.utf8.count <= CSVFile.mostBytes && file.rowCount > 10_000)
    #expect(file.text.split(separator: "\r\n").count == file.rowCount + 1)
    let included = DisplayedNumber.count(file.rowCount)
    #expect(
      file.link(name: "x", words: .english, of: 100_000).markup
        .contains(">CSV, the first \(included) of 100,000 rows</a>"))
  }

  // MARK: The data behind plots

  private func headings(_ plot: Plot) -> [[String]] {
    PlotTable(plot).tables.map { $0.columns.map(\.heading) }
  }

  @Test func tabulatesEachKindOfPlotInItsWay() {
    let (x, y) = (Plot.Axis("x"), Plot.Axis("y"))
    let marks: [Plot.Mark] = [
      .line(Plot.Line("l", x: [1, 2], y: [3, 4])),
      .band(Plot.Band("b", x: [2, 3], low: [0, 1], high: [5, 6])),
      .points(Plot.Points("p", x: [1, 1], y: [2, 3])),
      .histogram(Plot.Histogram("h", edges: [0, 1, 2], counts: [4, 5])),
    ]
    let plot = Plot("p", x: x, y: y, marks: marks)
    #expect(
      headings(plot) == [["x", "l", "b, low", "b, high"], ["x", "p"], ["from", "to", "h"]])
    let joined = PlotTable(plot).tables[0]
    #expect(
      CSVFile(joined).text
        == "x,l,\"b, low\",\"b, high\"\r\n1,3.0,,\r\n2,4.0,0.0,5.0\r\n3,,1.0,6.0\r\n")
    let observed = Plot(
      "p", x: x, y: y, marks: [marks[0], .points(Plot.Points("o", x: [2, 1], y: [8, 9]))])
    #expect(headings(observed) == [["x", "l", "o"]])
    #expect(CSVFile(PlotTable(observed).tables[0]).text == "x,l,o\r\n1,3,9\r\n2,4,8\r\n")
    // A line that comes twice by one place keeps both of its values.
    let loop = Plot("p", x: x, y: y, lines: [Plot.Line("l", x: [1, 2, 1], y: [0, 1, 2])])
    #expect(PlotTable(loop).tables[0].rowCount == 3)
  }

  @Test func tabulatesBarsAndHeatMapsByName() {
    let bars = Plot.Bars(
      "model", categories: ["a", "b"], axis: Plot.Axis("error"), values: [1, 2])
    #expect(headings(Plot("p", bars: bars)) == [["model", "error"]])
    let map = Plot.HeatMap(
      Plot.Axis("v"), rows: ["r"], columns: ["a", "b"], values: [1, 2], rowLabel: "user")
    #expect(headings(Plot("p", heatMap: map)) == [["user", "a", "b"]])
    let wide = Plot.HeatMap(
      Plot.Axis("v"), rows: ["r", "s"], columns: (0..<31).map { "c\($0)" },
      values: (0..<62).map(Double.init), rowLabel: "user", columnLabel: "item")
    let list = PlotTable(Plot("p", heatMap: wide)).tables[0]
    #expect(list.columns.map(\.heading) == ["user", "item", "v"] && list.rowCount == 62)
    #expect(CSVFile(list).text.contains("\r\ns,c1,32\r\n"))
  }
}
