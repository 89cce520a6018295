/// Bytes as UTF-8, in which those that aren't are taken for Windows-1252, which Latin-1 is a part of.
///
/// So a file in Latin-1 says what its author wrote, and so does one in UTF-8 into which a line of
/// another file has come.
func repairedUTF8(_ bytes: [UInt8]) -> [UInt8] {
  guard String(validating: bytes, as: UTF8.self) == nil else { return bytes }
  var repaired: [UInt8] = []
  repaired.reserveCapacity(bytes.count + bytes.count / 8)
  var index = 0
  while index < bytes.count {
    let length = lengthOfScalar(at: index, in: bytes)
    if length > 0 {
      repaired += bytes[index..<index + length]
      index += length
    } else {
      repaired += Array(String(windows1252[Int(bytes[index] - 0x80)]).utf8)
      index += 1
    }
  }
  return repaired
}

/// How many bytes make up the Unicode scalar at a place; 0 if there is none in UTF-8.
private func lengthOfScalar(at index: Int, in bytes: [UInt8]) -> Int {
  let length =
    switch bytes[index] {
    case ..<0x80: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  guard length > 1 else { return length }
  let scalar = bytes[index..<min(index + length, bytes.count)]
  return String(validating: scalar, as: UTF8.self) == nil ? 0 : length
}

/// The characters of Windows-1252 from 0x80 on; what it leaves free is as in Latin-1.
private let windows1252: [Unicode.Scalar] = {
  let first =
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
  return Array(first.unicodeScalars) + (0xA0...0xFF).map { Unicode.Scalar(UInt8($0)) }
}()
