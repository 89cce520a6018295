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
/// Each sign becomes one character that the text doesn't have, so that positions in code points
/// stay.
struct PlaceholderMask {
  /// The text with its placeholders hidden.
  let hidden: String
  /// What is shown for each character that hides a sign.
  private let signs: [Unicode.Scalar: Unicode.Scalar]

  init(_ text: String) {
    let placeholders = Placeholder.all(in: text)
    let unused = placeholders.isEmpty ? [] : PrivateCharacters.unused(in: text.utf8, count: 3)
    guard unused.count == 3 else {
      (hidden, signs) = (text, [:])
      return
    }
    signs = Dictionary(uniqueKeysWithValues: zip(unused, ["$", "{", "}"]))
    let (dollar, open, close) = (unused[0], unused[1], unused[2])
    var result = ""
    var position = text.startIndex
    for placeholder in placeholders {
      result += text[position..<placeholder.range.lowerBound]
      result += "\(dollar)\(open)\(placeholder.name)\(close)"
      position = placeholder.range.upperBound
    }
    hidden = result + text[position...]
  }

  /// A part of what was made of the hidden text, with the signs themselves.
  func reveal(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { signs[$0] != nil }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { signs[$0] ?? $0 }))
  }
}
