import Files

/// The text of a file, unpacked if gzip has compressed it.
struct TextContent {
  var bytes: [UInt8]
  /// The SHA-256 of the file as it is; nil if that is the digest of these bytes.
  var sha256: String?

  /// How many bytes a compressed file may come to.
  ///
  /// Lines of ratings shrink to about a fifth. What shrinks to a hundredth is no such thing, and
  /// may be made to fill the memory.
  static func limit(fileSize: Int) -> Int { 100 * fileSize + (64 << 20) }

  /// The text of a file that was found at a path.
  init(of file: [UInt8], path: String) throws(ReadingError) {
    do throws(UnreadableFile) {
      try self.init(of: file)
    } catch {
      throw .unreadable(path: path, error)
    }
  }

  init(of file: [UInt8]) throws(UnreadableFile) {
    bytes = file
    if Gzip.isCompressed(file) {
      do {
        bytes = try Gzip.decompressed(file, limit: Self.limit(fileSize: file.count))
      } catch {
        switch error {
        case .damaged(let damage): throw .damaged(damage)
        case .tooLarge(let limit): throw .expandsTooMuch(limit: limit)
        }
      }
      sha256 = SHA256.digest(of: file)
      if Gzip.isCompressed(bytes) { throw .packedTwice }
      if bytes.isEmpty { throw .empty }
    }
    if let kind = FileKind(of: bytes) { throw .otherKind(kind) }
    if endsLinesByReturns {
      sha256 = sha256 ?? SHA256.digest(of: file)
      bytes = withoutReturns
    }
  }

  /// Whether the first line ends in a carriage return alone, as on a Macintosh of old.
  private var endsLinesByReturns: Bool {
    guard
      let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }),
      bytes[end] == UInt8(ascii: "\r")
    else { return false }
    return end + 1 == bytes.count || bytes[end + 1] != UInt8(ascii: "\n")
  }

  /// The bytes with line feeds as the only line ends.
  private var withoutReturns: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for index in bytes.indices {
      if bytes[index] != UInt8(ascii: "\r") {
        result.append(bytes[index])
      } else if index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n") {
        result.append(UInt8(ascii: "\n"))
      }
    }
    return result
  }
}
