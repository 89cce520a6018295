/// The text of one file, with a table of where its lines begin.
///
/// Every position in the package is a UTF-8 offset into a source file. Lines
/// and columns exist only at the edges: where cmark and libyaml report them,
/// and where a person reads them.
public final class SourceFile: Sendable {
  /// The path as the user wrote it, for messages.
  public let path: String
  /// The text, without a byte-order mark and with line feeds as the only line ends.
  public let text: String

  let utf8: [UInt8]
  /// The offset of the first byte of every line, in increasing order.
  private let lineStarts: [Int]

  public init(path: String, text: String) {
    self.path = path
    self.utf8 = Array(text.utf8)
    self.text = text
    self.lineStarts =
      [0] + utf8.indices.lazy.filter { [utf8] in utf8[$0] == .lineFeed }.map { $0 + 1 }
  }

  /// Reads the bytes of a file, or throws where they stop being UTF-8.
  public convenience init(path: String, bytes: [UInt8]) throws(Diagnostics) {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let bytes = Self.withUnixLineEnds(hasMark ? bytes.dropFirst(3) : bytes[...])
    self.init(path: path, text: String(decoding: bytes, as: UTF8.self))
    if let problem = undecodable(in: bytes) { throw Diagnostics([problem]) }
  }

  public var lineCount: Int { lineStarts.count }

  /// The one-based line and column of an offset; columns count characters.
  public func location(of offset: Int) -> SourceLocation {
    let line = lineIndex(of: offset)
    let before = String(decoding: utf8[lineStarts[line]..<min(offset, utf8.count)], as: UTF8.self)
    return SourceLocation(line: line + 1, column: before.count + 1)
  }

  /// The text of a one-based line, without its line end.
  public func line(_ line: Int) -> String {
    String(decoding: utf8[bytes(ofLine: line)], as: UTF8.self)
  }

  /// Where a one-based line stands, without its line end.
  func bytes(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    let end = line < lineStarts.count ? lineStarts[line] - 1 : utf8.count
    return start..<end
  }

  /// The whole of some one-based lines, without the last line's end.
  func range(ofLines lines: ClosedRange<Int>) -> SourceRange {
    let start = bytes(ofLine: lines.lowerBound).lowerBound
    return SourceRange(start..<bytes(ofLine: min(lines.upperBound, lineCount)).upperBound, in: self)
  }

  /// The one-based line that an offset is on.
  func line(of offset: Int) -> Int { lineIndex(of: offset) + 1 }

  /// The number of lines that begin at or before an offset, less one.
  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

// MARK: - Reading bytes

extension SourceFile {
  /// Turns `\r\n` and a lone `\r` into `\n`.
  private static func withUnixLineEnds(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard bytes.contains(.carriageReturn) else { return Array(bytes) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in zip(bytes.indices, bytes) {
      if byte != .carriageReturn {
        result.append(byte)
      } else if index + 1 == bytes.endIndex || bytes[index + 1] != .lineFeed {
        result.append(.lineFeed)
      }
    }
    return result
  }

  /// What to say about the first byte that is not UTF-8; nil if all are.
  ///
  /// The text of the file has a replacement character there, so that the line can be quoted.
  private func undecodable(in bytes: [UInt8]) -> Diagnostic? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || Self.isUTF16(bytes)
    {
      return Diagnostic(
        .notUTF8, "The file is UTF-16, not UTF-8", at: SourceRange(0..<0, in: self),
        help: "save it as UTF-8, for example with 'iconv -f UTF-16 -t UTF-8'")
    }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .emptyInput: return nil
      case .scalarValue("\0"):
        return Diagnostic(
          .notUTF8, "There is a zero byte, which text can't contain",
          at: SourceRange(offset..<offset + 1, in: self), help: "remove it")
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .error:
        let byte = String(bytes[offset], radix: 16, uppercase: true)
        return Diagnostic(
          .notUTF8, "The byte 0x\(byte) is not UTF-8",
          at: SourceRange(offset..<offset + 3, in: self),
          help: "save the file as UTF-8, for example with 'iconv -f ISO-8859-1 -t UTF-8'")
      }
    }
  }
}

extension SourceFile {
  /// Whether text has zeros as UTF-16 without a byte-order mark has: every second byte, often.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    let zeros = bytes.prefix(4096).indices.filter { bytes[$0] == 0 }
    let odd = zeros.count { $0 % 2 == 1 }
    return !zeros.isEmpty && (odd == 0 || odd == zeros.count)
      && 8 * zeros.count >= min(bytes.count, 4096)
  }
}

extension UInt8 {
  static var lineFeed: UInt8 { 0x0A }
  static var carriageReturn: UInt8 { 0x0D }
}

// MARK: - Positions

/// A one-based line and column, as a person reads them.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  public var line: Int
  public var column: Int
  public var description: String { "\(line):\(column)" }
}

/// A stretch of one source file.
public struct SourceRange: Sendable {
  public var file: SourceFile
  public var bytes: Range<Int>

  public init(_ bytes: Range<Int>, in file: SourceFile) {
    self.file = file
    self.bytes = bytes
  }

  public var start: SourceLocation { file.location(of: bytes.lowerBound) }
  public var end: SourceLocation { file.location(of: bytes.upperBound) }
  public var text: String { String(decoding: file.utf8[bytes], as: UTF8.self) }

  /// The first place in this range where a word stands, or else the whole range.
  func first(_ word: String) -> SourceRange {
    let needle = Array(word.utf8)
    guard !needle.isEmpty, needle.count <= bytes.count else { return self }
    let starts = bytes.lowerBound...(bytes.upperBound - needle.count)
    guard
      let start = starts.first(where: { file.utf8[$0..<$0 + needle.count].elementsEqual(needle) })
    else { return self }
    return SourceRange(start..<start + needle.count, in: file)
  }

  func joined(to other: SourceRange) -> SourceRange {
    SourceRange(bytes.lowerBound..<max(bytes.upperBound, other.bytes.upperBound), in: file)
  }
}
