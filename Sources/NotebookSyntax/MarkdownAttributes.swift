/// What stands in braces behind a piece of Markdown: `{#name .class key=value}`.
///
/// Pandoc's notation, and with a colon behind the brace that of kramdown.
public struct MarkdownAttributes: Sendable {
  /// The name behind `#`.
  public var name: String?
  /// The names behind `.`; `-` is short for `unnumbered`.
  public var classes: [String] = []
  /// Keys with their values, in order.
  public var values: [(key: String, text: String)] = []
  /// Where it is written, braces included.
  public var range: SourceRange

  public subscript(key: String) -> String? { values.last { $0.key == key }?.text }
}

extension MarkdownAttributes {
  /// Reads what stands from brace to brace; nil if that is something else.
  init?(reading text: String, at range: SourceRange) {
    guard text.hasPrefix("{"), text.hasSuffix("}"), text.count > 2 else { return nil }
    var rest = text.dropFirst().dropLast()
    if rest.first == ":" { rest.removeFirst() }
    self.range = range
    var isEmpty = true
    while case let start = rest.drop(while: \.isWhitespace), let sign = start.first {
      isEmpty = false
      switch sign {
      case "#", ".":
        let word = start.dropFirst().prefix { !$0.isWhitespace && !"#.{}=\"'".contains($0) }
        guard !word.isEmpty else { return nil }
        if sign == "#" { name = String(word) } else { classes.append(String(word)) }
        rest = start[word.endIndex...]
      case "-":
        classes.append("unnumbered")
        rest = start.dropFirst()
        guard rest.first?.isWhitespace ?? true else { return nil }
      default:
        let key = start.prefix { $0.isNamePart }
        guard !key.isEmpty, start[key.endIndex...].first == "=" else { return nil }
        let value = start[key.endIndex...].dropFirst()
        if let quote = value.first, quote == "\"" || quote == "'" {
          guard let end = value.dropFirst().firstIndex(of: quote) else { return nil }
          values.append((String(key), String(value[..<end].dropFirst())))
          rest = value[value.index(after: end)...]
        } else {
          let word = value.prefix { !$0.isWhitespace && !"{}\"'".contains($0) }
          guard !word.isEmpty else { return nil }
          values.append((String(key), String(word)))
          rest = value[word.endIndex...]
        }
      }
    }
    if isEmpty { return nil }
  }

  /// Where attributes end that a text begins with; nil if it doesn't.
  static func end(of text: Substring) -> Substring.Index? {
    guard text.first == "{" else { return nil }
    var quote: Character?
    var before: Character = "{"
    for index in text.indices.prefix(1000) {
      let sign = text[index]
      if let open = quote {
        if sign == open { quote = nil }
      } else if before == "=", sign == "\"" || sign == "'" {
        quote = sign
      } else if sign == "}" {
        return text.index(after: index)
      }
      before = sign
    }
    return nil
  }
}

/// The elements that can have attributes, with those that a page knows.
enum AttributedElement {
  case heading, image, link, code, span, fence, callout

  private var word: String {
    switch self {
    case .heading: "a heading"
    case .image: "a picture"
    case .link: "a link"
    case .code: "code"
    case .span: "text"
    case .fence: "code"
    case .callout: "a callout"
    }
  }

  private var keys: [String] {
    switch self {
    case .heading, .code, .fence, .callout: []
    case .image: ["width", "height", "fig-alt", "alt", "fig-align"]
    case .link: ["target"]
    case .span: ["lang", "dir"]
    }
  }

  private var classes: [String] {
    switch self {
    case .heading: ["unnumbered", "unlisted"]
    case .span: ["mark", "underline", "smallcaps"]
    case .image, .link, .code, .fence, .callout: []
    }
  }

  /// What a page does not know of some attributes.
  func problems(with attributes: MarkdownAttributes) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    // Behind code, the first class is its language.
    let classes =
      self == .code || self == .fence ? attributes.classes.dropFirst() : attributes.classes[...]
    for name in classes where !self.classes.contains(name) {
      problems.append(
        unknown("The page has no class '\(name)' for \(word)", ".\(name)", attributes, self.classes)
      )
    }
    for (key, text) in attributes.values {
      if !keys.contains(key) {
        problems.append(
          unknown("There is no attribute '\(key)' for \(word)", key, attributes, keys))
      } else if let expected = Self.expectation(of: key, text) {
        problems.append(
          Diagnostic(
            .invalidValue, "'\(key)' must be \(expected)", at: attributes.range.first(text)))
      }
    }
    return problems
  }

  private func unknown(
    _ message: String, _ word: String, _ attributes: MarkdownAttributes, _ known: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownAttribute, message, at: attributes.range.first(word), severity: .warning,
      help: suggestion(for: word.filter { $0 != "." }, among: known) ?? "leave it out")
  }

  /// What the value of a key must be, if it isn't.
  private static func expectation(of key: String, _ text: String) -> String? {
    switch key {
    case "width", "height":
      MarkdownLength(text) == nil
        ? "a length, such as 50%, 300, 300px, 12em or 8cm" : nil
    case "fig-align":
      ["left", "center", "right"].contains(text) ? nil : "'left', 'center' or 'right'"
    case "target": text == "_blank" ? nil : "'_blank'"
    case "dir": TextDirection(rawValue: text) == nil ? "'ltr' or 'rtl'" : nil
    default: nil
    }
  }
}

/// A length in attributes; a number alone counts pixels.
package struct MarkdownLength {
  /// As style sheets have it.
  package var css: String

  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text[digits.endIndex...]
    guard let number = Double(digits), number > 0, number < 10_000,
      ["", "%", "px", "em", "rem", "cm", "mm", "in", "pt", "ex", "ch", "vw"].contains(unit)
    else { return nil }
    css = "\(digits)\(unit.isEmpty ? "px" : unit)"
  }
}
