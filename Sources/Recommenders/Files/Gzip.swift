import CZlib

/// Unpacks what gzip has compressed, by zlib, which checks checksums and lengths (RFC 1952).
enum Gzip {
  /// Why bytes can't be unpacked.
  enum Failure: Error, Hashable {
    case damaged(GzipDamage)
    /// There is more than so many bytes in it.
    case tooLarge(limit: Int)
  }

  private static let magic: [UInt8] = [0x1F, 0x8B]

  /// Whether bytes begin as a gzip stream does.
  static func isCompressed(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: magic) }

  /// The content of one stream, or of several behind each other, which zeros may follow.
  ///
  /// - Parameters:
  ///   - bytes: what `isCompressed`.
  ///   - limit: how many bytes the content may have.
  /// - Returns: the content.
  /// - Throws: why it can't be unpacked.
  static func decompressed(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    // The largest window, and the wrapper of gzip around the data.
    let size = Int32(MemoryLayout<z_stream>.size)
    precondition(inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, size) == Z_OK)
    defer { inflateEnd(&stream) }

    var content: [UInt8] = []
    content.reserveCapacity(min(limit, 4 * bytes.count))
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var position = 0
    while true {
      let (status, taken, made) = inflate(&stream, bytes[position...], into: &buffer)
      position += taken
      guard content.count + made <= limit else { throw .tooLarge(limit: limit) }
      content += buffer[..<made]
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        let rest = bytes[position...]
        if rest.allSatisfy({ $0 == 0 }) { return content }
        guard isCompressed(rest) else { throw .damaged(.followed(byOthers: rest.count)) }
        inflateReset(&stream)
      // Nothing more can be done with what is there.
      case Z_BUF_ERROR: throw .damaged(.cutOff)
      default: throw .damaged(GzipDamage(message: stream.msg.map { String(cString: $0) } ?? ""))
      }
    }
  }

  /// Unpacks as much as the buffer holds; how many bytes were taken, and how many made of them.
  private static func inflate(
    _ stream: inout z_stream, _ bytes: ArraySlice<UInt8>, into buffer: inout [UInt8]
  ) -> (status: Int32, taken: Int, made: Int) {
    bytes.withUnsafeBufferPointer { input in
      buffer.withUnsafeMutableBufferPointer { output in
        let available = min(input.count, 1 << 30)
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(available)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (status, available - Int(stream.avail_in), output.count - Int(stream.avail_out))
      }
    }
  }
}

/// What is wrong with what gzip has compressed.
public enum GzipDamage: Hashable, Sendable {
  /// It ends too early.
  case cutOff
  /// The content isn't what was compressed, by its checksum.
  case checksum
  /// The content isn't as long as what was compressed.
  case length
  /// So many bytes follow that are no gzip stream.
  case followed(byOthers: Int)
  /// The data makes no sense; the message is zlib's.
  case data(message: String)

  /// The damage that zlib tells in these words.
  init(message: String) {
    self =
      switch message {
      case "incorrect data check": .checksum
      case "incorrect length check": .length
      default: .data(message: message)
      }
  }
}
