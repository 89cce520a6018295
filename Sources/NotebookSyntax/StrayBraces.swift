/// Braces that a page shows as they are written, although they may have been meant for a value.
package struct StrayBraces: Sendable {
  package enum Kind: Sendable {
    /// `{model.test.mse}` outside of a code span.
    case prose
    /// `${factors}` outside of a cell.
    case placeholder
    /// A code span that begins like an inline value and is none, such as `{model.test.mse !}`.
    case code
  }

  package var kind: Kind
  /// What is asked for: the first name of the path.
  package var name: String
  /// How it is to be written as an inline value, braces included; nil if that can't be told.
  package var mended: String?
  package var range: SourceRange
}

extension Notebook {
  /// The braces of the notebook that may have been meant for values, wherever values may stand.
  package var strayBraces: [StrayBraces] {
    let whole = SourceRange(0..<file.utf8.count, in: file)
    let titles = [frontMatter.title, frontMatter.subtitle].compactMap { $0.map { ([$0], whole) } }
    return
      (titles + blocks.flatMap(\.textsWithPlaces)
      + footnotes.flatMap(\.blocks).flatMap(\.textsWithPlaces)).flatMap(StrayBraces.find)
  }
}

extension StrayBraces {
  fileprivate static func find(
    in texts: [[MarkdownInline]], at range: SourceRange
  ) -> [StrayBraces] {
    guard !texts.isEmpty else { return [] }
    var spans = CodeSpans(in: range)
    var places = Places(in: range, outside: spans)
    return Array(texts.joined()).collect { inline -> [StrayBraces]? in
      switch inline {
      case .text(let text) where text.contains("{"):
        return inProse(text) { places.next($0) }
      case .code(let text) where text.hasPrefix("{"):
        guard let span = spans.next(text), span.isSingle else { return nil }
        return inCode(text, at: span.range).map { [$0] }
      default: return nil
      }
    }.flatMap { $0 }
  }

  /// Those of running text.
  private static func inProse(
    _ text: String, place: (_ word: String) -> SourceRange?
  ) -> [StrayBraces] {
    var found: [StrayBraces] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let isPlaceholder = rest[..<open].last == "$"
      let inner = rest[rest.index(after: open)...]
      rest = inner
      guard let close = inner.firstIndex(where: { "{}".contains($0) }), inner[close] == "}",
        let path = Path(inner[..<close])
      else { continue }
      rest = inner[inner.index(after: close)...]
      let written = "{\(inner[..<close])}"
      if isPlaceholder, path.isSingle, let range = place("$" + written) {
        found.append(
          StrayBraces(
            kind: .placeholder, name: path.name,
            mended: "{\(InlineValue.parameters).\(path.compact)}", range: range))
      } else if !isPlaceholder, !path.isSingle, let range = place(written) {
        found.append(
          StrayBraces(kind: .prose, name: path.name, mended: "{\(path.compact)}", range: range))
      }
    }
    return found
  }

  /// A code span that isn't a value, as one that could be meant for one.
  private static func inCode(_ text: String, at range: SourceRange) -> StrayBraces? {
    let inner = text.dropFirst().drop(while: \.isWhitespace)
    let name = inner.prefix { $0.isNamePart }
    // The head of a cell, as {als model}, goes on with white space, and so does a mapping.
    guard name.isName, let next = inner[name.endIndex...].first, ".[".contains(next) else {
      return nil
    }
    let path = text.hasSuffix("}") ? Path(text.dropFirst().dropLast()) : nil
    return StrayBraces(
      kind: .code, name: String(name), mended: path.map { "{\($0.compact)}" }, range: range)
  }

  /// Where words stand outside of code, each after the one before it.
  private struct Places {
    private let range: SourceRange
    /// The code spans, from the first on that may hold the next place.
    private var codes: ArraySlice<Range<Int>>
    private var position: Int

    init(in range: SourceRange, outside spans: CodeSpans) {
      self.range = range
      codes = spans.all.map(\.range.bytes)[...]
      position = range.bytes.lowerBound
    }

    /// The next place of a word; nil if a backslash says that it is meant as it stands, and the
    /// whole range for one that is written otherwise.
    mutating func next(_ word: String) -> SourceRange? {
      while position < range.bytes.upperBound {
        let rest = SourceRange(position..<range.bytes.upperBound, in: range.file)
        guard let place = rest.find(word) else { break }
        codes = codes.drop { $0.upperBound < place.lowerBound }
        position = place.upperBound
        if codes.first.map({ $0.overlaps(place) }) != true {
          return isEscaped(place) ? nil : SourceRange(place, in: range.file)
        }
      }
      // A search to the end is worth while once.
      position = range.bytes.upperBound
      return range
    }

    private func isEscaped(_ place: Range<Int>) -> Bool {
      let before = range.file.utf8[range.bytes.lowerBound..<place.lowerBound]
      return before.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }
  }

  /// What stands between braces, if it is the path of a value but for white space.
  private struct Path {
    var name: String
    var isSingle: Bool
    var compact: String

    init?(_ text: Substring) {
      let parts = text.filter { !$0.isWhitespace }
        .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let names = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
      guard let first = names.first, first.isName, names.dropFirst().allSatisfy(\.isValuePart)
      else { return nil }
      name = String(first)
      isSingle = names.count == 1
      let isFormatted = parts.count > 1 && ValueFormat(String(parts[1])) != nil
      compact = parts.prefix(isFormatted ? 2 : 1).joined(separator: ":")
    }
  }
}

extension Notebook.Block {
  fileprivate var textsWithPlaces: [(texts: [[MarkdownInline]], range: SourceRange)] {
    switch self {
    case .prose(let block): block.textsWithPlaces
    case .cell(let cell):
      cell.options.allCaptions.isEmpty ? [] : [(cell.options.allCaptions, cell.body)]
    case .callout(let callout):
      (callout.title.map { [([$0], callout.range)] } ?? [])
        + callout.blocks.flatMap(\.textsWithPlaces)
    }
  }
}

extension Cell {
  /// What follows the fence at the head, which would begin a code span.
  fileprivate var body: SourceRange {
    let end = range.file.utf8[range.bytes].firstIndex(of: UInt8(ascii: "\n"))
    return SourceRange((end ?? range.bytes.lowerBound)..<range.bytes.upperBound, in: range.file)
  }
}

extension MarkdownBlock {
  fileprivate var textsWithPlaces: [(texts: [[MarkdownInline]], range: SourceRange)] {
    withDescendants.map { ($0.ownTexts, $0.range) }
  }
}
