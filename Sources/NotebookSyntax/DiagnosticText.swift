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
    for line in details { result += "\n" + line }
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

  public init(of range: SourceRange) {
    let (start, end) = (range.start, range.end)
    place = "\(range.file.path.asShownLine):\(start)"
    lineNumber = start.line

    let part = range.file.part(ofLine: start.line, around: range.bytes.lowerBound)
    var characters = Array(part.text.withoutControls)
    var first = start.column - part.column
    var last = end.line == start.line ? end.column - part.column : characters.count
    let window = Self.window(of: characters, around: first)
    if window.count < characters.count {
      characters = Array(characters[window])
      if window.lowerBound > 0, !characters.isEmpty { characters[0] = "…" }
      first -= window.lowerBound
      last = min(last - window.lowerBound, characters.count)
    }
    line = String(characters)
    // Tabs are kept, so that the carets stay under the text they point at.
    carets =
      characters.prefix(first)
      .map { $0 == "\t" ? "\t" : String(repeating: " ", count: $0.columns) }.joined()
      + String(
        repeating: "^",
        count: max(
          1, characters.dropFirst(first).prefix(last - first).reduce(0) { $0 + $1.columns })
      )
  }

  /// The characters of a line that a screen has room for: what is pointed at, and a little of what
  /// stands before it.
  private static func window(of characters: [Character], around position: Int) -> Range<Int> {
    func start(_ room: Int, before end: Int) -> Int {
      var (start, room) = (end, room)
      while start > 0, room >= characters[start - 1].mostColumns {
        start -= 1
        room -= characters[start].mostColumns
      }
      return start
    }
    let position = min(position, characters.count)
    var lower = start(ShownText.width / 3, before: position)
    // At the end of the line, the room is better used for what stands before.
    lower = min(lower, start(ShownText.width, before: characters.count))
    var (upper, room) = (lower, ShownText.width)
    while upper < characters.count, room >= characters[upper].mostColumns {
      room -= characters[upper].mostColumns
      upper += 1
    }
    return lower..<upper
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
