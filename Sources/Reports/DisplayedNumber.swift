private import NotebookSyntax
private import Operations

/// Numbers as a page shows them: with a minus rather than a hyphen.
enum DisplayedNumber {
  /// A number with so many digits after its point, in groups of three from 10,000 on if asked.
  static func fixed(_ number: Double, digits: Int, isGrouped: Bool = false) -> String {
    let format = ValueFormat("\(isGrouped ? "," : "").\(min(digits, 17))f")
    return withMinus(ScalarValue.real(number).formatted(format))
  }

  static func integer(_ number: Int, isGrouped: Bool = false) -> String {
    withMinus(ScalarValue.integer(number).formatted(isGrouped ? ValueFormat(",") : nil))
  }

  /// A number with so many significant digits, short where that is enough.
  static func significant(_ number: Double) -> String {
    withMinus(ScalarValue.real(number).formatted())
  }

  /// The digits before and behind the `e` of a number.
  static func scientific(_ number: Double, digits: Int) -> (mantissa: String, exponent: Int) {
    let parts = ScalarValue.real(number).formatted(ValueFormat(".\(digits)e")).split(separator: "e")
    return (withMinus(String(parts[0])), parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
  }

  static func withMinus(_ text: String) -> String {
    text.first == "-" ? "−" + text.dropFirst() : text
  }
}
