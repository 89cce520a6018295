/// Characters that a text doesn't have, to stand in it for something else for a while.
enum PrivateCharacters {
  /// Unicode's private characters, and then those that it has not given a meaning yet.
  private static let ranges: [ClosedRange<UInt32>] = [
    0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD, 0x40000...0xDFFFD,
  ]

  /// The first characters that a text has neither as they are nor spelled as `&#xE000;` or
  /// `\uE000`.
  static func unused(in text: some Sequence<UInt8>, count: Int) -> [Unicode.Scalar] {
    let used = used(in: Array(text))
    return Array(
      ranges.lazy.joined().filter { !used.contains($0) }.compactMap(Unicode.Scalar.init)
        .prefix(count))
  }

  private static func used(in text: [UInt8]) -> Set<UInt32> {
    var used: Set<UInt32> = []
    var index = 0
    while index < text.count {
      switch text[index] {
      case 0xEE, 0xEF, 0xF1...0xF4:
        // The bytes of a text are valid UTF-8, or have replacement characters by now.
        let length = text[index] < 0xF0 ? 3 : 4
        let scalar = String(decoding: text[index..<min(index + length, text.count)], as: UTF8.self)
        used.formUnion(scalar.unicodeScalars.map(\.value))
        index += length
      case UInt8(ascii: "&"), UInt8(ascii: "\\"):
        if let value = spelled(in: text[(index + 1)...].prefix(12)) { used.insert(value) }
        index += 1
      default: index += 1
      }
    }
    return used
  }

  /// The number that follows `&` or a backslash.
  private static func spelled(in text: ArraySlice<UInt8>) -> UInt32? {
    let prefix = text.prefix { !$0.isDigit }
    let isDecimal = prefix.elementsEqual("#".utf8)
    guard isDecimal || ["#x", "#X", "u", "U"].contains(where: { prefix.starts(with: $0.utf8) })
    else { return nil }
    let start = isDecimal ? 1 : text.first == UInt8(ascii: "#") ? 2 : 1
    let digits = text.dropFirst(start).prefix { isDecimal ? $0.isDigit : $0.isHexDigit }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: isDecimal ? 10 : 16)
  }
}
