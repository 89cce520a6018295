#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

public import NotebookSyntax

extension ScalarValue {
  /// The value as prose shows it, the same in every locale.
  ///
  /// Without a format a real has up to four significant digits, and all the digits before
  /// its point. Numbers are rounded as `printf` rounds them, from their exact binary value
  /// and half to even. A format of numbers leaves a text as it is.
  public func formatted(_ format: ValueFormat? = nil) -> String {
    let text =
      switch self {
      case .text(let text): text
      case .integer(let number): Self.formatted(number, as: format)
      case .real(let number): Self.formatted(number, as: format)
      }
    if case .text = self { return text }
    return format?.groupsThousands == true ? Self.groupingThousands(text) : text
  }

  private static func formatted(_ number: Int, as format: ValueFormat?) -> String {
    switch format?.style {
    case nil, .whole: String(number)
    case .fixed, .scientific, .significant, .percent: formatted(Double(number), as: format)
    }
  }

  private static func formatted(_ number: Double, as format: ValueFormat?) -> String {
    guard !number.isNaN else { return "NaN" }
    guard number.isFinite else { return number < 0 ? "-∞" : "∞" }
    // Six digits are the default of C and of Python.
    let precision = format?.precision ?? 6
    let text =
      switch format?.style {
      case nil: plain(number)
      case .fixed: printed("%.*f", precision, number)
      case .scientific: printed("%.*e", precision, number)
      case .significant: printed("%.*g", precision, number)
      case .percent: printed("%.*f", precision, number * 100) + "%"
      case .whole: printed("%.*f", 0, number)
      }
    // What is rounded to zero has no sign left to show.
    let isZero = text.allSatisfy { "-0.%".contains($0) }
    return isZero && text.first == "-" ? String(text.dropFirst()) : text
  }

  /// Up to four significant digits, no digit before the point lost, no zeros at the end.
  private static func plain(_ number: Double) -> String {
    let magnitude = abs(number)
    guard magnitude == 0 || (1e-4..<1e15).contains(magnitude) else {
      let parts = printed("%.*e", 3, number).split(separator: "e")
      return withoutTrailingZeros(String(parts[0])) + "e" + parts[1]
    }
    let exponent = magnitude == 0 ? 0 : Int(log10(magnitude).rounded(.down))
    return withoutTrailingZeros(printed("%.*f", max(0, 3 - exponent), number))
  }

  private static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// The digits before the point in groups of three.
  private static func groupingThousands(_ text: String) -> String {
    let sign = text.prefix { $0 == "-" }
    let whole = text.dropFirst(sign.count).prefix { $0.isNumber }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return sign + grouped + text.dropFirst(sign.count + whole.count)
  }

  private static func printed(_ format: String, _ precision: Int, _ number: Double) -> String {
    withVaList([Int32(precision), number]) { arguments in
      // The largest double has 309 digits before its point.
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        let count = vsnprintf(buffer.baseAddress, buffer.count, format, arguments)
        let bytes = UnsafeRawBufferPointer(buffer).prefix(Int(count))
        return String(decoding: bytes, as: UTF8.self)
      }
    }
  }
}
