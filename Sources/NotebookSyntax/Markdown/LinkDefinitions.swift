/// The definitions of links in a document, `[label]: address`, for the text that is read alone.
///
/// Cells of tables, titles and captions are texts of their own to CommonMark, and yet a link in
/// them means what it does elsewhere.
struct LinkDefinitions {
  /// The definitions by their labels; the first of a label counts.
  private var texts: [String: [UInt8]] = [:]

  init() {}

  /// Finds them where CommonMark found no block, and at the heads of paragraphs.
  init(of passage: MarkdownPassage, in file: SourceFile) {
    let source = passage.source
    guard source.utf8.contains(UInt8(ascii: "]")) else { return }
    var covered: Set<Int> = []
    var heads: Set<Int> = []
    passage.tree.walk { node in
      switch node.kind {
      case .paragraph:
        let lines = node.lines(of: file)
        covered.formUnion(lines)
        // What a paragraph begins with may have been a definition, and is no part of its text.
        if node.firstChild?.literal.first != "[" { heads.insert(lines.lowerBound) }
      case .heading, .code, .html, .thematicBreak: covered.formUnion(node.lines(of: file))
      default: break
      }
    } leave: { _ in
    }
    let first = file.line(of: min(source.start, file.utf8.count))
    guard first <= file.lineCount else { return }
    var label: String?
    for line in first...file.lineCount {
      let isHead = heads.contains(line)
      guard !covered.contains(line) || isHead else {
        label = nil
        continue
      }
      let row = source.row(line, isFirst: true)
      let text = file.utf8[row.bytes]
      if let found = Self.label(of: text) {
        label = texts[found] == nil ? found : nil
        if isHead { heads.insert(line + 1) }
      } else if isHead {
        continue
      }
      if let label, !text.isEmpty { texts[label, default: []] += text + [.lineFeed] }
      if text.isEmpty { label = nil }
    }
  }

  /// The definitions whose labels stand in brackets in a text, each in a paragraph of its own.
  func used(in text: [UInt8]) -> [UInt8] {
    guard !texts.isEmpty, text.contains(UInt8(ascii: "]")) else { return [] }
    var result: [UInt8] = []
    var seen: Set<String> = []
    var start: Int?
    for (index, byte) in text.enumerated() {
      if byte == UInt8(ascii: "[") { start = index + 1 }
      guard byte == UInt8(ascii: "]"), let open = start else { continue }
      start = nil
      let label = Self.normalized(text[open..<index])
      if let text = texts[label], seen.insert(label).inserted { result += text + [.lineFeed] }
    }
    return result
  }

  /// The label of a definition that a line begins with; footnotes are none.
  private static func label(of line: ArraySlice<UInt8>) -> String? {
    guard line.first == UInt8(ascii: "["), line.dropFirst().first != UInt8(ascii: "^"),
      let end = line.firstIndex(of: UInt8(ascii: "]")), end + 1 < line.endIndex,
      line[end + 1] == UInt8(ascii: ":")
    else { return nil }
    let label = normalized(line[(line.startIndex + 1)..<end])
    return label.isEmpty ? nil : label
  }

  /// A label without regard to case and to how much white space is in it.
  private static func normalized(_ label: ArraySlice<UInt8>) -> String {
    String(decoding: label, as: UTF8.self).lowercased()
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
