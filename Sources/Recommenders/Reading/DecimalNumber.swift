/// A number as text spells it: an optional sign, digits and an optional point, a power of ten.
///
/// The value is ±`digits`·10^`exponent`, unless the digits are more than fit.
///
/// Hexadecimal numbers, `nan` and `inf` aren't numbers here.
struct DecimalNumber {
  private(set) var isNegative = false
  /// The digits as an integer, if they fit.
  private(set) var digits: UInt64 = 0
  /// The power of ten, if it fits.
  private(set) var exponent = 0
  /// Whether `digits` and `exponent` say all.
  private(set) var isComplete = true
  /// Whether it is spelled without a point and a power.
  private(set) var isInteger = true

  private let text: UnsafeBufferPointer<UInt8>.SubSequence

  /// Reads the whole of a text, or nil if it isn't a number.
  init?(_ text: UnsafeBufferPointer<UInt8>.SubSequence) {
    self.text = text
    var index = text.startIndex
    let end = text.endIndex
    if index < end, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }

    var hasDigits = false
    var isAfterPoint = false
    while index < end {
      let byte = text[index]
      if byte == UInt8(ascii: "."), !isAfterPoint {
        isAfterPoint = true
        isInteger = false
      } else if byte &- UInt8(ascii: "0") <= 9 {
        hasDigits = true
        let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(byte &- UInt8(ascii: "0")))
        if overflow || carry { isComplete = false } else { digits = sum }
        if isAfterPoint { exponent -= 1 }
      } else {
        break
      }
      index += 1
    }
    guard hasDigits else { return nil }
    guard index < end else { return }

    guard text[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    isInteger = false
    index += 1
    var power = 0
    var isPowerNegative = false
    if index < end, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isPowerNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < end else { return nil }
    while index < end {
      guard text[index] &- UInt8(ascii: "0") <= 9 else { return nil }
      if power < 1_000_000 {
        power = power * 10 + Int(text[index] &- UInt8(ascii: "0"))
      } else {
        isComplete = false
      }
      index += 1
    }
    exponent += isPowerNegative ? -power : power
  }

  /// The nearest `Double`; infinite if the number is too large.
  var double: Double {
    guard let exact = roundedOnce else { return Double(spelling)! }
    return isNegative ? -exact : exact
  }

  /// The nearest `Float`; infinite if the number is too large.
  var float: Float {
    // Rounding to 53 bits and then to 24 is rounding once, unless the first step ends halfway
    // between two floats.
    guard let exact = roundedOnce, exact.significandBitPattern & 0x1FFF_FFFF != 0x1000_0000
    else { return Float(spelling)! }
    return isNegative ? -Float(exact) : Float(exact)
  }

  /// The largest integer that isn't greater; nil if it doesn't fit.
  var floor: Int64? {
    if isInteger {
      guard isComplete else { return nil }
      return isNegative ? Int64(exactly: -Int128(digits)) : Int64(exactly: digits)
    }
    return Int64(exactly: double.rounded(.down))
  }

  /// The nearest `Double` of the absolute value where a single operation gives it (Clinger 1990:
  /// both operands are exact), else nil.
  private var roundedOnce: Double? {
    guard isComplete, digits <= 1 << 53, -22...22 ~= exponent else { return nil }
    return exponent < 0
      ? Double(digits) / DecimalNumber.powersOfTen[-exponent]
      : Double(digits) * DecimalNumber.powersOfTen[exponent]
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The text for the standard library to read, which knows all that `init` lets pass.
  private var spelling: String { String(decoding: text, as: UTF8.self) }
}

/// Whether a text names an infinity, or what isn't a number.
func isNonFiniteName(_ text: some Collection<UInt8>) -> Bool {
  guard text.count <= 9 else { return false }
  let word = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }.map { $0 | 0x20 }
  return ["nan", "inf", "infinity"].contains { $0.utf8.elementsEqual(word) }
}

/// An integer spelled in the one usual way (no plus sign, no leading zero), or nil.
@inline(__always)
func canonicalInteger(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int64? {
  var index = start
  let isNegative = index < end && bytes[index] == UInt8(ascii: "-")
  if isNegative { index += 1 }
  guard index < end, end - index <= 19 else { return nil }
  if bytes[index] == UInt8(ascii: "0") { return end - index == 1 && !isNegative ? 0 : nil }
  // Nineteen digits fit into 64 bits without a sign.
  var value: UInt64 = 0
  while index < end {
    let digit = bytes[index] &- UInt8(ascii: "0")
    guard digit <= 9 else { return nil }
    value = value &* 10 &+ UInt64(digit)
    index += 1
  }
  if isNegative { return value <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- value) : nil }
  return Int64(exactly: value)
}
