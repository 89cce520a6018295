/// The text of a notebook as CommonMark is to see it: with the lines of the file, but without
/// what only nbrun knows.
///
/// The front matter and the footnotes are left blank, and so that a callout's mark ends
/// whatever stands before it, an HTML comment takes its place.
struct MarkdownSource {
  private let file: SourceFile
  /// The file with marks for formulas.
  private let masked: SourceFile
  /// The bytes for cmark, with as many lines as the file.
  private(set) var text: [UInt8] = []
  /// The marks of callouts by their lines.
  private(set) var marks: [Int: CalloutMark] = [:]
  private(set) var footnotes: [FootnoteLines] = []
  private(set) var problems: [Diagnostic] = []

  init(_ file: SourceFile, masked: SourceFile, fromLine firstLine: Int) {
    self.file = file
    self.masked = masked
    text = [UInt8](repeating: .lineFeed, count: firstLine - 1)
    text.reserveCapacity(file.utf8.count)
    var fence: FenceLine?
    var line = firstLine
    while line <= file.lineCount {
      let signs = FenceLine(line, of: file)
      if let opening = fence {
        if let signs, signs.closes(opening) { fence = nil }
      } else if let signs {
        fence = signs
      } else if let mark = CalloutMark(line: line, of: file, problems: &problems) {
        marks[line] = mark
        text += Array("<!-- -->\n".utf8)
        line += 1
        continue
      } else if let footnote = FootnoteLines(line: line, of: file) {
        add(footnote)
        text += [UInt8](repeating: .lineFeed, count: footnote.lines.count)
        line = footnote.lines.upperBound + 1
        continue
      }
      text += masked.utf8[masked.bytes(ofLine: line)]
      if line < file.lineCount { text.append(.lineFeed) }
      line += 1
    }
  }

  private mutating func add(_ footnote: FootnoteLines) {
    if let earlier = footnotes.first(where: { $0.label == footnote.label }) {
      problems.append(
        Diagnostic(
          .duplicateFootnote, "The footnote '\(footnote.label)' is written twice",
          at: footnote.labelRange,
          notes: [.init("first written here", at: earlier.labelRange)], help: "choose another label"
        ))
    } else {
      footnotes.append(footnote)
    }
  }

  /// A footnote alone, on the lines on which it stands.
  func text(of footnote: FootnoteLines) -> [UInt8] {
    var text = [UInt8](repeating: .lineFeed, count: footnote.lines.lowerBound - 1)
    for line in footnote.lines {
      let bytes = masked.utf8[masked.bytes(ofLine: line)]
      if line == footnote.lines.lowerBound {
        text += bytes.dropFirst(footnote.indentation)
      } else {
        let indentation = bytes.prefix { $0 == UInt8(ascii: " ") }.count
        text += bytes.dropFirst(bytes.first == UInt8(ascii: "\t") ? 1 : min(4, indentation))
      }
      text.append(.lineFeed)
    }
    return text
  }
}

/// Puts the blocks of a notebook into the callouts they stand in.
struct NotebookBuilder {
  /// The blocks outside of all callouts, and in each callout that is open.
  private var levels: [[Notebook.Block]] = [[]]
  private var open: [(mark: CalloutMark, callout: Callout?)] = []

  mutating func append(_ block: Notebook.Block) { levels[levels.count - 1].append(block) }

  mutating func append(_ mark: CalloutMark, reader: inout CommonMarkReader) {
    switch mark.meaning {
    case .opening where open.count >= CommonMarkReader.maximumDepth:
      if open.count == CommonMarkReader.maximumDepth {
        reader.problems.append(
          Diagnostic(
            .nestedTooDeep, "Callouts are nested more than \(CommonMarkReader.maximumDepth) deep",
            at: mark.range))
      }
      open.append((mark, nil))
      levels.append([])
    case .opening(let kind, let title):
      let title = title.map { reader.inlines(of: $0.text, at: $0) }
      open.append((mark, Callout(kind: kind, title: title, blocks: [], range: mark.range)))
      levels.append([])
    case .unknown:
      open.append((mark, nil))
      levels.append([])
    case .closing:
      if open.isEmpty {
        reader.problems.append(
          Diagnostic(
            .unopenedCallout, "There is no callout to close", at: mark.range,
            help: "open one with a line such as '::: note'"))
      } else {
        close()
      }
    }
  }

  /// The blocks of the whole notebook.
  mutating func finish(problems: inout [Diagnostic]) -> [Notebook.Block] {
    while let last = open.last {
      if last.callout != nil {
        problems.append(
          Diagnostic(
            .unclosedCallout, "A callout is not closed", at: last.mark.range,
            help: "end it with a line of ':::'"))
      }
      close()
    }
    return levels[0]
  }

  private mutating func close() {
    let blocks = levels.removeLast()
    guard var callout = open.removeLast().callout else {
      levels[levels.count - 1] += blocks
      return
    }
    callout.blocks = blocks
    append(.callout(callout))
  }
}
