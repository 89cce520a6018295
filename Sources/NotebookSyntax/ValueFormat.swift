/// How a number is to be written: a small part of Python's format specifications.
///
///     ,        thousands separated by commas
///     .3f      three digits after the point
///     ,.2f     both
///     .4g      four significant digits
///     .2e      scientific, two digits after the point
///     .1%      as a percentage, one digit after the point
///     d        a whole number
public struct ValueFormat: Hashable, Sendable {
  public enum Style: Character, Hashable, Sendable, CaseIterable {
    case fixed = "f"
    case scientific = "e"
    case significant = "g"
    case percent = "%"
    case whole = "d"
  }

  public var groupsThousands: Bool
  /// Digits after the point, or significant digits; nil for the style's own.
  public var precision: Int?
  /// Nil to write a value as its kind suggests.
  public var style: Style?

  /// So many digits after the point.
  public static func fixed(_ precision: Int) -> ValueFormat {
    ValueFormat(groupsThousands: false, precision: precision, style: .fixed)
  }

  /// Commas between thousands.
  public static let grouped = ValueFormat(groupsThousands: true, precision: nil, style: nil)

  private init(groupsThousands: Bool, precision: Int?, style: Style?) {
    self.groupsThousands = groupsThousands
    self.precision = precision
    self.style = style
  }

  /// Reads a specification; nil if it isn't one.
  public init?(_ text: String) {
    var rest = Substring(text)
    groupsThousands = rest.first == ","
    if groupsThousands { rest.removeFirst() }
    if rest.first == "." {
      rest.removeFirst()
      let digits = rest.prefix { "0123456789".contains($0) }
      guard let precision = Int(digits), precision <= 17 else { return nil }
      self.precision = precision
      rest.removeFirst(digits.count)
    }
    if let letter = rest.popFirst() {
      guard let style = Style(rawValue: letter) else { return nil }
      self.style = style
    }
    let isEmpty = !groupsThousands && precision == nil && style == nil
    guard rest.isEmpty, !isEmpty, style != .whole || precision == nil else { return nil }
    guard precision == nil || style != nil else { return nil }
  }
}
