extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error[code]: message`, the line itself, and carets under the range.
  public var description: String { text(styled: false) }

  /// The description, with a terminal's colours if it is styled.
  public func text(styled: Bool) -> String {
    let style = Style(isOn: styled)
    let color = severity == .error ? Style.red : Style.yellow
    let kind = style(color, "\(severity.rawValue)[\(code.rawValue)]:")
    let headline = kind + style(Style.bold, " \(message)")
    var result = Excerpt(of: range).text(under: headline, marked: color, style)
    for line in details { result += "\n" + line.withoutControls }
    for note in notes {
      let headline = style(Style.cyan, "note:") + " \(note.message)"
      result += "\n" + Excerpt(of: note.range).text(under: headline, marked: Style.cyan, style)
    }
    if let help { result += "\n" + style(Style.cyan, "help:") + " \(help)" }
    return result
  }
}

/// One line of a file and what to mark in it.
public struct Excerpt: Sendable {
  /// `file:line:column`.
  public var place: String
  public var lineNumber: Int
  /// The line, cut to what a terminal shows, without control characters.
  public var line: String
  /// White space as wide as the line up to the range, then carets as wide as the range.
  public var carets: String

  /// The most characters of a line that are quoted.
  private static let width = 120

  public init(of range: SourceRange) {
    let (start, end) = (range.start, range.end)
    place = "\(range.file.path):\(start)"
    lineNumber = start.line

    var characters = Array(range.file.line(start.line).withoutControls)
    var column = start.column - 1
    var length = (end.line == start.line ? end.column - 1 : characters.count) - column
    if characters.count > Self.width {
      // Keep what is pointed at in view, with a little of what stands before it.
      let skipped = max(0, min(column - Self.width / 3, characters.count - Self.width))
      characters = Array(characters[skipped...].prefix(Self.width))
      column -= skipped
      length = min(length, Self.width - column)
      if skipped > 0 { characters[0] = "…" }
    }
    line = String(characters)
    // Tabs are kept, so that the carets stay under the text they point at.
    carets =
      characters.prefix(column)
      .map { $0 == "\t" ? "\t" : String(repeating: " ", count: $0.columns) }.joined()
      + String(
        repeating: "^",
        count: max(1, characters.dropFirst(column).prefix(length).reduce(0) { $0 + $1.columns }))
  }

  fileprivate func text(under headline: String, marked color: String, _ style: Style) -> String {
    let gutter = String(repeating: " ", count: String(lineNumber).count)
    return """
      \(style(Style.bold, "\(place):")) \(headline)
      \(lineNumber) | \(line)
      \(gutter) | \(style(color, carets))
      """
  }
}

/// Writes text with a terminal's colours, or plainly.
private struct Style {
  static let bold = "1"
  static let red = "31;1"
  static let yellow = "33;1"
  static let cyan = "36;1"

  var isOn: Bool

  func callAsFunction(_ code: String, _ text: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension String {
  /// The text, with replacement characters for what a terminal would obey.
  fileprivate var withoutControls: String { String(map { $0.isControl ? "\u{FFFD}" : $0 }) }
}

extension Character {
  /// Whether a terminal would obey the character instead of showing it.
  fileprivate var isControl: Bool {
    self != "\t" && unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// How many columns of a terminal the character takes: two if it is an emoji or East Asian.
  fileprivate var columns: Int {
    let isWide = unicodeScalars.contains { scalar in
      scalar.properties.isEmojiPresentation || scalar.value == 0xFE0F
        || Self.wideScalars.contains { $0.contains(scalar.value) }
    }
    return isWide ? 2 : 1
  }

  /// Where the East Asian scalars stand that are wide or full-width (Unicode's annex 11).
  private static let wideScalars: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
  ]
}
