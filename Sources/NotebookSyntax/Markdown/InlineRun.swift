/// Pieces of running text as they are put together.
struct InlineRun {
  private var inlines: [MarkdownInline] = []
  /// The places of `~~`, which stand there as text of their own.
  private var tildes: [Int] = []
  private var isAfterFiller = false

  mutating func append(_ inline: MarkdownInline) {
    defer { isAfterFiller = false }
    // A line that a formula goes on over is not a line of the text.
    if isAfterFiller, case .softBreak = inline, inlines.isEmpty { return }
    inlines.append(inline)
  }

  mutating func append(text: String) {
    var text = text
    // The word before a title.
    if isAfterFiller, inlines.isEmpty { text = String(text.drop { $0 == " " }) }
    isAfterFiller = false
    guard !text.isEmpty else { return }
    if case .text(var whole)? = inlines.last, tildes.last != inlines.count - 1 {
      // Without a second owner, the text grows where it is.
      inlines.removeLast()
      whole += text
      inlines.append(.text(whole))
    } else {
      inlines.append(.text(text))
    }
  }

  /// Two tildes, which may begin or end text that is struck out.
  mutating func appendTildes() {
    tildes.append(inlines.count)
    inlines.append(.text("~~"))
    isAfterFiller = false
  }

  /// What keeps a line from being blank that a formula goes on over.
  mutating func appendFiller() {
    if case .softBreak? = inlines.last { inlines.removeLast() }
    isAfterFiller = true
  }

  /// The pieces, with an element around what stands between two `~~`.
  ///
  /// As in GFM, the first isn't followed by white space, nor the second preceded by it.
  func finish() -> [MarkdownInline] {
    guard !tildes.isEmpty else { return inlines }
    var result = InlineRun()
    var opening: Int?
    var position = 0
    func add(to end: Int) {
      for inline in inlines[position..<end] { result.add(inline) }
      position = end
    }
    for index in tildes {
      if let start = opening {
        guard index > start + 1, !isSpace(at: index - 1, isEnd: true) else { continue }
        add(to: start)
        var struck = InlineRun()
        for inline in inlines[(start + 1)..<index] { struck.add(inline) }
        result.append(.strikethrough(struck.inlines))
        position = index + 1
        opening = nil
      } else if !isSpace(at: index + 1, isEnd: false) {
        opening = index
      }
    }
    add(to: inlines.count)
    return result.inlines
  }

  private mutating func add(_ inline: MarkdownInline) {
    if case .text(let text) = inline { append(text: text) } else { append(inline) }
  }

  /// Whether there is white space, or nothing, where a piece begins or ends.
  private func isSpace(at index: Int, isEnd: Bool) -> Bool {
    guard inlines.indices.contains(index) else { return true }
    switch inlines[index] {
    case .softBreak, .lineBreak: return true
    case .text(let text): return (isEnd ? text.last : text.first)?.isWhitespace ?? true
    default: return false
    }
  }
}
