/// The direction in which text is written.
public enum TextDirection: String, CaseIterable, Sendable {
  case leftToRight = "ltr"
  case rightToLeft = "rtl"
}

extension TextDirection {
  /// The direction of a language, by its tag: that of its script, if the tag names one.
  public init(ofLanguage tag: String) {
    let parts = tag.lowercased().split(separator: "-")
    let script = parts.dropFirst().first { $0.count == 4 && $0.allSatisfy(\.isLetter) }
    let isRightToLeft =
      script.map { Self.scripts.contains(String($0)) }
      ?? parts.first.map { Self.languages.contains(String($0)) } ?? false
    self = isRightToLeft ? .rightToLeft : .leftToRight
  }

  /// The direction that most letters of a text have; nil for a text without letters.
  public init?(of text: some StringProtocol) {
    var (left, right) = (0, 0)
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
      if Self.isRightToLeft(scalar) { right += 1 } else { left += 1 }
    }
    guard left + right > 0 else { return nil }
    self = right > left ? .rightToLeft : .leftToRight
  }

  /// Whether a letter is of a script that is written from right to left.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Hebrew, Arabic, Syriac, Thaana, N'Ko, Samaritan, Mandaic; their presentation forms;
    // and the old scripts, Adlam and Mende Kikakui of the planes above.
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      true
    default: false
    }
  }

  /// Languages whose usual script is written from right to left.
  private static let languages: Set<String> = [
    "ar", "arc", "arz", "azb", "bal", "bcc", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji",
    "khw", "ks", "lrc", "mzn", "nqo", "pes", "prs", "pnb", "ps", "sd", "sdh", "skr", "syr", "ug",
    "ur", "yi", "ajp", "apc", "acm", "ary", "aeb", "ayl", "afb", "rhg", "sam", "hbo",
  ]

  private static let scripts: Set<String> = [
    "adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "syre", "syrj",
    "syrn", "thaa",
  ]
}
