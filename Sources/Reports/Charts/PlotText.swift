/// Text in a drawing, whose width can only be guessed.
///
/// Text takes more of a drawing's own lengths on a small screen, where the drawing shrinks and its
/// letters shrink less; the guesses are for there.
enum PlotText {
  /// The distance between two lines of text.
  static let lineHeight = 19.0

  /// About how wide a text is, on a small screen.
  static func width(of text: String) -> Double { text.reduce(0) { $0 + width(of: $1) } }

  /// The widths are those of DejaVu Sans, the widest of the fonts that pages are shown in.
  private static func width(of character: Character) -> Double {
    guard character.isASCII else {
      // Letters of East Asia and pictures fill a square.
      let isWide = character.unicodeScalars.contains { $0.value >= 0x1100 && !isNarrow($0) }
      return isWide
        ? 17 : "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(character) ? 6.4 : "−×".contains(character) ? 13.4 : 10.6
    }
    switch character {
    case "'", "i", "j", "l", "I", " ", ",", ".", "/", ":", ";", "|", "f", "-": return 5.5
    case "!", "(", ")", "[", "]", "t", "r", "\"", "*", "_", "`": return 7
    case "s", "z", "c", "k", "v", "x", "y", "?", "L", "F", "P", "J": return 9.2
    case "m", "W", "%", "@": return 15.8
    case "w", "M", "#", "+", "<", "=", ">", "^", "~", "O", "Q", "G", "D", "H", "N", "&": return 13
    case _ where character.isUppercase: return 11.2
    default: return 10.1
    }
  }

  /// Letters and signs beyond the first 4,352 that are no wider than Latin ones.
  private static func isNarrow(_ scalar: Unicode.Scalar) -> Bool {
    (0x1E00...0x23FF).contains(scalar.value) || (0xFE00...0xFE0F).contains(scalar.value)
      || scalar.value == 0x200D
  }

  /// As much of a text as there is room for.
  static func fitted(_ text: String, width: Double) -> String {
    guard self.width(of: text) > width else { return text }
    var (kept, used) = ("", self.width(of: "…"))
    for character in text {
      used += self.width(of: character)
      guard used <= width else { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  enum Anchor: String { case start, middle, end }

  /// A text that is cut if there is no room for it, and then appears whole over itself.
  ///
  /// What stands around a point is moved if it would reach beyond the drawing.
  static func node(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, width: Double = .infinity,
    className: String? = nil
  ) -> HTMLNode {
    let shown = fitted(text, width: width)
    let half = min(self.width(of: shown), PlotFrame.width) / 2
    let x = anchor == .middle ? min(max(x, half), PlotFrame.width - half) : x
    var node = HTMLNode.element(
      "text", ["x": .number(x), "y": .number(y)],
      [.text(shown)] + (shown == text ? [] : [.element("title", text: text)]))
    if anchor != .start { node = node.adding("text-anchor", .text(anchor.rawValue)) }
    return className.map { node.adding("class", .text($0)) } ?? node
  }
}
