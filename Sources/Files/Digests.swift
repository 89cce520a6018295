import CNettle

/// The SHA-256 of bytes that come piece by piece, by Nettle.
package struct SHA256 {
  private var context = sha256_ctx()

  package init() { nettle_sha256_init(&context) }

  /// Takes the next bytes in.
  package mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
    nettle_sha256_update(&context, bytes.count, bytes.baseAddress)
  }

  /// The digest in lower-case hexadecimal, after which it begins anew.
  package mutating func finish() -> String {
    hexadecimal(count: Int(SHA256_DIGEST_SIZE)) {
      nettle_sha256_digest(&context, $0.count, $0.baseAddress)
    }
  }

  /// The digest of bytes that are all there, in lower-case hexadecimal.
  package static func digest(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    bytes.withUnsafeBufferPointer { digest.update($0) }
    return digest.finish()
  }
}

/// The MD5 of bytes, which shows damage but not malice.
package enum MD5 {
  /// The digest in lower-case hexadecimal.
  package static func digest(of bytes: [UInt8]) -> String {
    var context = md5_ctx()
    nettle_md5_init(&context)
    nettle_md5_update(&context, bytes.count, bytes)
    return hexadecimal(count: Int(MD5_DIGEST_SIZE)) {
      nettle_md5_digest(&context, $0.count, $0.baseAddress)
    }
  }
}

/// The bytes that are written into a buffer, in lower-case hexadecimal.
private func hexadecimal(
  count: Int, _ write: (inout UnsafeMutableBufferPointer<UInt8>) -> Void
) -> String {
  let bytes = [UInt8](unsafeUninitializedCapacity: count) {
    write(&$0)
    $1 = count
  }
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

// MARK: -

extension [UInt8] {
  /// The bytes in Base64 (RFC 4648), as an address of the scheme `data` has them.
  package var base64: String {
    String(unsafeUninitializedCapacity: (count + 2) / 3 * 4) { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        nettle_base64_encode_raw($0.baseAddress, count, self)
      }
      return buffer.count
    }
  }
}
