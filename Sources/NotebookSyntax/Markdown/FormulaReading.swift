// Formulas of what was found in a text.

extension Formula {
  init(_ found: FormulaFinder.Found, in source: SourceText) {
    var tex = source.text(found.tex)
    if found.quotes > 0 {
      tex = tex.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .map { $0 == 0 ? $1 : $1.withoutQuotes(found.quotes) }.joined(separator: "\n")
    }
    self.init(
      tex: tex, isDisplay: found.isDisplay, label: found.label, range: source.place(of: found.range)
    )
  }

  /// The formula that a fence with the language `math` holds; nil for other code.
  init?(info: String, text: String, range: SourceRange) {
    let words = info.split(whereSeparator: \.isWhitespace)
    guard words.first == "math" else { return nil }
    let label = words.dropFirst().first.flatMap { word -> String? in
      guard word.hasPrefix("{#eq-"), word.hasSuffix("}"),
        case let name = word.dropFirst(5).dropLast(), !name.isEmpty,
        name.allSatisfy(\.isNamePart)
      else { return nil }
      return String(name)
    }
    self.init(tex: text, isDisplay: true, label: label, range: range)
  }
}

extension Substring {
  /// A line without the signs of so many quotes before it.
  fileprivate func withoutQuotes(_ count: Int) -> Substring {
    var rest = self
    for _ in 0..<count {
      let inner = rest.drop { $0 == " " }
      guard inner.first == ">" else { break }
      rest = inner.dropFirst()
      if rest.first == " " { rest.removeFirst() }
    }
    return rest
  }
}
