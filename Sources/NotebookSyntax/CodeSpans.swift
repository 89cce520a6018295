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

  /// All of them, in order.
  let all: [Span]
  /// Which of them hold each text, from the first on that was not passed.
  private lazy var indices = Dictionary(grouping: all.indices) { [all] in all[$0].range.text }
    .mapValues { $0[...] }
  /// How many of them were passed.
  private var count = 0

  init(in range: SourceRange) { all = Self.spans(in: range) }

  /// The next span that holds a text, after those found before; nil if there is none.
  mutating func next(_ text: String) -> Span? {
    guard let index = [index(of: text), index(of: " \(text) ")].compactMap(\.self).min() else {
      return nil
    }
    count = index + 1
    return Span(range: all[index].range.first(text), isSingle: all[index].isSingle)
  }

  private mutating func index(of text: String) -> Int? {
    guard let left = indices[text]?.drop(while: { [count] in $0 < count }) else { return nil }
    indices[text] = left
    return left.first
  }

  private static func spans(in range: SourceRange) -> [Span] {
    let (file, end) = (range.file, range.bytes.upperBound)
    let utf8 = file.utf8
    var closings = BacktickRuns(in: range)
    var spans: [Span] = []
    var position = range.bytes.lowerBound
    while position < end {
      if utf8[position] == UInt8(ascii: "\\") {
        position += 2
      } else if utf8[position] == .backtick {
        let start = utf8[position..<end].firstIndex { $0 != .backtick } ?? end
        let length = start - position
        position = start
        guard let closing = closings.first(ofLength: length, from: start) else { continue }
        spans.append(Span(range: SourceRange(start..<closing, in: file), isSingle: length == 1))
        position = closing + length
      } else {
        position += 1
      }
    }
    return spans
  }
}

/// The runs of backticks in a stretch of Markdown, to be asked for from its start to its end.
private struct BacktickRuns {
  /// Where the runs of each length begin, from the first on that may still be asked for.
  private var starts: [Int: ArraySlice<Int>] = [:]

  init(in range: SourceRange) {
    let utf8 = range.file.utf8
    var position = range.bytes.lowerBound
    while let start = utf8[position..<range.bytes.upperBound].firstIndex(of: .backtick) {
      let run = utf8[start..<range.bytes.upperBound].prefix { $0 == .backtick }
      starts[run.count, default: []].append(start)
      position = run.endIndex
    }
  }

  /// The first run of a length that begins at an offset or behind it, in which the next search
  /// begins, too.
  mutating func first(ofLength length: Int, from offset: Int) -> Int? {
    starts[length] = starts[length]?.drop { $0 < offset }
    return starts[length]?.first
  }
}

extension UInt8 {
  fileprivate static var backtick: UInt8 { UInt8(ascii: "`") }
}
