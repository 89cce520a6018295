import Glibc

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
  private let landmarks: [Landmark]

  public init(path: String, text: String) {
    self.path = path
    self.utf8 = Array(text.utf8)
    self.text = text
    self.lineStarts =
      [0] + utf8.indices.lazy.filter { [utf8] in utf8[$0] == .lineFeed }.map { $0 + 1 }
    self.landmarks = Self.landmarks(in: utf8, lineStarts)
  }

  /// Reads the bytes of a file, or throws where they stop being UTF-8.
  public convenience init(path: String, bytes: [UInt8]) throws(Diagnostics) {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let bytes = Self.withUnixLineEnds(hasMark ? bytes.dropFirst(3) : bytes[...])
    self.init(path: path, text: String(decoding: bytes, as: UTF8.self))
    if let problem = undecodable(in: bytes) { throw Diagnostics([problem]) }
  }

  /// The name of a file without folders and extension, such as `als`.
  package static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return String(name) }
    return String(name[..<dot])
  }

  public var lineCount: Int { lineStarts.count }

  /// The one-based line and column of an offset; columns count characters.
  public func location(of offset: Int) -> SourceLocation {
    let line = lineIndex(of: offset)
    let landmark = landmark(before: offset, inLine: line)
    let between = utf8[landmark.offset..<min(offset, utf8.count)]
    return SourceLocation(
      line: line + 1, column: landmark.column + String(decoding: between, as: UTF8.self).count)
  }

  /// A part of a one-based line around an offset, of a kilobyte or two on both sides, and the column
  /// in which it begins.
  func part(ofLine line: Int, around offset: Int) -> (text: String, column: Int) {
    let start = landmark(before: offset - 1024, inLine: line - 1)
    let whole = bytes(ofLine: line)
    var end = min(max(offset, start.offset) + 1024, whole.upperBound)
    while end < whole.upperBound, utf8[end] & 0xC0 == 0x80 { end += 1 }
    return (String(decoding: utf8[start.offset..<end], as: UTF8.self), start.column)
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
    max(0, lineStarts.partitioningIndex { $0 > offset } - 1)
  }
}

// MARK: - Long lines

extension SourceFile {
  /// A place in a long line whose column is known, so that the columns of others are found without
  /// going through all of the line.
  private struct Landmark {
    var offset: Int
    var column: Int
  }

  /// One for about every half of a kilobyte of a long line.
  private static func landmarks(in utf8: [UInt8], _ lineStarts: [Int]) -> [Landmark] {
    let distance = 512
    return zip(lineStarts, lineStarts.dropFirst() + [utf8.count]).flatMap { start, end in
      guard end - start > distance else { return [Landmark]() }
      guard utf8[start..<end].contains(where: { $0 >= 0x80 }) else {
        return stride(from: start + distance, to: end, by: distance).map {
          Landmark(offset: $0, column: $0 - start + 1)
        }
      }
      var landmarks: [Landmark] = []
      var (offset, next) = (start, start + distance)
      for (index, character) in String(decoding: utf8[start..<end], as: UTF8.self).enumerated() {
        if offset >= next {
          landmarks.append(Landmark(offset: offset, column: index + 1))
          next = offset + distance
        }
        offset += character.utf8.count
      }
      return landmarks
    }
  }

  /// The last place of a line, by its index, whose column is known and that isn't behind an offset.
  private func landmark(before offset: Int, inLine line: Int) -> Landmark {
    let start = Landmark(offset: lineStarts[line], column: 1)
    let index = landmarks.partitioningIndex { $0.offset > offset }
    guard index > 0, landmarks[index - 1].offset > start.offset else { return start }
    return landmarks[index - 1]
  }
}

extension Array {
  /// The index of the first element for which something holds that holds for all behind it, too.
  func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
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
    find(word).map { SourceRange($0, in: file) } ?? self
  }

  /// Where a word first stands in this range; nil if it doesn't.
  func find(_ word: String) -> Range<Int>? {
    let word = Array(word.utf8)
    guard let first = word.first else { return nil }
    let offset = file.utf8.withUnsafeBytes { text -> Int? in
      guard let start = text.baseAddress else { return nil }
      var position = bytes.lowerBound
      while position + word.count <= bytes.upperBound,
        let found = memchr(
          start + position, Int32(first), bytes.upperBound - word.count + 1 - position)
      {
        if memcmp(found, word, word.count) == 0 { return UnsafeRawPointer(found) - start }
        position = UnsafeRawPointer(found) - start + 1
      }
      return nil
    }
    return offset.map { $0..<$0 + word.count }
  }

  func joined(to other: SourceRange) -> SourceRange {
    SourceRange(bytes.lowerBound..<max(bytes.upperBound, other.bytes.upperBound), in: file)
  }
}
