/// A number whose decimals follow a comma, as in `3,5`.
enum DecimalComma {
  /// The nearest `Float`; infinite if the number is too large.
  case number(Float)
  /// Three digits follow, as between thousands: `1,250` may be 1250 or 1.25.
  case ambiguous

  /// What a text with one comma and no point says; nil if it is no number.
  static func value(of text: UnsafeBufferPointer<UInt8>.SubSequence) -> DecimalComma? {
    guard let comma = text.firstIndex(of: UInt8(ascii: ",")), comma + 1 < text.endIndex,
      text.count <= 400
    else { return nil }
    let before = text[..<comma].drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let after = text[(comma + 1)...]
    var spelled = Array(text)
    spelled[comma - text.startIndex] = UInt8(ascii: ".")
    if let number = spelled.withUnsafeBufferPointer({ DecimalNumber($0[...])?.float }) {
      // Nobody writes a zero before thousands.
      let mayBeThousands =
        after.count == 3 && 1...3 ~= before.count && before.first != UInt8(ascii: "0")
      return mayBeThousands ? .ambiguous : .number(number)
    }
    // 1,234,567 and 1,234.5
    let groups = after.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let digits = text.filter { $0 != UInt8(ascii: ",") }
    let isNumber = digits.withUnsafeBufferPointer { DecimalNumber($0[...]) != nil }
    return isNumber && groups.allSatisfy { $0.prefix { $0 &- 0x30 <= 9 }.count == 3 }
      ? .ambiguous : nil
  }
}
