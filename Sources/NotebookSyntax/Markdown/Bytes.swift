// What the bytes of a text are, as far as they are ASCII.

extension UInt8 {
  static var backslash: UInt8 { UInt8(ascii: "\\") }
  /// Whether it is a space or a tab.
  var isSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isHexDigit: Bool { isDigit || (0x41...0x46).contains(self & 0xDF) }
  var isNamePart: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
  }
  var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
}
