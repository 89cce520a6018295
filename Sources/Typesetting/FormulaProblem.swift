import NotebookSyntax

/// Why a formula can't be typeset.
struct FormulaProblem {
  var message: String
  /// UTF-8 offsets into the formula's TeX; nil stands for all of it.
  var place: Range<Int>?
  var help: String?

  static let longest = 4096
  static let deepest = 100

  /// What keeps a formula from being tried at all.
  static func beforeTypesetting(_ tex: String) -> FormulaProblem? {
    let count = tex.trimmed.utf8.count
    guard count <= longest else {
      return FormulaProblem(
        message: "A formula of \(count) bytes is too long to typeset",
        help: "split it; at most \(longest) bytes are typeset")
    }
    guard TeXScanner.nesting(of: tex) <= deepest else {
      return FormulaProblem(
        message: "A formula nested more than \(deepest) deep can't be typeset",
        help: "use fewer braces or environments")
    }
    return nil
  }

  /// KaTeX's own words and place, the place in UTF-16 offsets into what KaTeX was given.
  init(words: String, at place: Range<Int>?, in tex: NormalizedTeX) {
    message = Self.tidied(words)
    if words.hasSuffix(": \\ref") || words.hasSuffix(": \\eqref") {
      message = "No formula has this label"
      help = "name a formula with {#eq-name} after its '$$', or with \\label{eq:name} in it"
    }
    self.place = place.flatMap { place in
      let utf16 = tex.text.utf16
      guard place.upperBound <= utf16.count else { return nil }
      // The white space after a command is a part of it for KaTeX.
      let spaces = utf16.dropLast(utf16.count - place.upperBound).reversed().prefix {
        $0 == 0x20 || $0 == 0x0A
      }
      let place = place.lowerBound..<max(place.lowerBound, place.upperBound - spaces.count)
      func offset(_ count: Int) -> Int? {
        utf16.index(utf16.startIndex, offsetBy: count).samePosition(in: tex.text.utf8)
          .map { tex.text.utf8.distance(from: tex.text.startIndex, to: $0) }
          .flatMap(tex.sourceOffset)
      }
      guard let start = offset(place.lowerBound), let end = offset(place.upperBound), start <= end
      else { return nil }
      return start..<end
    }
  }

  init(failure: ScriptEngine.Failure) {
    switch failure {
    case .exhausted, .unavailable:
      message = "The formula takes too much time or memory to typeset"
      help = "use fewer macros, or split it"
    case .thrown(let words):
      let isDepth = words.hasPrefix("RangeError")
      message =
        isDepth
        ? "The formula is nested too deeply to typeset"
        : "KaTeX can't typeset the formula: \(words)"
    }
  }

  init(message: String, place: Range<Int>? = nil, help: String?) {
    self.message = message
    self.place = place
    self.help = help
  }

  func diagnostic(of formula: Formula) -> Diagnostic {
    let range = place.flatMap { SourceRange(of: $0, in: formula) } ?? formula.range
    return Diagnostic(.invalidTeX, message, at: range, help: help)
  }

  /// KaTeX's words for an author, who knows neither tokens nor the settings of KaTeX.
  private static func tidied(_ words: String) -> String {
    if words.hasPrefix("Too many expansions") {
      return "Too many expansions of macros: does one call itself?"
    }
    let words = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let unexpected = "Expected 'EOF', got "
    if words.hasPrefix(unexpected) { return "Unexpected \(words.dropFirst(unexpected.count))" }
    return words.replacing("'EOF'", with: "the end of the formula")
      .replacing("end of input in a macro argument", with: "end of the formula in an argument")
  }
}

extension SourceRange {
  /// Where a part of a formula's TeX stands in its file.
  ///
  /// What begins the lines of a quotation or a list, is not part of the TeX: the lines are looked for
  /// one after the other. Nil if they aren't found.
  init?(of part: Range<Int>, in formula: Formula) {
    let source = Array(formula.range.text.utf8)
    let tex = Array(formula.tex.utf8)
    let lineFeed = UInt8(ascii: "\n")
    var starts: [(tex: Int, source: Int)] = []
    var lineStart = 0
    var texOffset = 0
    for line in tex.split(separator: lineFeed, omittingEmptySubsequences: false) {
      defer { texOffset += line.count + 1 }
      let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
      let words = Array(line.dropFirst(indent))
      guard !words.isEmpty else { continue }
      guard let found = source[min(lineStart, source.count)...].firstRange(of: words) else {
        return nil
      }
      starts.append((texOffset + indent, found.lowerBound))
      lineStart =
        source[found.upperBound...].firstIndex(of: lineFeed).map { $0 + 1 } ?? source.count
    }
    func offset(_ tex: Int) -> Int? {
      starts.last { $0.tex <= tex }.map {
        formula.range.bytes.lowerBound + $0.source + tex - $0.tex
      }
    }
    guard let start = offset(part.lowerBound), let end = offset(part.upperBound),
      start <= end, end <= formula.range.bytes.upperBound
    else { return nil }
    self.init(start..<end, in: formula.range.file)
  }
}
