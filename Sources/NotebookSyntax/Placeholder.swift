/// `${name}` in a cell, which the value of a front-matter parameter takes the place of.
public struct Placeholder: Sendable {
  public var name: String
  /// Where it stands in its text, braces included.
  public var range: Range<String.Index>

  /// The placeholders of a text, in order.
  public static func all(in text: String) -> [Placeholder] {
    var result: [Placeholder] = []
    var rest = text[...]
    while let start = rest.firstRange(ofPair: "$", "{") {
      let name = rest[start.upperBound...].prefix { $0.isNamePart }
      let end = name.endIndex
      if !name.isEmpty, end < rest.endIndex, rest[end] == "}" {
        let range = start.lowerBound..<rest.index(after: end)
        result.append(Placeholder(name: String(name), range: range))
        rest = rest[range.upperBound...]
      } else {
        rest = rest[start.upperBound...]
      }
    }
    return result
  }
}

// MARK: - In captions and titles

extension Placeholder {
  /// A text with `{params.name}` in a code span for each `${name}`: in running text, a
  /// placeholder is an inline value like others.
  static func asValues(in text: String) -> String {
    var result = ""
    var position = text.startIndex
    for placeholder in all(in: text) {
      result += text[position..<placeholder.range.lowerBound]
      result += "`{\(InlineValue.parameters).\(placeholder.name)}`"
      position = placeholder.range.upperBound
    }
    return result + text[position...]
  }

  /// What an author wrote for the content of a code span that was made by ``asValues(in:)``.
  static func spelling(ofValue content: String) -> String {
    content.replacing("{\(InlineValue.parameters).", with: "${")
  }
}

extension Character {
  /// Whether the character may stand in the name of a result or a parameter.
  var isNamePart: Bool { isLetter || isNumber || self == "_" || self == "-" }
}

extension Substring {
  fileprivate func firstRange(ofPair first: Character, _ second: Character) -> Range<Index>? {
    var index = startIndex
    while let found = self[index...].firstIndex(of: first) {
      let next = self.index(after: found)
      if next < endIndex, self[next] == second { return found..<self.index(after: next) }
      index = next
    }
    return nil
  }
}

/// Hides the signs of `${name}` from YAML, where braces mean something else.
///
/// Each sign becomes one private-use character, so that positions in code points stay.
enum PlaceholderMask {
  private static let signs: [(shown: Character, hidden: Character)] = [
    ("$", "\u{E000}"), ("{", "\u{E001}"), ("}", "\u{E002}"),
  ]

  static func hide(in text: String) -> String {
    var result = ""
    var position = text.startIndex
    for placeholder in Placeholder.all(in: text) {
      result += text[position..<placeholder.range.lowerBound]
      result += "\u{E000}\u{E001}\(placeholder.name)\u{E002}"
      position = placeholder.range.upperBound
    }
    return result + text[position...]
  }

  static func reveal(in text: String) -> String {
    guard text.unicodeScalars.contains(where: { (0xE000...0xE002).contains($0.value) }) else {
      return text
    }
    return String(text.map { sign in signs.first { $0.hidden == sign }?.shown ?? sign })
  }
}
