/// SplitMix64 (Steele, Lea and Flood 2014).
struct Chance {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) }

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[next(elements.count)] }
}

/// Random Markdown: blocks in lists and quotes, and everything that running text can have.
struct RandomMarkdown {
  /// How wild the text is.
  enum Kind {
    /// CommonMark of all kinds, well formed or not, without anything that only nbrun knows.
    case wild
    /// Well-formed CommonMark that has nbrun's own syntax in code, HTML and addresses.
    case hiding
    /// Well-formed CommonMark with formulas everywhere.
    case formulas
  }

  private let kind: Kind
  private var chance: Chance
  /// The formulas that the text has, without white space.
  private(set) var formulas: [String] = []
  private var footnotes = 0
  private(set) var text = ""

  init(_ kind: Kind, seed: Int) {
    self.kind = kind
    chance = Chance(seed: seed)
    // The first line is no front matter.
    let lines = ["Start", ""] + blocks(depth: 0)
    text = lines.joined(separator: "\n") + "\n"
  }

  private mutating func next(_ bound: Int) -> Int { chance.next(bound) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { chance.pick(elements) }

  // MARK: Blocks

  private mutating func blocks(depth: Int) -> [String] {
    (0...next(depth == 0 ? 6 : 3)).flatMap { _ in
      let lines = block(depth: depth)
      return kind == .wild && next(4) == 0 ? lines : lines + [""]
    }
  }

  private mutating func block(depth: Int) -> [String] {
    switch next(kind == .formulas ? 16 : 13) {
    case 0 where depth < 3: return blocks(depth: depth + 1).map { jolted("> " + $0) }
    case 1 where depth < 3: return list(depth: depth)
    case 2: return [pick(["# ", "## ", "###### "]) + inline() + pick(["", " #", "  ##"])]
    case 3: return [inline(), pick(["===", "---", "="])]
    case 4: return [pick(kind == .wild ? ["***", "---", "_ _ _"] : ["_ _ _"])]
    case 5:
      let fence = pick(["```", "~~~", "````"])
      return [fence + pick(["", "swift", " c  d"])] + (0...next(3)).map { _ in hidden() } + [fence]
    case 6: return ["w", ""] + (0...next(2)).map { _ in "    " + hidden() } + [""]
    case 7:
      let (start, end) = pick([
        ("<!--", "-->"), ("<div>", "</div>"), ("<?x", "?>"), ("<pre>", "</pre>"),
      ])
      return [start] + (0...next(2)).map { _ in "x" + hidden() } + [end, ""]
    case 8:
      // An item that holds a definition alone ends at the next two blank lines.
      return ["w", "", "[r\(next(3))]: /\(address()) '\(hidden(isShort: true))'", ""]
    case 13: return displayedFormula()
    case 14: return table()
    case 15: return callout(depth: depth)
    default: return (0...next(2)).map { _ in jolted(inline()) }
    }
  }

  private mutating func list(depth: Int) -> [String] {
    let mark = pick(["- ", "* ", "+ ", "1. ", "7) ", "-   "])
    let indentation = String(repeating: " ", count: mark.count)
    return (0...next(2)).flatMap { _ in
      blocks(depth: depth + 1).enumerated().map { index, line in
        jolted(index == 0 ? mark + line : line.isEmpty ? "" : indentation + line)
      }
    }
  }

  /// A line that is sometimes moved to where it doesn't belong.
  private mutating func jolted(_ line: String) -> String {
    guard kind == .wild, next(6) == 0 else { return line }
    switch next(4) {
    case 0: return String(line.drop { $0 == ">" || $0 == " " })
    case 1: return " " + line
    case 2: return "\t" + line
    default: return "    " + line
    }
  }

  // MARK: Running text

  private mutating func inline() -> String {
    "w" + (0...next(7)).map { _ in next(3) == 0 ? " " + piece() : piece() }.joined()
  }

  private mutating func piece() -> String {
    if kind == .wild, next(3) == 0 {
      return pick([
        "`", "``", "*", "**", "_", "<", ">", "[a", "b]", "](", ")", "!", "\\", "&", "<a", "\"", "~",
        "  \n", "\\\n", "#", "- ", "1. ", "+", "=", "&#", "<!--", "-->", "é", "\t",
      ])
    }
    if kind == .formulas, next(3) == 0 { return inlineFormula() }
    switch next(12) {
    case 0: return " `\(hidden(isShort: true))x` "
    case 1: return " `` ` \(hidden(isShort: true))x`` "
    case 2: return "[t](/\(address()) \"\(hidden(isShort: true))\")"
    case 3: return "[t *u*][r\(next(4))]"
    case 4: return "![i](/\(address()))"
    case 5: return "<http://a.b/\(address())>"
    case 6: return "<b c=\"\(hidden(isShort: true))\">"
    case 7: return "<!-- \(hidden(isShort: true)) -->"
    case 8: return " *a **b*** "
    case 9: return pick(["&amp;", "&#35;", "\\*", "\\_", "\\\\", "&copy;"])
    default: return pick([" word ", " a b", "c", ", ", " é "])
    }
  }

  /// What means something elsewhere, and nothing where it is put.
  private mutating func hidden(isShort: Bool = false) -> String {
    guard kind != .wild else { return pick(["a", "b c", "*d*", "é"]) }
    return pick(
      [
        "$x_9$", "$", "$$", "$$ y_9 $$", "\\(z_9\\)", "\\[ z_9 \\]", "\\begin{align}",
        "\\end{align}",
        "[^a]", "^[b]", "@fig-x", "~~a~~", "[!NOTE]", "\u{F8FF}",
      ] + (isShort ? [] : ["::: note", ":::", "[^a]: b", "| a | b |", "- [ ] c", "|---|---|"]))
  }

  private mutating func address() -> String {
    kind == .wild ? pick(["u", "v%20w"]) : pick(["$x_9$", "$$", "@fig-x", "~~a~~", "$u", "[^a]"])
  }
}

// MARK: - Formulas

extension RandomMarkdown {
  /// Notes the next formula, which differs from all others, and returns it.
  private mutating func formula(_ tex: (String) -> String) -> String {
    let tex = tex("\(formulas.count)")
    formulas.append(tex.filter { !$0.isWhitespace })
    return tex
  }

  private mutating func inlineFormula() -> String {
    switch next(7) {
    case 0: return " \\(" + formula { "x_{\($0)}" } + "\\)"
    case 1: return " $`" + formula { "x_{\($0)}*y*" } + "`$"
    case 2: return " $" + formula { "x_{\($0)} < *y* <b> `z`_1" } + "$"
    case 3: return " **$" + formula { "\\text{``\($0)''}" } + "$**"
    case 4: return " [t $" + formula { "x_{\($0)}" } + "$](/u)"
    case 5: return " ^[note $" + formula { "x_{\($0)}" } + "$]"
    default: return " $" + formula { "x_{\($0)}" } + "$"
    }
  }

  private mutating func displayedFormula() -> [String] {
    switch next(6) {
    case 0: return ["$$ " + formula { "a_{\($0)}" } + " $$ {#eq-e\(formulas.count)}"]
    case 1:
      let tex = formula { "a_{\($0)}\n+ b\n- c\n\n    d\n# e\n===\n* f" }
      return ["$$"] + tex.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        + ["$$"]
    case 2:
      let tex = formula { "\\begin{align}\na_{\($0)} &= b \\\\\n1. &= c\n\\end{align}" }
      return ["w"] + tex.split(separator: "\n").map(String.init) + ["w"]
    case 3: return ["\\[ " + formula { "a_{\($0)}" } + " \\]"]
    case 4: return ["```math", formula { "a_{\($0)}" }, "```"]
    default:
      let tex = formula { "a_{\($0)}\n+ b" }
      return ["w", "$$"] + tex.split(separator: "\n").map(String.init) + ["$$", "w"]
    }
  }

  private mutating func table() -> [String] {
    let cells = (0..<4).map { _ in
      pick([true, false]) ? "$" + formula { "|x_{\($0)}|" } + "$" : hiddenInCell()
    }
    return ["| \(cells[0]) | \(cells[1]) |", "|---|:-:|", "| \(cells[2]) | \(cells[3]) |", ""]
  }

  private mutating func hiddenInCell() -> String { pick(["`$x_9$`", "a", "<http://a.b/$x_9$>"]) }

  private mutating func callout(depth: Int) -> [String] {
    if next(4) == 0 {
      footnotes += 1
      let body = next(2) == 0 ? displayedFormula() : [inline()]
      return ["w[^f\(footnotes)]", "", "[^f\(footnotes)]: w" + inlineFormula(), ""]
        + body.map { $0.isEmpty ? "" : "    " + $0 } + ["", "end", ""]
    }
    let title = pick([true, false]) ? " T " + "$" + formula { "x_{\($0)}" } + "$" : ""
    guard depth < 2 else { return ["::: note" + title, ":::"] }
    return ["::: note" + title] + blocks(depth: depth + 1) + [":::"]
  }
}
