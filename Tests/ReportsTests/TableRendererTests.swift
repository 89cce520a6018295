import Operations
import Testing

@testable import Reports

@Suite struct TableRendererTests {
  /// The texts of a column's cells.
  private func cells(_ values: Table.Column.Values) -> [String] {
    let table = Table("t", columns: [Table.Column("c", values)])
    return TableRenderer(table).render(caption: [], label: "t").markup
      .split(separator: "\n").filter { $0.hasPrefix("<td") }
      .map { String($0.drop { $0 != ">" }.dropFirst().dropLast("</td>".count)) }
  }

  @Test func groupsAColumnOfLargeNumbers() {
    #expect(cells(.integer([9_999, -12])) == ["9999", "−12"])
    #expect(cells(.integer([10_000, 999, 1_234])) == ["10,000", "999", "1,234"])
    #expect(cells(.real([12_345.678, 1], fractionDigits: 1)) == ["12,345.7", "1.0"])
  }

  @Test func writesAsManyDigitsAsTheColumnAsksFor() {
    #expect(
      cells(.real([1, 0.73534, -0.00001], fractionDigits: 3)) == ["1.000", "0.735", "0.000"])
    #expect(cells(.real([1e300, .infinity, 3], fractionDigits: 0)) == ["10³⁰⁰", "∞", "3"])
  }

  @Test func marksWhatIsNotThere() {
    let cell = cells(.real([.nan], fractionDigits: 2))[0]
    #expect(cell.contains("–") && cell.contains("not available"))
  }

  @Test func escapesTexts() {
    #expect(cells(.text(["<b> & \"c\""])) == ["&lt;b&gt; &amp; &quot;c&quot;"])
  }

  @Test func saysHowManyRowsAreLeftOut() {
    let column = Table.Column("c", .integer([1]))
    let one = Table("t", columns: [column, column], omittedRows: 1)
    #expect(
      TableRenderer(one).render(caption: [], label: "t").markup
        .contains("<td colspan=\"2\">… 1 more row</td>"))
    let many = Table("t", columns: [column], omittedRows: 100_000)
    #expect(
      TableRenderer(many).render(caption: [], label: "t").markup.contains("… 100,000 more rows"))
  }

  @Test func surveysATableWithoutColumns() throws {
    _ = try WellFormed.check(
      TableRenderer(Table("t", columns: [])).render(caption: ["t"], label: "t").markup)
  }
}
