/// A formula as KaTeX takes it, and where its parts stand in what the author wrote.
struct NormalizedTeX: Equatable {
  private(set) var text = ""
  /// What was copied: offsets into the text, and where that stands in the source, in UTF-8.
  private var copies: [(start: Int, source: Range<Int>)] = []

  /// The source's offset of an offset into the text; nil inside of what the author did not write.
  func sourceOffset(of offset: Int) -> Int? {
    guard let copy = copies.last(where: { $0.start <= offset }),
      offset - copy.start <= copy.source.count
    else { return nil }
    return copy.source.lowerBound + offset - copy.start
  }

  static func == (one: Self, other: Self) -> Bool { one.text == other.text }
}

extension NormalizedTeX {
  /// Prepares TeX as authors write it.
  ///
  /// Lectures are written for LaTeX or MathJax, which take more than KaTeX does:
  /// - `equation`, `equation*`, `displaymath` and `math` go, as does a `\\` that ends a formula,
  /// - `\\` outside of an environment gets one, `gathered`, or `aligned` if there is an `&`,
  /// - `array` without its columns gets them, centred,
  /// - numbers are the page's business: `align` and the like get their star, `\label{…}` goes.
  init(_ tex: String, isDisplay: Bool) {
    let source = TeXScanner(tex)
    var tokens = source.tokens()
    let body = Self.unwrapped(source, tokens)
    tokens.removeAll { !body.contains($0.range.lowerBound) }
    var edits = Self.missingColumns(source, tokens) + Self.numbering(source, tokens)

    // Depth counts from the top of what is kept.
    let top = body == source.trimmed(0..<source.bytes.count) ? 0 : 1
    var end = body.upperBound
    var environment: String?
    if isDisplay {
      var rows = tokens.filter { $0.depth == top && $0.token == .row }
      while let last = rows.last, source.skippingSpace(from: last.range.upperBound) >= end {
        end = source.trimmed(body.lowerBound..<last.range.lowerBound).upperBound
        rows.removeLast()
      }
      if tokens.contains(where: { $0.depth == top && $0.token == .column }) {
        environment = "aligned"
      } else if !rows.isEmpty {
        environment = "gathered"
      }
    }
    edits.removeAll { $0.range.lowerBound > end }
    edits.sort { $0.range.lowerBound < $1.range.lowerBound }

    if let environment { text += "\\begin{\(environment)}\n" }
    var start = body.lowerBound
    // A label that never ends may hold what else there is to do.
    for edit in edits where edit.range.lowerBound >= start {
      copy(source, start..<edit.range.lowerBound)
      text += edit.replacement
      start = edit.range.upperBound
    }
    copy(source, start..<max(start, end))
    if let environment { text += "\n\\end{\(environment)}" }
  }

  private mutating func copy(_ source: TeXScanner, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    copies.append((text.utf8.count, range))
    text += source.text(range)
  }

  private typealias Edit = (range: Range<Int>, replacement: String)

  /// What stands inside of an environment that only says that its content is a formula.
  private static func unwrapped(_ source: TeXScanner, _ tokens: [TeXScanner.Found]) -> Range<Int> {
    let whole = source.trimmed(0..<source.bytes.count)
    guard let first = tokens.first, let last = tokens.last, case .begin(let name) = first.token,
      ["equation", "equation*", "displaymath", "math"].contains(name),
      last.token == .end(name), first.range.lowerBound == whole.lowerBound,
      last.range.upperBound == whole.upperBound, last.depth == first.depth,
      !tokens.dropFirst().dropLast().contains(where: { $0.depth <= first.depth })
    else { return whole }
    return source.trimmed(first.range.upperBound..<last.range.lowerBound)
  }

  /// `{cc}` for every `\begin{array}` that lacks it, as wide as its widest row.
  private static func missingColumns(_ source: TeXScanner, _ tokens: [TeXScanner.Found]) -> [Edit] {
    tokens.indices.compactMap { index in
      guard tokens[index].token == .begin("array") else { return nil }
      var start = source.skippingSpace(from: tokens[index].range.upperBound)
      if source.bytes[start...].starts(with: Array("[".utf8)),
        let close = source.bytes[start...].firstIndex(of: UInt8(ascii: "]"))
      {
        start = source.skippingSpace(from: close + 1)
      }
      guard start < source.bytes.count, source.bytes[start] != UInt8(ascii: "{") else { return nil }
      let depth = tokens[index].depth
      let inside = tokens[(index + 1)...].prefix { $0.depth > depth }.filter {
        $0.depth == depth + 1
      }
      let widest = inside.split(omittingEmptySubsequences: false) { $0.token == .row }
        .map { row in row.count { $0.token == .column } + 1 }.max()
      return (start..<start, "{\(String(repeating: "c", count: widest ?? 1))}")
    }
  }

  /// What takes the numbers away that LaTeX would give.
  private static func numbering(_ source: TeXScanner, _ tokens: [TeXScanner.Found]) -> [Edit] {
    tokens.flatMap { found -> [Edit] in
      switch found.token {
      case .begin(let name), .end(let name):
        guard ["align", "alignat", "gather"].contains(name) else { return [] }
        let brace = found.range.upperBound - 1
        return [(brace..<brace, "*")]
      case .command("label"):
        guard let (_, end) = source.group(at: found.range.upperBound) else { return [] }
        return [(found.range.lowerBound..<end, "")]
      default: return []
      }
    }
  }
}
