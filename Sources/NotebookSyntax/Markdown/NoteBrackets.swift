/// The signs of a text, with the bracket that closes each `^[`, and without those that none closes.
///
/// Brackets in a note come in pairs, as in the text of a link; those in code don't count.
struct NoteBrackets {
  private let text: [UInt8]
  private(set) var pairs: [Sign]

  init(_ text: [UInt8], _ signs: [Sign]) {
    self.text = text
    pairs = signs
    let notes = signs.filter { $0.kind == .openNote }
    guard !notes.isEmpty else { return }
    var found: [Sign] = []
    var rest = notes[...]
    while let first = rest.first {
      // All notes of a paragraph at once, so that each byte is seen once.
      let together = rest.prefix { $0.paragraph == first.paragraph }
      found += close(together)
      rest = rest[together.endIndex...]
    }
    let others = signs.filter { $0.kind != .openNote }
    pairs = (others + found).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The signs of the notes of one paragraph that are closed in it, and those that close them.
  private func close(_ notes: ArraySlice<Sign>) -> [Sign] {
    var notes = notes
    var open: [Sign?] = []
    var found: [Sign] = []
    var unclosedRuns: Set<Int> = []
    var index = notes.first?.range.lowerBound ?? text.count
    while index < text.count, !endsParagraph(at: index) {
      if index == notes.first?.range.lowerBound {
        open.append(notes.removeFirst())
        index += 2
        continue
      }
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "`"):
        let run = text[index...].prefix { $0 == UInt8(ascii: "`") }.count
        if !unclosedRuns.contains(run), let end = endOfCode(from: index + run, run: run) {
          index = end
          notes = notes.drop { $0.range.lowerBound < end }
        } else {
          unclosedRuns.insert(run)
          index += run
        }
        continue
      case UInt8(ascii: "["): open.append(nil)
      case UInt8(ascii: "]"):
        if let note = open.popLast(), let note {
          var closing = note
          closing.kind = .closeNote(from: note.range.lowerBound)
          closing.range = index..<index + 1
          found += [note, closing]
        }
      default: break
      }
      index += 1
    }
    return found
  }

  private func endOfCode(from start: Int, run length: Int) -> Int? {
    var index = start
    while index < text.count, !endsParagraph(at: index) {
      let run = text[index...].prefix { $0 == UInt8(ascii: "`") }.count
      if run == length { return index + run }
      index += max(run, 1)
    }
    return nil
  }

  /// Whether a line ends here and a blank one follows.
  private func endsParagraph(at index: Int) -> Bool {
    guard text[index] == .lineFeed else { return false }
    let rest = text[(index + 1)...].drop { $0.isSpace || $0 == UInt8(ascii: ">") }
    return rest.first ?? .lineFeed == .lineFeed
  }
}
