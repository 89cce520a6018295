/// Strings as Duktape keeps them: CESU-8, in which a character beyond U+FFFF is two surrogates of
/// three bytes each.
enum DuktapeString {
  static func encode(_ text: String) -> [CChar] {
    var bytes: [CChar] = []
    bytes.reserveCapacity(text.utf8.count)
    func append(_ byte: UInt32) { bytes.append(CChar(truncatingIfNeeded: byte)) }
    var utf8 = text.utf8.makeIterator()
    while let first = utf8.next() {
      guard first >= 0xF0 else {
        append(UInt32(first))
        continue
      }
      // A Swift string is well-formed: three more bytes follow.
      let scalar = (0..<3).reduce(UInt32(first & 0x07)) { scalar, _ in
        scalar << 6 | UInt32((utf8.next() ?? 0) & 0x3F)
      }
      let offset = scalar - 0x10000
      for surrogate in [0xD800 + offset >> 10, 0xDC00 + offset & 0x3FF] {
        append(0xE0 | surrogate >> 12)
        append(0x80 | surrogate >> 6 & 0x3F)
        append(0x80 | surrogate & 0x3F)
      }
    }
    return bytes
  }

  /// The text of some bytes; half a pair of surrogates becomes a replacement character.
  static func decode(_ bytes: UnsafeBufferPointer<CChar>) -> String {
    let bytes = UnsafeRawBufferPointer(bytes)
    // 0xED begins all surrogates, and little else.
    guard bytes.contains(0xED) else { return String(decoding: bytes, as: UTF8.self) }
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let scalar = pair(in: bytes, at: index) {
        utf8 += Array(String(Character(scalar)).utf8)
        index += 6
      } else {
        utf8.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: utf8, as: UTF8.self)
  }

  /// The character that a pair of surrogates stands for.
  private static func pair(in bytes: UnsafeRawBufferPointer, at index: Int) -> Unicode.Scalar? {
    guard index + 5 < bytes.count, bytes[index] == 0xED, bytes[index + 1] & 0xF0 == 0xA0,
      bytes[index + 3] == 0xED, bytes[index + 4] & 0xF0 == 0xB0
    else { return nil }
    func bits(_ offset: Int, _ mask: UInt8) -> UInt32 { UInt32(bytes[index + offset] & mask) }
    let high = bits(1, 0x0F) << 6 | bits(2, 0x3F)
    let low = bits(4, 0x0F) << 6 | bits(5, 0x3F)
    return Unicode.Scalar(0x10000 + (high << 10 | low))
  }
}
