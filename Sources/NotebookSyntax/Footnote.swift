/// A footnote, written `[^label]: text` on lines of its own.
public struct Footnote: Sendable {
  public var label: String
  public var blocks: [MarkdownBlock]
  /// The label, where the footnote is written.
  public var range: SourceRange

  public init(label: String, blocks: [MarkdownBlock], range: SourceRange) {
    self.label = label
    self.blocks = blocks
    self.range = range
  }
}

/// The lines that a footnote is written on.
struct FootnoteLines {
  var label: String
  var labelRange: SourceRange
  var lines: ClosedRange<Int>
  /// The column, from zero and in bytes, where the text of the first line begins.
  var indentation: Int

  /// Reads a footnote that begins on a line; nil if none does.
  ///
  /// It goes on up to a blank line, and beyond it over lines that are indented.
  init?(line first: Int, of file: SourceFile) {
    let text = file.line(first)
    guard text.hasPrefix("[^"), let bracket = text.firstIndex(of: "]") else { return nil }
    let label = text[..<bracket].dropFirst(2)
    let rest = text[text.index(after: bracket)...]
    guard !label.isEmpty, !label.contains(where: { $0.isWhitespace || $0 == "[" }),
      rest.first == ":"
    else { return nil }
    self.label = String(label)
    let start = file.range(ofLines: first...first).bytes.lowerBound
    labelRange = SourceRange(start..<start + text[...bracket].utf8.count, in: file)
    indentation = text[...bracket].utf8.count + 1

    var last = first
    var line = first + 1
    while line <= file.lineCount {
      let text = file.line(line)
      let isBlank = text.allSatisfy(\.isWhitespace)
      let isIndented = text.hasPrefix("    ") || text.hasPrefix("\t")
      let isContinued =
        isIndented || (line == last + 1 && !isBlank && !Self.interrupts(text))
      if isContinued {
        last = line
      } else if !isBlank {
        break
      }
      line += 1
    }
    lines = first...last
  }

  /// Whether a line begins something else.
  private static func interrupts(_ text: String) -> Bool {
    ["[^", ":::", "```", "~~~", "#", "$$", "- ", "* ", "> "].contains(where: text.hasPrefix)
  }
}
