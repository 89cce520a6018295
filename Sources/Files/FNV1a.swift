/// FNV-1a, a fast hash that is the same in every run and on every machine, but no secret.
///
/// Fowler, Noll, Vo, Eastlake, *The FNV Non-Cryptographic Hash Algorithm*.
package enum FNV1a {
  /// The hash of 64 bits.
  ///
  /// - Parameters:
  ///   - bytes: what to hash.
  ///   - seed: tells apart hashes of the same bytes.
  /// - Returns: the hash.
  package static func hash(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
    bytes.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The hash of 32 bits, which isn't a part of that of 64.
  package static func shortHash(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x100_0193 }
  }
}
