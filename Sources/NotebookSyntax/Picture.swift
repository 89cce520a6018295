/// A picture that a notebook shows, and where it is written.
public struct Picture: Sendable {
  /// The address of the picture, as written.
  public var source: String
  /// Whether there are words for those who don't see the picture.
  public var isDescribed: Bool
  /// The whole of `![words](address)`, or the block it stands in where that can't be told.
  public var range: SourceRange

  /// Where the address is written; the whole picture if it stands elsewhere.
  public var sourceRange: SourceRange {
    guard !source.isEmpty else { return range }
    // What stands between the brackets may say the same.
    let place = range.first("](\(source)")
    guard place.bytes != range.bytes else { return range.first(source) }
    return SourceRange(place.bytes.lowerBound + 2..<place.bytes.upperBound, in: range.file)
  }
}

extension Notebook {
  /// Every picture of the prose, the captions and the footnotes.
  public var pictures: [Picture] {
    blocks.flatMap(\.pictures) + footnotes.flatMap(\.blocks).flatMap(\.pictures)
  }
}

extension Notebook.Block {
  fileprivate var pictures: [Picture] {
    switch self {
    case .prose(let prose): prose.pictures
    case .cell(let cell): cell.options.allCaptions.flatMap { $0.pictures(in: cell.range) }
    case .callout(let callout):
      (callout.title?.pictures(in: callout.range) ?? []) + callout.blocks.flatMap(\.pictures)
    }
  }
}

extension MarkdownBlock {
  fileprivate var pictures: [Picture] {
    withDescendants.flatMap { $0.ownTexts.flatMap { $0 }.pictures(in: $0.range) }
  }
}

extension [MarkdownInline] {
  /// The pictures of running text, each with its place in the text's range.
  fileprivate func pictures(in range: SourceRange) -> [Picture] {
    let found = images
    guard !found.isEmpty else { return [] }
    var places = PicturePlaces(in: range)
    let areAll = places.count == found.count
    return found.compactMap { image in
      let place = places.next(naming: areAll ? nil : image.source)
      // A picture in another's words is never shown.
      guard !image.isNested else { return nil }
      return Picture(source: image.source, isDescribed: image.isDescribed, range: place ?? range)
    }
  }

  private var images: [(source: String, isDescribed: Bool, isNested: Bool)] {
    flatMap { inline -> [(source: String, isDescribed: Bool, isNested: Bool)] in
      switch inline {
      case .image(let source, _, let alt):
        [(source, alt.holdsWords, false)] + alt.images.map { ($0.source, $0.isDescribed, true) }
      case .span(let text, let attributes):
        text.images.map { image in
          let isDescribed = image.isDescribed || attributes["fig-alt"] ?? attributes["alt"] != nil
          return (image.source, isDescribed, image.isNested)
        }
      case .emphasis(let text), .strong(let text), .strikethrough(let text), .link(_, _, let text):
        text.images
      case .text, .code, .softBreak, .lineBreak, .html, .value, .math, .footnote, .reference: []
      }
    }
  }

  /// Whether anything is left when the markup is taken away.
  private var holdsWords: Bool {
    contains { inline in
      switch inline {
      case .text(let text), .code(let text), .html(let text): !text.allSatisfy(\.isWhitespace)
      case .softBreak, .lineBreak: false
      case .emphasis(let text), .strong(let text), .strikethrough(let text),
        .link(_, _, let text), .image(_, _, let text), .span(let text, _):
        text.holdsWords
      case .value, .math, .footnote, .reference: true
      }
    }
  }
}

/// The places in a stretch of Markdown that look like pictures.
///
/// cmark tells what an image is but not reliably where it stands, so that its `![` is looked
/// for again: outside of code, and without a backslash before it.
private struct PicturePlaces {
  private var places: ArraySlice<SourceRange> = []
  /// How many more words are looked for that no place may have: each is looked for in all of them.
  private var missesLeft = 100

  var count: Int { places.count }

  init(in range: SourceRange) {
    let ends = Self.endsOfBrackets(in: range)
    var codes = CodeSpans(in: range).all.map(\.range.bytes)[...]
    let text = range.file.utf8
    var position = range.bytes.lowerBound
    while position + 1 < range.bytes.upperBound {
      codes = codes.drop { $0.upperBound <= position }
      if text[position] == UInt8(ascii: "\\") {
        position += 2
      } else if let code = codes.first, code.contains(position) {
        position = code.upperBound
      } else if text[position] == UInt8(ascii: "!"), text[position + 1] == UInt8(ascii: "[") {
        // `[words](address)` or `[words][name]`
        let words = ends[position + 1] ?? range.bytes.upperBound
        let isWhole = words < range.bytes.upperBound && "([".utf8.contains(text[words])
        let end = isWhole ? ends[words] ?? range.bytes.upperBound : words
        places.append(SourceRange(position..<end, in: range.file))
        position += 2
      } else {
        position += 1
      }
    }
  }

  /// The next place, or the next that has a word in it; nil if there is none.
  mutating func next(naming word: String?) -> SourceRange? {
    guard let word else { return places.popFirst() }
    guard missesLeft > 0, let index = places.firstIndex(where: { $0.find(word) != nil }) else {
      missesLeft -= 1
      return nil
    }
    defer { places = places[(index + 1)...] }
    return places[index]
  }

  /// What follows the bracket that closes each one, by where that one stands; nil if none does.
  private static func endsOfBrackets(in range: SourceRange) -> [Int: Int] {
    let text = range.file.utf8
    var open: (square: [Int], round: [Int]) = ([], [])
    var ends: [Int: Int] = [:]
    var position = range.bytes.lowerBound
    while position < range.bytes.upperBound {
      switch text[position] {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "["): open.square.append(position)
      case UInt8(ascii: "("): open.round.append(position)
      case UInt8(ascii: "]"):
        if let start = open.square.popLast() { ends[start] = position + 1 }
      case UInt8(ascii: ")"):
        if let start = open.round.popLast() { ends[start] = position + 1 }
      default: break
      }
      position += 1
    }
    return ends
  }
}
