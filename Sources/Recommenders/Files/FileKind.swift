/// What a file is that is no table of text, as far as its first bytes tell.
///
/// Most kinds begin with bytes of their own; UTF-16, JSON and markup are known by what they look
/// like, and what else has zeros in it is `binary`.
public enum FileKind: Hashable, Sendable, CaseIterable {
  // Archives, and what other programs than gzip have compressed.
  case zip, gzip, bzip2, xz, zstandard, lz4, sevenZip, rar, tar, compress
  // Tables of other programs.
  case excel, oldOffice, openDocument, parquet, arrow, orc, avro, sqlite, rData, stata
  // Arrays.
  case npz, npy, hdf5, matlab, pickle, matrixMarket
  // Text that is no table of rows.
  case utf16, utf32, jsonLines, json, html, xml, gitLFS, arff
  case pdf, picture, binary

  /// How many bytes tell the kind.
  static let headSize = 4096

  /// The kind of a file with some content; nil for text that may be a table.
  init?(of content: some RandomAccessCollection<UInt8>) {
    let head = Array(content.prefix(Self.headSize))
    if let known = Self.signatures.first(where: { $0.matches(head) }) {
      self = known.kind == .zip ? Self.kind(ofZip: head, end: content.suffix(1 << 16)) : known.kind
    } else if head.contains(0) {
      self = Self.isUTF16(head) ? .utf16 : .binary
    } else if let kind = Self(text: head) {
      self = kind
    } else {
      return nil
    }
  }
}

// MARK: Signatures

extension FileKind {
  /// Bytes at a place that only files of one kind have there.
  private struct Signature {
    var kind: FileKind
    var place: Int
    var bytes: [UInt8]
    /// Whether text may begin so too, and what follows has to be no text.
    var isWord: Bool

    init(_ kind: FileKind, _ bytes: [UInt8], at place: Int = 0, isWord: Bool = false) {
      self.kind = kind
      self.place = place
      self.bytes = bytes
      self.isWord = isWord
    }

    init(_ kind: FileKind, _ text: String, at place: Int = 0, isWord: Bool = false) {
      self.init(kind, Array(text.utf8), at: place, isWord: isWord)
    }

    func matches(_ head: [UInt8]) -> Bool {
      head.dropFirst(place).starts(with: bytes) && (!isWord || head.contains { $0 < 9 })
    }
  }

  private static let signatures: [Signature] = [
    Signature(.zip, "PK\u{3}\u{4}"), Signature(.zip, "PK\u{5}\u{6}"),
    Signature(.gzip, [0x1F, 0x8B]),
    Signature(.bzip2, "1AY&SY", at: 4),
    Signature(.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
    Signature(.zstandard, [0x28, 0xB5, 0x2F, 0xFD]),
    Signature(.lz4, [0x04, 0x22, 0x4D, 0x18]),
    Signature(.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    Signature(.rar, "Rar!\u{1A}\u{7}"),
    Signature(.tar, "ustar", at: 257),
    Signature(.compress, [0x1F, 0x9D]),
    Signature(.oldOffice, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    Signature(.parquet, "PAR1", isWord: true),
    Signature(.arrow, "ARROW1", isWord: true), Signature(.arrow, "FEA1", isWord: true),
    Signature(.orc, "ORC", isWord: true),
    Signature(.avro, "Obj\u{1}"),
    Signature(.sqlite, "SQLite format 3\0"),
    Signature(.rData, "RDX2\n"), Signature(.rData, "RDX3\n"), Signature(.rData, "RDA2\n"),
    Signature(.rData, "RDA3\n"), Signature(.rData, "X\n\0\0\0\u{2}"),
    Signature(.rData, "X\n\0\0\0\u{3}"),
    Signature(.stata, "<stata_dta>"),
    Signature(.npy, [0x93] + Array("NUMPY".utf8)),
    // MATLAB's newer files are HDF5 behind a block of their own.
    Signature(.matlab, "MATLAB 5.0 MAT-file"), Signature(.matlab, "MATLAB 7.3 MAT-file"),
    Signature(.hdf5, [0x89] + Array("HDF\r\n\u{1A}\n".utf8)),
    Signature(.hdf5, [0x89] + Array("HDF\r\n\u{1A}\n".utf8), at: 512),
    Signature(.pickle, [0x80, 2]), Signature(.pickle, [0x80, 3]), Signature(.pickle, [0x80, 4]),
    Signature(.pickle, [0x80, 5]),
    Signature(.utf32, [0xFF, 0xFE, 0, 0]), Signature(.utf32, [0, 0, 0xFE, 0xFF]),
    Signature(.utf16, [0xFF, 0xFE]), Signature(.utf16, [0xFE, 0xFF]),
    Signature(.gitLFS, "version https://git-lfs.github.com/spec/"),
    Signature(.pdf, "%PDF-"),
    Signature(.picture, [0x89] + Array("PNG\r\n".utf8)), Signature(.picture, [0xFF, 0xD8, 0xFF]),
    Signature(.picture, "GIF8", isWord: true),
  ]

  /// What a zip archive is, whose last bytes list what is in it.
  private static func kind(ofZip head: [UInt8], end: some Collection<UInt8>) -> FileKind {
    // The name of the first member stands behind a header of thirty bytes.
    let length = head.count >= 30 ? Int(head[26]) | Int(head[27]) << 8 : 0
    let name = head.dropFirst(30).prefix(length)
    if name.reversed().starts(with: ".npy".utf8.reversed()) { return .npz }
    if name.elementsEqual("mimetype".utf8),
      head.contains(Array("application/vnd.oasis.opendocument".utf8))
    {
      return .openDocument
    }
    return Array(end).contains(Array("xl/workbook".utf8)) ? .excel : .zip
  }

  /// Whether it is text in UTF-16: every second byte is often zero, and the other one ASCII then.
  private static func isUTF16(_ head: [UInt8]) -> Bool {
    let zeros = head.indices.filter { head[$0] == 0 }
    let odd = zeros.count { $0 % 2 == 1 }
    return (odd == 0 || odd == zeros.count) && 8 * zeros.count >= head.count
      && zeros.allSatisfy { place in
        let other = place ^ 1
        return other < head.count && (0x20..<0x7F ~= head[other] || 9...13 ~= head[other])
      }
  }
}

// MARK: Text

extension FileKind {
  /// The kind of a file whose first bytes are text without zeros.
  private init?(text head: [UInt8]) {
    var start = head[...]
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
    start = start.drop { $0 <= UInt8(ascii: " ") }
    let word = start.prefix(32).map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    func begins(with text: String) -> Bool { word.starts(with: text.utf8) }
    let next = start.dropFirst().first { $0 > UInt8(ascii: " ") }

    if begins(with: "%%matrixmarket") {
      self = .matrixMarket
    } else if begins(with: "@relation") {
      self = .arff
    } else if ["<!doctype html", "<html", "<head", "<title", "<body"].contains(where: begins) {
      self = .html
    } else if ["<?xml", "<!doctype", "<rss", "<error"].contains(where: begins) {
      self = .xml
    } else if begins(with: "{"), let next, "\"}".utf8.contains(next) {
      // A line of its own for each object, or one object for the whole file.
      let line = start.prefix { $0 != UInt8(ascii: "\n") }
      let isWhole = line.last { $0 > UInt8(ascii: " ") } == UInt8(ascii: "}")
      self = isWhole || line.endIndex == Self.headSize ? .jsonLines : .json
    } else if begins(with: "["), let next, "{[\"".utf8.contains(next) {
      self = .json
    } else {
      return nil
    }
  }
}
