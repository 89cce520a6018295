/// The text of one file, with a table of where its lines begin.
///
/// Every position in the package is a UTF-8 offset into a source file. Lines
/// and columns exist only at the edges: where cmark and libyaml report them,
/// and where a person reads them.
public final class SourceFile: Sendable {
  public let path: String
  public let text: String

  /// The offset of the first byte of every line, in increasing order.
  private let lineStarts: [Int]

  public init(path: String, text: String) {
    self.path = path
    self.text = text
    let newlines = text.utf8.enumerated().filter { $0.element == UInt8(ascii: "\n") }
    self.lineStarts = [0] + newlines.map { $0.offset + 1 }
  }

  /// The one-based line and column of an offset; columns count characters.
  public func location(of offset: Int) -> SourceLocation {
    let line = (lineStarts.firstIndex { $0 > offset } ?? lineStarts.count) - 1
    let column = String(text.utf8[index(lineStarts[line])..<index(offset)])?.count ?? 0
    return SourceLocation(line: line + 1, column: column + 1)
  }

  /// The offset of a code point in a one-based line, clamped to the line.
  public func offset(line: Int, scalar: Int) -> Int {
    guard line <= lineStarts.count else { return text.utf8.count }
    let scalars = text[index(lineStarts[line - 1])...].unicodeScalars.prefix { $0 != "\n" }
    return lineStarts[line - 1] + String(scalars.prefix(scalar)).utf8.count
  }

  /// The text of a one-based line, without its newline.
  public func line(_ line: Int) -> Substring {
    text[index(lineStarts[line - 1])...].prefix { $0 != "\n" }
  }

  public var lineCount: Int { lineStarts.count }

  private func index(_ offset: Int) -> String.Index {
    text.utf8.index(text.startIndex, offsetBy: min(offset, text.utf8.count))
  }
}

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
  public var text: String { String(decoding: Array(file.text.utf8)[bytes], as: UTF8.self) }
}
