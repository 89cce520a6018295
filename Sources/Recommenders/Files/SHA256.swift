import CCrypto

/// The SHA-256 of bytes that come piece by piece, by OpenSSL.
struct SHA256: ~Copyable {
  private var digest = MessageDigest(EVP_sha256())

  /// Takes the next bytes in.
  mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) { digest.update(bytes) }

  /// The digest in lower-case hexadecimal, after which no more bytes can come.
  consuming func finish() -> String { digest.finish() }

  /// The digest of bytes that are all there, in lower-case hexadecimal.
  static func digest(of bytes: [UInt8]) -> String { MessageDigest.digest(of: bytes, EVP_sha256()) }
}

/// The MD5 of bytes, which tells damage but not malice.
enum MD5 {
  /// The digest in lower-case hexadecimal.
  static func digest(of bytes: [UInt8]) -> String { MessageDigest.digest(of: bytes, EVP_md5()) }
}

private struct MessageDigest: ~Copyable {
  private let context: OpaquePointer

  init(_ kind: OpaquePointer?) {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, kind, nil) == 1 else {
      preconditionFailure("OpenSSL lacks a digest or memory")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1)
  }

  consuming func finish() -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    precondition(EVP_DigestFinal_ex(context, &digest, &length) == 1)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.prefix(Int(length)).flatMap {
        [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
      },
      as: UTF8.self)
  }

  static func digest(of bytes: [UInt8], _ kind: OpaquePointer?) -> String {
    var digest = MessageDigest(kind)
    bytes.withUnsafeBufferPointer { digest.update($0) }
    return digest.finish()
  }
}
