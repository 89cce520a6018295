import NotebookSyntax

/// Straight quotation marks and apostrophes as a language prints them.
///
/// Only words are changed: code, formulas, addresses and what results say stay as they are.
struct CurlyQuotes {
  private let double: (opening: Character, closing: Character)
  private let single: (opening: Character, closing: Character)

  /// The marks of a language; nil for one whose marks are not known.
  init?(ofLanguage tag: String) {
    switch PageWords.primary(tag) {
    case "en": (double, single) = (("“", "”"), ("‘", "’"))
    case "de": (double, single) = (("„", "“"), ("‚", "‘"))
    default: return nil
    }
  }

  /// Running text with the marks that belong there.
  func applied(to inlines: [MarkdownInline]) -> [MarkdownInline] {
    var state = State()
    return applied(to: inlines, &state)
  }

  private struct State {
    /// What stands before.
    var previous: Character = " "
    /// The quotations that are open, the innermost last.
    var open: [Character] = []
  }

  private func applied(to inlines: [MarkdownInline], _ state: inout State) -> [MarkdownInline] {
    inlines.map { inline in
      switch inline {
      case .text(let text): return .text(applied(to: text, &state))
      case .emphasis(let inner): return .emphasis(applied(to: inner, &state))
      case .strong(let inner): return .strong(applied(to: inner, &state))
      case .strikethrough(let inner): return .strikethrough(applied(to: inner, &state))
      case .link(let destination, let title, let inner):
        return .link(destination: destination, title: title, applied(to: inner, &state))
      case .span(let inner, let attributes):
        // A picture's words are its description; words of another language have other marks.
        if case .image? = inner.first { return inline }
        if attributes["lang"] != nil { return inline }
        return .span(applied(to: inner, &state), attributes)
      case .softBreak, .lineBreak: state.previous = " "
      case .html, .footnote: break
      case .code, .math, .reference, .image, .value: state.previous = "x"
      }
      return inline
    }
  }

  private func applied(to text: String, _ state: inout State) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }) else {
      if let last = text.last { state.previous = last }
      return text
    }
    var result = ""
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : nil
      let mark =
        switch character {
        case "\"": mark("\"", double, before: next, &state)
        case "'": mark("'", single, before: next, &state)
        default: character
        }
      result.append(mark)
      state.previous = mark
    }
    return result
  }

  /// What a straight mark becomes: one that opens, one that closes, or an apostrophe.
  private func mark(
    _ straight: Character, _ pair: (opening: Character, closing: Character),
    before next: Character?, _ state: inout State
  ) -> Character {
    let isStart = state.previous.isWhitespace || "([{–—-/„“‚‘".contains(state.previous)
    let isWord = next.map { $0.isLetter || $0.isNumber } ?? false
    // A dash may stand before either mark.
    let isEnd = !isStart || next?.isWhitespace == true
    if state.open.last == straight, isEnd, straight == "\"" || !isWord {
      state.open.removeLast()
      return pair.closing
    }
    // A year such as '98 has an apostrophe.
    if isStart, next.map({ !$0.isWhitespace }) ?? true, straight == "\"" || next?.isNumber != true {
      state.open.append(straight)
      return pair.opening
    }
    // What is no quotation may be inches.
    return straight == "'" && !(state.previous.isNumber && !isWord) ? "’" : straight
  }
}
