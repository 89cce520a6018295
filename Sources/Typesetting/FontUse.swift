/// A file of a typeface.
struct FontFace: Hashable, Sendable {
  var family: String
  var isBold: Bool
  var isItalic: Bool
  /// The name of the file in the format woff2.
  var file: String
}

/// Which fonts and classes the markup of formulas uses, by the rules of its stylesheet.
struct FontUse {
  private let faces: [FontFace]
  private let rules: [FontRule]
  private var known: [Context: Font] = [:]
  private var fonts: Set<Font> = []
  /// Every class that occurs.
  private(set) var classes: Set<String> = []

  init(_ stylesheet: Stylesheet) {
    faces = stylesheet.rules.compactMap(FontFace.init)
    rules = stylesheet.rules.flatMap(FontRule.rules)
  }

  /// The files that text in the markup is set in, in the stylesheet's order.
  ///
  /// The main font is always among them: lines are as high as it says.
  var files: [FontFace] {
    let used = Set(fonts.union([Font(family: Self.main)]).compactMap(face))
    return faces.filter(used.contains)
  }

  /// Adds the markup of a formula: KaTeX's, in which every tag is closed.
  mutating func add(_ markup: String) {
    var open = [(font: Font(family: Self.main), classes: "")]
    // MathML stays out of sight: the depth at which it began.
    var hidden: Int?
    var bytes = Array(markup.utf8)[...]
    while let byte = bytes.first {
      guard byte == UInt8(ascii: "<") else {
        let end = bytes.firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
        if hidden == nil, let last = open.last, !fonts.contains(last.font),
          Self.isVisible(bytes[..<end])
        {
          fonts.insert(last.font)
        }
        bytes = bytes[end...]
        continue
      }
      let end = bytes.firstIndex(of: UInt8(ascii: ">")) ?? bytes.endIndex - 1
      let tag = bytes[bytes.startIndex + 1..<end]
      bytes = bytes[(end + 1)...]
      if tag.first == UInt8(ascii: "/") {
        if open.count > 1 { open.removeLast() }
        if hidden == open.count { hidden = nil }
      } else {
        let names = Self.classes(in: tag)
        if hidden == nil && names == "katex-mathml" { hidden = open.count }
        if tag.last != UInt8(ascii: "/"), let parent = open.last {
          open.append((hidden == nil ? font(of: names, in: parent) : parent.font, names))
        }
        if hidden != nil { classes.formUnion(names.split(separator: " ").map(String.init)) }
      }
    }
  }

  // MARK: - The cascade

  private struct Font: Hashable {
    var family: String
    var isBold = false
    var isItalic = false
  }

  private struct Context: Hashable {
    var names: String
    var parentNames: String
    var inherited: Font
  }

  /// A rule of the stylesheet that sets a font.
  private struct FontRule {
    var classes: [String]
    /// For `.parent>span`.
    var parent: String?
    var family: String?
    var isBold: Bool?
    var isItalic: Bool?

    static func rules(_ rule: Stylesheet.Rule) -> [FontRule] {
      guard !rule.selectors.contains("@font-face") else { return [] }
      let family = rule["font-family"]
      let isBold = rule["font-weight"].map { $0 == "700" || $0 == "bold" }
      let isItalic = rule["font-style"].map { $0 != "normal" }
      guard family != nil || isBold != nil || isItalic != nil else { return [] }
      return rule.selectors.map { selector in
        var last = selector.split(separator: " ").last.map(String.init) ?? ""
        var parent: String?
        let parts = last.split(separator: ">").map(String.init)
        if parts.count == 2 {
          parent = Stylesheet.classes(in: parts[0]).last
          last = parts[1]
        }
        return FontRule(
          classes: Stylesheet.classes(in: last), parent: parent,
          family: family, isBold: isBold, isItalic: isItalic)
      }
    }
  }

  private mutating func font(
    of names: String, in parent: (font: Font, classes: String)
  ) -> Font {
    let context = Context(names: names, parentNames: parent.classes, inherited: parent.font)
    if let font = known[context] { return font }
    let own = names.split(separator: " ").map(String.init)
    let parentsOwn = parent.classes.split(separator: " ").map(String.init)
    classes.formUnion(own)
    let matching = rules.filter { rule in
      rule.classes.allSatisfy(own.contains) && (rule.parent.map(parentsOwn.contains) ?? true)
    }
    // The more classes, the stronger; the later of equals.
    let weakestFirst = matching.enumerated().sorted {
      ($0.element.classes.count, $0.offset) < ($1.element.classes.count, $1.offset)
    }
    var font = parent.font
    for (_, rule) in weakestFirst {
      font.family = rule.family ?? font.family
      font.isBold = rule.isBold ?? font.isBold
      font.isItalic = rule.isItalic ?? font.isItalic
    }
    known[context] = font
    return font
  }

  /// The face that a browser takes: of the family, the slant counts before the weight.
  private func face(for font: Font) -> FontFace? {
    func preferring(_ faces: [FontFace], _ isRight: (FontFace) -> Bool) -> [FontFace] {
      let right = faces.filter(isRight)
      return right.isEmpty ? faces : right
    }
    let family = faces.filter { $0.family == font.family }
    let slant = preferring(family) { $0.isItalic == font.isItalic }
    return preferring(slant) { $0.isBold == font.isBold }.first
  }

  private static let main = "KaTeX_Main"

  // MARK: - Markup

  /// What `class="…"` says in a tag.
  private static func classes(in tag: ArraySlice<UInt8>) -> String {
    let text = String(decoding: tag, as: UTF8.self)
    guard let start = text.firstRange(of: " class=\"") else { return "" }
    return String(text[start.upperBound...].prefix { $0 != "\"" })
  }

  /// Whether there is more than white space and U+200B, with which KaTeX holds places.
  private static func isVisible(_ text: ArraySlice<UInt8>) -> Bool {
    String(decoding: text, as: UTF8.self).unicodeScalars
      .contains { !$0.properties.isWhitespace && $0 != "\u{200B}" }
  }
}

extension FontFace {
  fileprivate init?(_ rule: Stylesheet.Rule) {
    guard rule.selectors == ["@font-face"], let family = rule["font-family"],
      let source = rule["src"],
      let address = source.split(separator: "url(")
        .compactMap({ $0.split(separator: ")").first })
        .first(where: { $0.hasSuffix(".woff2") }),
      let file = address.split(separator: "/").last
    else { return nil }
    self.init(
      family: family, isBold: rule["font-weight"] == "700",
      isItalic: rule["font-style"] == "italic",
      file: String(file))
  }
}
