import NotebookSyntax

/// A formula as KaTeX takes it, and where its parts stand in what the author wrote.
struct NormalizedTeX: Equatable {
  private(set) var text = ""
  /// What was copied: offsets into the text, and where that stands in the source, in UTF-8.
  private var copies: [(start: Int, source: Range<Int>)] = []
  /// What TeX takes in another way than it looks.
  private(set) var notes: [TeXNote] = []

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
  /// - `array` without its columns gets them, centred (`ArrayColumns`),
  /// - numbers are the page's business: `align` and the like get their star, `\label{…}` goes,
  ///   and `\ref{…}` becomes the number it stands for.
  ///
  /// - Parameters:
  ///   - tex: The formula without definitions of macros.
  ///   - isDisplay: Whether it stands on a line of its own.
  ///   - numbers: The numbers of formulas by their names.
  init(_ tex: String, isDisplay: Bool, numbers: [String: String] = [:]) {
    let source = TeXScanner(tex)
    var tokens = source.tokens()
    let body = Self.unwrapped(source, tokens)
    tokens.removeAll { !body.contains($0.range.lowerBound) }
    let columns = ArrayColumns.all(source, tokens)
    notes = columns.compactMap(\.note) + [source.lostText].compactMap(\.self)
    var edits =
      columns.map { (range: $0.range, replacement: $0.replacement) }
      + Self.numbering(source, tokens, numbers)

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
      // Only these environments give each of their rows a tag.
      let hasTags = tokens.count { $0.token == .command("tag") } > 1
      if tokens.contains(where: { $0.depth == top && $0.token == .column }) {
        environment = hasTags ? "align*" : "aligned"
      } else if !rows.isEmpty {
        environment = hasTags ? "gather*" : "gathered"
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

  /// What takes the numbers away that LaTeX would give.
  private static func numbering(
    _ source: TeXScanner, _ tokens: [TeXScanner.Found], _ numbers: [String: String]
  ) -> [Edit] {
    tokens.flatMap { found -> [Edit] in
      switch found.token {
      case .begin(let name), .end(let name):
        guard ["align", "alignat", "gather"].contains(name) else { return [] }
        let brace = found.range.upperBound - 1
        return [(brace..<brace, "*")]
      case .command("label"):
        guard let (_, end) = source.group(at: found.range.upperBound) else { return [] }
        return [(found.range.lowerBound..<end, "")]
      case .command("ref"), .command("eqref"):
        guard let (label, end) = source.group(at: found.range.upperBound),
          let number = numbers[Formula.name(ofLabel: label)]
        else { return [] }
        let isPlain = found.token == .command("ref")
        return [(found.range.lowerBound..<end, "\\text{\(isPlain ? number : "(\(number))")}")]
      default: return []
      }
    }
  }
}
