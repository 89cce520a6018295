import Files
import Operations

/// A table as a file of comma-separated values, as RFC 4180 has them.
struct CSVFile {
  /// What is in the file: a row of headings, and rows, each ended by CR and LF.
  let text: String
  /// How many rows of the table are in it.
  let rowCount: Int

  /// What a page can carry of one table.
  static let mostBytes = 300_000

  /// Writes the first rows of a table, as many as there is room for.
  ///
  /// Numbers have all the digits they need to be read back as what they are; a number that is
  /// not there is an empty field.
  init(_ table: Table, mostBytes: Int = Self.mostBytes) {
    var text = Self.row(table.columns.map { Self.quoted($0.fullHeading) })
    let fields = table.columns.map { Self.field($0.values) }
    var row = 0
    while row < table.rowCount {
      let line = Self.row(fields.map { $0(row) })
      guard text.utf8.count + line.utf8.count <= mostBytes else { break }
      text += line
      row += 1
    }
    self.text = text
    rowCount = row
  }

  private static func row(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }

  private static func field(_ values: Table.Column.Values) -> (Int) -> String {
    switch values {
    case .text(let texts): { quoted(texts[$0]) }
    case .integer(let numbers): { "\(numbers[$0])" }
    case .real(let numbers, _): { numbers[$0].isNaN ? "" : "\(numbers[$0])" }
    }
  }

  /// A field that means its text: quoted where it holds a comma, a quote, or an end of line.
  private static func quoted(_ text: String) -> String {
    String(decoding: csvField(text), as: UTF8.self)
  }

  /// A link that saves the file.
  func link(name: String, words: PlotWords, of rows: Int) -> HTMLNode {
    let count = DisplayedNumber.count(rows)
    return .element(
      "a",
      [
        "class": "csv", "href": .text(address), "download": "\(name).csv",
      ], text: words.csv(count, rowCount < rows ? DisplayedNumber.count(rowCount) : nil))
  }

  /// The file as an address that holds it.
  private var address: String {
    var address = "data:text/csv;charset=utf-8,"
    let digits = Array("0123456789ABCDEF")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ","):
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        address += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return address
  }
}

extension Table.Column {
  /// The heading with the unit, such as "memory (MB)".
  var fullHeading: String { unit.map { "\(heading) (\($0))" } ?? heading }
}
