private import NotebookSyntax
private import Operations

/// Numbers as a page shows them: with a minus rather than a hyphen.
enum DisplayedNumber {
  /// A number with so many digits after its point; those before it in groups of three if asked.
  static func fixed(_ number: Double, digits: Int, isGrouped: Bool = false) -> String {
    let format = ValueFormat("\(isGrouped ? "," : "").\(min(digits, 17))f")
    return withMinus(ScalarValue.real(number).formatted(format))
  }

  static func integer(_ number: Int, isGrouped: Bool = false) -> String {
    withMinus(ScalarValue.integer(number).formatted(isGrouped ? ValueFormat(",") : nil))
  }

  /// How many there are of something, its digits in groups of three.
  static func count(_ number: Int) -> String {
    integer(number, isGrouped: number.magnitude >= leastGrouped)
  }

  /// Numbers of four digits and more are grouped, and so are those that stand among them.
  static let leastGrouped = 1_000

  /// A number with four significant digits, or fewer where they say the same.
  static func significant(_ number: Double) -> String {
    let text = ScalarValue.real(number).formatted()
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return withMinus(text) }
    return power(withMinus(String(parts[0])), exponent: exponent)
  }

  /// A number with so many digits after its point, times a power of ten.
  static func scientific(_ number: Double, digits: Int) -> String {
    let format = ValueFormat(".\(min(max(digits, 0), 17))e")
    let parts = ScalarValue.real(number).formatted(format).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return significant(number) }
    return power(withMinus(String(parts[0])), exponent: exponent)
  }

  /// A factor times a power of ten, such as `5×10⁻⁷`.
  static func power(_ factor: String, exponent: Int) -> String {
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let digits = String(abs(exponent)).compactMap { $0.wholeNumberValue.map { superscripts[$0] } }
    let factor = factor == "1" ? "" : factor == "−1" ? "−" : "\(factor)×"
    return "\(factor)10\(exponent < 0 ? "⁻" : "")\(String(digits))"
  }

  /// A number among others, all with so many digits after the point; one that has more digits
  /// than it knows, or that would be rounded to zero, is written with a power of ten.
  static func aligned(
    _ number: Double, digits: Int, isGrouped: Bool, keepsSmall: Bool = true
  ) -> String {
    guard abs(number) < 1e15 || !number.isFinite else { return significant(number) }
    let text = fixed(number, digits: digits, isGrouped: isGrouped)
    let isLost = keepsSmall && number != 0 && text.allSatisfy { "0.−".contains($0) }
    return isLost ? scientific(number, digits: 1) : text
  }

  /// Whether digits of numbers that stand together come in groups.
  static func areGrouped(_ numbers: some Sequence<Double>) -> Bool {
    numbers.contains { $0.isFinite && abs($0) >= Double(leastGrouped) }
  }

  /// Digits after the point enough to show so many significant ones of the largest number, or
  /// fewer where they show all the numbers as they are.
  static func fractionDigits(of values: [Double], significant: Int, atLeast least: Int = 0) -> Int {
    var (largest, digits) = (values.filter(\.isFinite).map(abs).max() ?? 0, significant)
    guard largest > 0 else { return 0 }
    digits -= 1
    while largest >= 10, digits > least {
      largest /= 10
      digits -= 1
    }
    while largest < 1, digits < 15 {
      largest *= 10
      digits += 1
    }
    while digits > 0, digits < 10,
      values.allSatisfy({ value in
        let fewer = value * powerOfTen(digits - 1)
        return !value.isFinite || abs(fewer - fewer.rounded()) < 1e-9
      })
    {
      digits -= 1
    }
    return digits
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  static func withMinus(_ text: String) -> String {
    text.first == "-" ? "−" + text.dropFirst() : text
  }
}
