/// All bytes of a file.
func fileBytes(_ path: String, threads: Int = 1) throws(ReadingError) -> [UInt8] {
  do {
    return try FileBytes.read(path, threads: threads)
  } catch {
    throw .unreadable(path: path, error.reason)
  }
}

/// The text of a file, unpacked if gzip has compressed it.
struct TextContent {
  var bytes: [UInt8]
  /// The SHA-256 of the file as it is; nil if that is the digest of these bytes.
  var sha256: String?

  private static let gzipMagic: [UInt8] = [0x1F, 0x8B]

  /// How many bytes a compressed file may come to.
  ///
  /// Lines of ratings shrink to about a fifth. What shrinks to a hundredth is no such thing, and
  /// may be made to fill the memory.
  static func limit(fileSize: Int) -> Int { 100 * fileSize + (64 << 20) }

  init(of file: [UInt8], path: String) throws(ReadingError) {
    bytes = file
    if file.starts(with: Self.gzipMagic) {
      let limit = Self.limit(fileSize: file.count)
      do {
        bytes = try Archive.decompressed(file, limit: limit)
      } catch {
        switch error {
        case .unreadable(let message), .memberMissing(let message):
          throw .unreadable(path: path, .badCompression(message: message))
        case .memberTooLarge: throw .unreadable(path: path, .expandsTooMuch(limit: limit))
        }
      }
      sha256 = SHA256.digest(of: file)
      if bytes.isEmpty { throw .unreadable(path: path, .empty) }
    }
    guard !bytes.prefix(4096).contains(0) else { throw .unreadable(path: path, .notText) }
  }
}
