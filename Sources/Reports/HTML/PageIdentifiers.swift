/// The `id`s of a page: each is given out once.
struct PageIdentifiers {
  private var taken: Set<String> = []

  /// The wished-for id, with a number behind it if somebody has it already.
  mutating func claim(_ wish: String) -> String {
    var (identifier, number) = (wish, 1)
    while !taken.insert(identifier).inserted {
      number += 1
      identifier = "\(wish)-\(number)"
    }
    return identifier
  }

  /// A heading's words as an id: `Alternating least squares` becomes `alternating-least-squares`.
  ///
  /// What begins with `cell-` is kept for cells.
  static func slug(of text: String) -> String {
    var slug = ""
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || character == "_" {
        slug.append(character)
      } else if character == "-" || character.isWhitespace, !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "section" : slug.hasPrefix("cell-") ? "section-\(slug)" : slug
  }
}
