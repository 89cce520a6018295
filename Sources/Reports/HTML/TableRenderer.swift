import Operations

/// A table of a result as HTML.
struct TableRenderer {
  /// More rows than these are not put on a page.
  static let mostRows = 500
  /// A table of more rows than these scrolls inside its box, under its headings.
  private static let mostRowsAtOnce = 24
  /// So many rows stand on paper, which has no room for all of a long table.
  private static let mostRowsOnPaper = 30
  /// A table of more characters side by side than these would not fit on a page in letters of the
  /// usual size.
  private static let mostCharacters = 84
  /// A table of more columns than these would not fit on paper, where its rows break.
  private static let mostColumnsOnPaper = 9

  private let table: Table
  private let shownRows: Int
  private let words: PageWords
  private let fileName: String
  private let keepsSmallNumbers: Bool

  /// A renderer of a table.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - mostRows: How many rows are shown at most.
  ///   - keepsSmallNumbers: Whether a number that would be rounded to zero is written with a
  ///     power of ten.
  ///   - fileName: What a file with all of the rows is called.
  ///   - words: What is said by the page.
  init(
    _ table: Table, mostRows: Int = Self.mostRows, keepsSmallNumbers: Bool = false,
    fileName: String = "table", words: PageWords = .english
  ) {
    self.table = table
    shownRows = min(table.rowCount, mostRows)
    self.words = words
    self.fileName = fileName
    self.keepsSmallNumbers = keepsSmallNumbers
  }

  /// The table under its caption, in a box that scrolls by itself where the page is narrow.
  ///
  /// - Parameters:
  ///   - caption: What stands over the table.
  ///   - label: The same in plain words, for the box.
  ///   - identifier: The address of the table; nil if it has none of its own.
  ///   - hasFile: Whether the rows are to be had as a file, even if all are shown.
  /// - Returns: A box with the table in it.
  func render(
    caption: [HTMLNode], label: String, identifier: String? = nil, hasFile: Bool = false
  ) -> HTMLNode {
    let columns = table.columns.map {
      Cells($0, rows: shownRows, keepsSmallNumbers: keepsSmallNumbers)
    }
    let head = HTMLNode.element("tr", [:], columns.map(\.head))
    let rows = (0..<shownRows).map { row in
      HTMLNode.element(
        "tr", [:],
        columns.enumerated().map { $1.cell(row, isHeading: $0 == 0, words) })
    }
    let foot = foot(hasFile: hasFile || shownRows < table.rowCount)
    let box = HTMLNode.element(
      "div",
      [
        "class": .text(className(columns)), "role": "region", "aria-label": .text(label),
        "tabindex": "0",
      ],
      [
        .element(
          "table", [:],
          [
            .element("caption", [:], [.element("span", [:], caption)]),
            .element("thead", [:], [head]),
            .element("tbody", [:], rows),
          ] + foot)
      ])
    return identifier.map { box.adding("id", .text($0)) } ?? box
  }

  private func className(_ columns: [Cells]) -> String {
    // Between two columns is room for about four characters.
    let width = columns.reduce(0) { $0 + $1.width + 4 }
    return "table" + (shownRows > Self.mostRowsAtOnce ? " long" : "")
      + (width > Self.mostCharacters ? " dense" : "")
      + (table.columns.count > Self.mostColumnsOnPaper ? " wide" : "")
  }

  /// How many rows are not shown, and where to find those that the page has.
  private func foot(hasFile: Bool) -> [HTMLNode] {
    let omitted = table.omittedRows + table.rowCount - shownRows
    var note: [HTMLNode] =
      omitted > 0 ? [.text(words.moreRows(omitted, DisplayedNumber.count(omitted)))] : []
    if hasFile {
      let link = CSVFile(table).link(name: fileName, words: words.plots, of: table.rowCount)
      note = (note.isEmpty ? [] : [.element("span", [:], note), " "]) + [link]
    }
    let isForPaper = note.isEmpty
    if shownRows > Self.mostRowsOnPaper {
      let count = shownRows - Self.mostRowsOnPaper
      let between = words.rowsBetween(count, DisplayedNumber.count(count))
      note.append(.element("span", ["class": "on-paper"], text: " \(between)"))
    }
    guard !note.isEmpty else { return [] }
    let cell = HTMLNode.element("td", ["colspan": "\(max(table.columns.count, 1))"], note)
    return [
      .element(
        "tfoot", isForPaper ? ["class": "on-paper"] : [:], [.element("tr", [:], [cell])])
    ]
  }
}

/// A column's cells, all written alike.
private struct Cells {
  private let heading: String
  private let unit: String?
  private let isNumeric: Bool
  /// Nil stands for a value that is not there.
  private let texts: [String?]

  init(_ column: Table.Column, rows: Int, keepsSmallNumbers: Bool) {
    heading = column.heading
    unit = column.unit
    switch column.values {
    case .text(let values):
      isNumeric = false
      texts = Array(values.prefix(rows))
    case .integer(let values):
      isNumeric = true
      let values = values.prefix(rows)
      let isGrouped = values.contains { $0.magnitude >= DisplayedNumber.leastGrouped }
      texts = values.map { DisplayedNumber.integer($0, isGrouped: isGrouped) }
    case .real(let values, let digits):
      isNumeric = true
      let values = values.prefix(rows)
      let isGrouped = DisplayedNumber.areGrouped(values)
      texts = values.map { value in
        value.isNaN
          ? nil
          : DisplayedNumber.aligned(
            value, digits: max(0, digits), isGrouped: isGrouped, keepsSmall: keepsSmallNumbers)
      }
    }
  }

  /// How many characters are side by side in the widest cell.
  var width: Int {
    // A long text breaks into lines.
    let widest = texts.lazy.map { $0?.count ?? 1 }.max() ?? 0
    return max(min(widest, 40), heading.count + (unit.map { $0.count + 3 } ?? 0))
  }

  var head: HTMLNode {
    var nodes: [HTMLNode] = [.text(heading)]
    if let unit {
      nodes += [" ", .element("span", ["class": "unit"], text: "(\(unit))")]
    }
    return .element(
      "th", isNumeric ? ["scope": "col", "class": "number"] : ["scope": "col"], nodes)
  }

  /// A cell; one that names its row is a heading of it.
  func cell(_ row: Int, isHeading: Bool, _ words: PageWords) -> HTMLNode {
    guard let text = texts[row] else {
      return .element(
        "td", ["class": "number"],
        [
          .element("span", ["aria-hidden": "true"], text: "–"),
          .element("span", ["class": "visually-hidden"], text: words.notAvailable),
        ])
    }
    guard !isNumeric else { return .element("td", ["class": "number"], text: text) }
    return isHeading
      ? .element("th", ["scope": "row"], text: text) : .element("td", text: text)
  }
}
