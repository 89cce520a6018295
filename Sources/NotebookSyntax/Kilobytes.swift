/// Sizes as a person reads them.
package enum Kilobytes {
  /// A number of bytes in thousands, such as `1,234 kB`.
  package static func text(_ bytes: Int) -> String {
    var digits = Substring(String((bytes + 999) / 1000))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = digits.dropLast(3)
    }
    return ([digits] + groups.reversed()).joined(separator: ",") + " kB"
  }
}
