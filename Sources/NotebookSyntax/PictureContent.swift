/// What the bytes of a file are, where a picture is expected.
package enum PictureContent: Equatable {
  /// A whole picture of one of the formats that a page can show.
  case picture(PictureFormat)
  case problem(Problem)

  /// Why a file is no picture that a browser shows.
  package enum Problem: Equatable {
    case empty
    /// What Git LFS leaves where the file itself was not fetched.
    case pointer
    /// It begins like a picture, but its end is missing.
    case truncated(PictureFormat)
    /// An SVG whose root isn't in SVG's namespace.
    case noNamespace
    /// Something else, such as "an HTML page"; nil if it can't be told what.
    case other(String?)
  }

  /// Looks at all bytes of a file.
  package init(_ bytes: [UInt8]) {
    if let format = PictureFormat(bytes) {
      self = format.isWhole(bytes) ? .picture(format) : .problem(.truncated(format))
    } else if bytes.isEmpty {
      self = .problem(.empty)
    } else if bytes.has([0x1F, 0x8B]) {
      self = .problem(.other("a gzip file"))
    } else if bytes.has("BM", at: 0), bytes.has("\0\0\0\0", at: 6) {
      self = .problem(.other("a bitmap (BMP)"))
    } else if let name = Self.others.first(where: { bytes.has($0.mark, at: $0.offset) })?.name {
      self = .problem(.other(name))
    } else {
      self = Self.content(ofText: bytes)
    }
  }

  /// What text is, of which an SVG is the only kind of picture.
  private static func content(ofText bytes: [UInt8]) -> PictureContent {
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
      return .problem(.other(nil))
    }
    if text.hasPrefix("version https://git-lfs") { return .problem(.pointer) }
    guard let root = XMLRoot(text) else { return .problem(.other("text")) }
    guard root.localName == "svg" else {
      let isPage = ["html", "head", "body"].contains(root.localName.lowercased())
      return .problem(
        .other(isPage ? "an HTML page" : "an XML document whose root is '\(root.name)'"))
    }
    guard root.namespace == "http://www.w3.org/2000/svg" else { return .problem(.noNamespace) }
    let isClosed = root.isEmpty || text.trimmed.contains("</\(root.name)")
    return isClosed ? .picture(.svg) : .problem(.truncated(.svg))
  }

  /// The first bytes of what people take for pictures.
  private static let others: [(mark: String, offset: Int, name: String)] = [
    ("%PDF-", 0, "a PDF"), ("%!PS", 0, "PostScript"),
    ("II*\0", 0, "a TIFF picture"), ("MM\0*", 0, "a TIFF picture"), ("8BPS", 0, "a Photoshop file"),
    ("ftyphei", 4, "a HEIC picture"), ("ftypmif1", 4, "a HEIF picture"),
    ("ftyp", 4, "a video"), ("\0\0\u{1}\0", 0, "an icon (ICO)"),
    ("PK\u{3}\u{4}", 0, "a zip archive"),
  ]
}

extension PictureFormat {
  /// The format that a file begins like, other than SVG.
  fileprivate init?(_ bytes: [UInt8]) {
    if bytes.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.has([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.has("GIF87a", at: 0) || bytes.has("GIF89a", at: 0) {
      self = .gif
    } else if bytes.has("RIFF", at: 0), bytes.has("WEBP", at: 8) {
      self = .webp
    } else if bytes.has("ftypavif", at: 4) || bytes.has("ftypavis", at: 4) {
      self = .avif
    } else {
      return nil
    }
  }

  /// Whether nothing is missing at the end of a file of this format.
  fileprivate func isWhole(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .png: Self.isWholePNG(bytes)
    case .jpeg, .jpg: Self.isWholeJPEG(bytes)
    case .gif: bytes.last { $0 != 0 } == 0x3B
    case .webp:
      bytes.number(at: 4, count: 4, isBigEndian: false).map { $0 + 8 <= bytes.count } ?? false
    case .avif: Self.isWholeAVIF(bytes)
    case .svg: true
    }
  }

  /// Goes from chunk to chunk, each a length, a name, that many bytes and a check sum.
  private static func isWholePNG(_ bytes: [UInt8]) -> Bool {
    var position = 8
    while let length = bytes.number(at: position, count: 4, isBigEndian: true) {
      let end = position + 12 + length
      guard end <= bytes.count else { return false }
      if bytes.has("IEND", at: position + 4) { return true }
      position = end
    }
    return false
  }

  /// Goes from segment to segment up to the picture's data, which the mark of the end follows.
  ///
  /// The segments before it may hold a small picture with a mark of its own, and programs add bytes
  /// behind it.
  private static func isWholeJPEG(_ bytes: [UInt8]) -> Bool {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let kind = bytes[position + 1]
      if kind == 0xFF {
        position += 1
        continue
      }
      guard let length = bytes.number(at: position + 2, count: 2, isBigEndian: true) else {
        return false
      }
      position += 2 + length
      // The start of the data.
      guard kind != 0xDA else {
        let data = bytes.dropFirst(position)
        return zip(data, data.dropFirst()).contains { $0 == 0xFF && $1 == 0xD9 }
      }
    }
    return false
  }

  /// Goes from box to box, each a length that counts itself, a name and its bytes.
  private static func isWholeAVIF(_ bytes: [UInt8]) -> Bool {
    var position = 0
    while position < bytes.count {
      guard let length = bytes.number(at: position, count: 4, isBigEndian: true) else {
        return false
      }
      // A box of length 0 goes on to the end; one of length 1 is longer than 4 bytes can say.
      if length < 8 { return length == 0 || length == 1 }
      position += length
    }
    return position == bytes.count
  }
}

/// The first element of an XML document, as far as it matters here.
private struct XMLRoot {
  var name: String
  var namespace: String?
  /// Whether it ends in its own tag.
  var isEmpty: Bool

  var localName: String { name.split(separator: ":").last.map(String.init) ?? name }

  init?(_ text: String) {
    var rest = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }[...]
    // What may stand before it: the declaration, comments, a document type.
    while rest.hasPrefix("<?") || rest.hasPrefix("<!") {
      let end = rest.hasPrefix("<!--") ? "-->" : rest.hasPrefix("<?") ? "?>" : ">"
      if rest.lowercased().hasPrefix("<!doctype html") {
        (name, namespace, isEmpty) = ("html", nil, false)
        return
      }
      // A document type may declare entities between brackets.
      let isType = end == ">"
      let bracket = isType ? rest.prefix { $0 != ">" }.firstIndex(of: "[") : nil
      let start = bracket.flatMap { rest[$0...].firstIndex(of: "]") } ?? rest.startIndex
      guard let close = rest[start...].firstRange(of: end) else { return nil }
      rest = rest[close.upperBound...].drop(while: \.isWhitespace)
    }
    guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
    let tag = rest[..<end].dropFirst()
    name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
    guard name.first.map({ $0.isLetter || $0 == "_" }) ?? false else { return nil }
    isEmpty = tag.last == "/"
    let prefix = name.contains(":") ? name.prefix { $0 != ":" } : ""
    let attribute = prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)"
    namespace = Self.value(of: attribute, in: tag)
  }

  /// The value of an attribute in a tag.
  private static func value(of attribute: String, in tag: Substring) -> String? {
    var rest = tag
    while let found = rest.firstRange(of: attribute) {
      let isWhole =
        found.lowerBound > tag.startIndex
        && tag[tag.index(before: found.lowerBound)].isWhitespace
      rest = rest[found.upperBound...]
      let value = rest.drop(while: \.isWhitespace)
      guard isWhole, value.first == "=" else { continue }
      let quoted = value.dropFirst().drop(while: \.isWhitespace)
      guard let quote = quoted.first, quote == "\"" || quote == "'" else { continue }
      return String(quoted.dropFirst().prefix { $0 != quote })
    }
    return nil
  }
}

extension [UInt8] {
  fileprivate func has(_ mark: [UInt8]) -> Bool { starts(with: mark) }

  fileprivate func has(_ mark: String, at offset: Int) -> Bool {
    dropFirst(offset).starts(with: mark.utf8)
  }

  fileprivate func number(at offset: Int, count length: Int, isBigEndian: Bool) -> Int? {
    guard offset + length <= count else { return nil }
    let bytes = self[offset..<offset + length]
    return (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
  }
}
