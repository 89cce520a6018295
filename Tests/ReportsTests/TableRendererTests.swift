import Operations
import Testing

@testable import Reports

@Suite struct TableRendererTests {
  /// The texts of a column's cells.
  private func cells(_ values: Table.Column.Values) -> [String] {
    let table = Table("t", columns: [Table.Column("c", values)])
    return TableRenderer(table).render(caption: [], label: "t").markup
      .split(separator: "\n").filter { $0.hasPrefix("<td") || $0.hasPrefix("<th scope=\"row\"") }
      .map { String($0.drop { $0 != ">" }.dropFirst().dropLast("</td>".count)) }
  }

  @Test func groupsAColumnOfLargeNumbers() {
    #expect(cells(.integer([999, -12])) == ["999", "−12"])
    #expect(cells(.integer([1_000, 999, -12])) == ["1,000", "999", "−12"])
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

  @Test func putsUnitsIntoHeadings() {
    let column = Table.Column("memory", .integer([1]), unit: "MB & more")
    let markup = TableRenderer(Table("t", columns: [column])).render(caption: [], label: "t").markup
    #expect(
      markup.contains(
        "<th scope=\"col\" class=\"number\">"
          + "memory <span class=\"unit\">(MB &amp; more)</span></th>"))
  }

  @Test func letsATextInTheFirstColumnNameItsRow() {
    let (text, number) = (
      Table.Column("a", .text(["x"])), Table.Column("b", .integer([1]))
    )
    func markup(_ columns: [Table.Column]) -> String {
      TableRenderer(Table("t", columns: columns)).render(caption: [], label: "t").markup
    }
    #expect(markup([text, text]).contains("<th scope=\"row\">x</th>\n<td>x</td>"))
    #expect(!markup([number, text]).contains("scope=\"row\""))
  }

  @Test func scrollsManyRowsAndCutsTooManyWithAFileOfAll() {
    func markup(_ rows: Int, omitted: Int = 0) -> String {
      let column = Table.Column("a", .integer(Array(0..<rows)))
      return TableRenderer(Table("t", columns: [column], omittedRows: omitted), fileName: "cell")
        .render(caption: [], label: "t").markup
    }
    #expect(markup(10).contains("<div class=\"table\"") && !markup(10).contains("<tfoot>"))
    #expect(markup(100).contains("<div class=\"table long\" role=\"region\" aria-label=\"t\""))
    #expect(
      markup(100).contains("tabindex=\"0\"") && markup(100).contains("<tfoot class=\"on-paper\">"))
    let cut = markup(1_200, omitted: 10_000)
    #expect(cut.contains("<span>… 10,700 more rows</span> <a"))
    #expect(cut.contains(">CSV, 1,200 rows</a>"))
    #expect(cut.contains("download=\"cell.csv\"") && cut.contains("<td class=\"number\">499</td>"))
    #expect(!cut.contains("<td class=\"number\">500</td>"))
  }

  @Test func keepsSmallNumbersWhereAsked() {
    let table = Table("t", columns: [Table.Column("a", .real([1, 3e-9], fractionDigits: 2))])
    func markup(_ keeps: Bool) -> String {
      TableRenderer(table, keepsSmallNumbers: keeps).render(caption: [], label: "t").markup
    }
    #expect(markup(true).contains(">3.0×10⁻⁹<") && markup(false).contains(">0.00<"))
  }

  @Test func surveysATableWithoutColumns() throws {
    _ = try WellFormed.check(
      TableRenderer(Table("t", columns: [])).render(caption: ["t"], label: "t").markup)
  }
}
