/// Where pieces of syntax stand in a stretch of Markdown, outside of its code spans.
struct SyntaxPlaces {
  private let range: SourceRange
  /// What stands between the code spans.
  private let gaps: [Range<Int>]
  /// Where each piece ends that was looked for, as far as it was found.
  private var ends: [String: Int] = [:]
  /// Where the piece ends that was found last.
  private var latest: Int
  /// How many bytes may still be searched without regard to what was found last.
  private var budget: Int

  init(in range: SourceRange) {
    self.range = range
    let spans = CodeSpans(in: range).all.map(\.range.bytes)
    gaps = zip(
      [range.bytes.lowerBound] + spans.map(\.upperBound),
      spans.map(\.lowerBound) + [range.bytes.upperBound]
    ).map { $0..<$1 }
    latest = range.bytes.lowerBound
    budget = 1_000_000 + 16 * range.bytes.count
  }

  /// Where a piece stands after where it was found before, or else the whole range.
  ///
  /// Thousands of them are looked for only where they come one soon after the other.
  mutating func next(_ word: String) -> SourceRange {
    let isFree = budget > 0
    let start = isFree ? ends[word] ?? range.bytes.lowerBound : latest
    let end = isFree ? range.bytes.upperBound : min(latest + 4096, range.bytes.upperBound)
    let found = find(word, in: start..<end)
    budget -= (found?.upperBound ?? end) - start
    guard let found else { return isFree ? range.first(word) : range }
    ends[word] = found.upperBound
    latest = found.upperBound
    return SourceRange(found, in: range.file)
  }

  private func find(_ word: String, in part: Range<Int>) -> Range<Int>? {
    let first = gaps.partitioningIndex { $0.upperBound > part.lowerBound }
    for gap in gaps[first...].prefix(while: { $0.lowerBound < part.upperBound }) {
      var rest = SourceRange(gap.clamped(to: part), in: range.file)
      while let found = rest.find(word) {
        if range.file.endsName(at: found.upperBound, of: word) { return found }
        rest.bytes = found.upperBound..<rest.bytes.upperBound
      }
    }
    return nil
  }
}

extension SourceFile {
  /// Whether a word that ends at an offset doesn't go on behind it, as a name does.
  fileprivate func endsName(at offset: Int, of word: String) -> Bool {
    guard word.last?.isNamePart == true else { return true }
    let rest = utf8[offset...].drop { $0 == UInt8(ascii: "-") }.prefix(4)
    return String(decoding: rest, as: UTF8.self).first?.isNamePart != true
  }
}
