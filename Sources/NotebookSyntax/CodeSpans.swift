/// The code spans of a stretch of Markdown, with their places.
///
/// cmark tells what a code span holds but not reliably where it stands, so they are found
/// again by CommonMark's rule: a run of backticks, up to the next run of the same length.
struct CodeSpans {
  struct Span {
    /// What stands between the backticks.
    var range: SourceRange
    /// Whether one backtick stands on each side.
    var isSingle: Bool
  }

  let range: SourceRange
  private var position: Int
  /// Where each word ends that was looked for outside of the spans, as far as it was found.
  private var ends: [String: Int] = [:]

  init(in range: SourceRange) {
    self.range = range
    self.position = range.bytes.lowerBound
  }

  /// The next span that holds a text, after those found before; nil if there is none.
  mutating func next(_ text: String) -> Span? {
    var search = self
    while let span = search.next() {
      if span.range.text == text || span.range.text == " \(text) " {
        self = search
        return Span(range: span.range.first(text), isSingle: span.isSingle)
      }
    }
    return nil
  }

  /// The next span, whatever it holds.
  mutating func next() -> Span? {
    let utf8 = range.file.utf8
    while position < range.bytes.upperBound {
      if utf8[position] == UInt8(ascii: "\\") {
        position += 2
      } else if utf8[position] == .backtick {
        let opening = run(from: position)
        if let closing = closing(after: opening.upperBound, length: opening.count) {
          position = closing.upperBound
          return Span(
            range: SourceRange(opening.upperBound..<closing.lowerBound, in: range.file),
            isSingle: opening.count == 1)
        }
        position = opening.upperBound
      } else {
        position += 1
      }
    }
    return nil
  }

  /// Where a name with a sign before it stands outside of the spans, after where it was found
  /// before, or else the whole range.
  mutating func place(of word: String) -> SourceRange {
    var spans = CodeSpans(in: range)
    var start = range.bytes.lowerBound
    while true {
      let span = spans.next()?.range.bytes
      let end = span?.lowerBound ?? range.bytes.upperBound
      start = max(start, ends[word] ?? start)
      while start < end {
        let place = SourceRange(start..<end, in: range.file).first(word)
        guard place.text == word else { break }
        start = place.bytes.upperBound
        if place.isWholeName {
          ends[word] = start
          return place
        }
      }
      guard let span else { return range.first(word) }
      start = span.upperBound
    }
  }

  private func run(from start: Int) -> Range<Int> {
    let end = range.file.utf8[start..<range.bytes.upperBound].firstIndex { $0 != .backtick }
    return start..<(end ?? range.bytes.upperBound)
  }

  private func closing(after start: Int, length: Int) -> Range<Int>? {
    var position = start
    while position < range.bytes.upperBound {
      if range.file.utf8[position] == .backtick {
        let run = run(from: position)
        if run.count == length { return run }
        position = run.upperBound
      } else {
        position += 1
      }
    }
    return nil
  }
}

extension UInt8 {
  fileprivate static var backtick: UInt8 { UInt8(ascii: "`") }
}

extension SourceRange {
  /// Whether a name that ends here doesn't go on behind it.
  fileprivate var isWholeName: Bool {
    let end = file.range(ofLines: self.end.line...self.end.line).bytes.upperBound
    let rest = SourceRange(bytes.upperBound..<end, in: file).text.prefix { $0.isNamePart }
    return text.last?.isNamePart != true || rest.allSatisfy { $0 == "-" }
  }
}
