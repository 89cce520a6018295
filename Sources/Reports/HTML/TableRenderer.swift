import Operations

/// A table of a result as HTML.
struct TableRenderer {
  let table: Table
  private let words: PageWords

  init(_ table: Table, words: PageWords = .english) {
    self.table = table
    self.words = words
  }

  /// The table under its caption, in a box that scrolls by itself where the page is narrow.
  ///
  /// - Parameters:
  ///   - caption: What stands over the table.
  ///   - label: The same in plain words, for the box.
  /// - Returns: A box with the table in it.
  func render(caption: [HTMLNode], label: String) -> HTMLNode {
    let columns = table.columns.map(Cells.init)
    let head = HTMLNode.element(
      "tr", [:],
      columns.map { column in
        .element(
          "th", column.isNumeric ? ["scope": "col", "class": "number"] : ["scope": "col"],
          text: column.heading)
      })
    let rows = (0..<table.rowCount).map { row in
      HTMLNode.element("tr", [:], columns.map { $0.cell(row, words) })
    }
    return .element(
      "div", ["class": "table", "role": "region", "aria-label": .text(label), "tabindex": "0"],
      [
        .element(
          "table", [:],
          [
            .element("caption", [:], [.element("span", [:], caption)]),
            .element("thead", [:], [head]),
            .element("tbody", [:], rows + omission),
          ])
      ])
  }

  private var omission: [HTMLNode] {
    guard table.omittedRows > 0 else { return [] }
    let count = DisplayedNumber.integer(
      table.omittedRows, isGrouped: table.omittedRows >= Cells.leastGrouped)
    return [
      .element(
        "tr", ["class": "omitted"],
        [
          .element(
            "td", ["colspan": "\(max(table.columns.count, 1))"],
            text: words.moreRows(table.omittedRows, count))
        ])
    ]
  }
}

/// A column's cells, all written alike.
private struct Cells {
  let heading: String
  let isNumeric: Bool
  /// Nil stands for a value that is not there.
  private let texts: [String?]

  /// Numbers of five digits and more are grouped, and with them all of their column.
  static let leastGrouped = 10_000

  init(_ column: Table.Column) {
    heading = column.heading
    switch column.values {
    case .text(let values):
      isNumeric = false
      texts = values
    case .integer(let values):
      isNumeric = true
      let isGrouped = values.contains { $0.magnitude >= Self.leastGrouped }
      texts = values.map { DisplayedNumber.integer($0, isGrouped: isGrouped) }
    case .real(let values, let fractionDigits):
      isNumeric = true
      let isGrouped = values.contains { $0.isFinite && abs($0) >= Double(Self.leastGrouped) }
      texts = values.map { Self.text($0, fractionDigits: fractionDigits, isGrouped: isGrouped) }
    }
  }

  private static func text(_ value: Double, fractionDigits: Int, isGrouped: Bool) -> String? {
    guard !value.isNaN else { return nil }
    // So large a number has more digits than it knows.
    guard abs(value) < 1e15 || value.isInfinite else { return DisplayedNumber.significant(value) }
    return DisplayedNumber.fixed(value, digits: max(0, fractionDigits), isGrouped: isGrouped)
  }

  func cell(_ row: Int, _ words: PageWords) -> HTMLNode {
    guard let text = texts[row] else {
      return .element(
        "td", ["class": "number"],
        [
          .element("span", ["aria-hidden": "true"], text: "–"),
          .element("span", ["class": "visually-hidden"], text: words.notAvailable),
        ])
    }
    return .element("td", isNumeric ? ["class": "number"] : [:], text: text)
  }
}
