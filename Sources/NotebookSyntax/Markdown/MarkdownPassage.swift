/// A text, and what CommonMark and nbrun together see in it.
struct MarkdownPassage {
  let marked: MarkedText
  let tree: CommonMarkTree
  /// Formulas that nothing ends.
  let unclosed: [FormulaFinder.Unclosed]

  var source: SourceText { marked.source }

  /// Reads a text.
  ///
  /// What is code, HTML or a comment is CommonMark's to say; but a formula over several lines
  /// may look like something else to it. So marks are put where formulas may begin and end, and
  /// CommonMark tells which stand in running text; what these make is hidden from it, and it is
  /// asked again, until it says nothing new. Most texts need it once, and no more is asked than
  /// ``maximumRounds`` times, whatever they hold.
  init(_ source: SourceText) {
    let signs = SignReader(source.utf8, from: source.start, hasBlocks: source.hasBlocks).signs
    let sign = MarkSign(for: source.utf8)
    var search = FindingSearch(source, signs, sign)
    if source.mayHaveTables || signs.contains(where: \.kind.needsGround) { search.run() }
    unclosed = search.unclosed
    var findings = search.findings
    var marked = MarkedText(source, signs, sign, findings, isFinal: true)
    var tree = CommonMarkTree(marked.text)
    // What CommonMark doesn't take for the words of a picture is no note.
    while case let notes = marked.notes(findings.notes, in: tree),
      notes.count < findings.notes.count
    {
      findings.notes = notes
      marked = MarkedText(source, signs, sign, findings, isFinal: true)
      tree = CommonMarkTree(marked.text)
    }
    self.marked = marked
    self.tree = tree
  }

  fileprivate static let maximumRounds = 50

  /// The places of the formulas in a run of text of a file.
  static func formulas(in range: SourceRange) -> [Range<Int>] {
    guard range.file.utf8[range.bytes].contains(where: { "$\\".utf8.contains($0) }) else {
      return []
    }
    let passage = MarkdownPassage(SourceText(range))
    return passage.marked.entries.compactMap { entry in
      if case .formula = entry.meaning { passage.source.place(of: entry.source).bytes } else { nil }
    }
  }
}

/// The search for what CommonMark doesn't know.
private struct FindingSearch {
  let source: SourceText
  let signs: [Sign]
  let sign: MarkSign
  private(set) var findings = Findings()
  private(set) var unclosed: [FormulaFinder.Unclosed] = []
  /// How often something that shapes blocks was not taken for what it seemed to be.
  private var refusals: [Int: Int] = [:]

  init(_ source: SourceText, _ signs: [Sign], _ sign: MarkSign) {
    self.source = source
    self.signs = signs
    self.sign = sign
  }

  mutating func run() {
    for round in 0..<MarkdownPassage.maximumRounds {
      let marked = MarkedText(source, signs, sign, findings, isFinal: false)
      let before = findings
      find(GroundMap(CommonMarkTree(marked.text), of: marked), isLast: round > 40)
      if findings == before { return }
    }
  }

  private mutating func find(_ map: GroundMap, isLast: Bool) {
    let finder = FormulaFinder(source.utf8, signs, map)
    unclosed = finder.unclosed
    var result = Findings(formulas: isLast ? finder.found : settled(finder.found))
    var formulas = result.formulas[...]
    var openNotes: [(sign: Int, isText: Bool)] = []
    for index in signs.indices {
      let start = signs[index].range.lowerBound
      formulas = formulas.drop { $0.range.upperBound <= start }
      let isInFormula = formulas.first?.range.contains(start) ?? false
      let isText = if case .text = map.grounds[index] { !isInFormula } else { false }
      switch signs[index].kind {
      case .callout where !isInFormula:
        let wasFound = findings.callouts.contains(index)
        if isBlock(index, map.grounds[index], wasFound: wasFound) {
          result.callouts.insert(index)
        }
      case .footnote where !isInFormula:
        let mark = findings.footnotes[index]
        if isBlock(index, map.grounds[index], wasFound: mark != nil) {
          result.footnotes[index] = (mark ?? 0) + (map.mixedFootnotes.contains(index) ? 1 : 0)
        }
      case .openNote:
        openNotes.append((index, isText))
      case .closeNote:
        guard let opening = openNotes.popLast(), opening.isText, isText else { break }
        result.notes[index] = opening.sign
        result.notes[opening.sign] = index
      default: break
      }
    }
    formulas = result.formulas[...]
    result.tables = map.tables.filter { table in
      formulas = formulas.drop { $0.range.upperBound <= table.lowerBound }
      return formulas.first.map { $0.range.lowerBound >= table.upperBound } ?? true
    }
    // Where blocks begin and end is known first.
    if !isLast, !result.hasBlocks(of: findings) { result.formulas = findings.formulas }
    findings = result
  }

  /// The formulas behind which nothing will change when they are hidden from CommonMark.
  ///
  /// Backticks in a formula may have made code of what follows in its paragraph, and the lines
  /// of another may have begun HTML or code: what follows these is looked at again.
  private func settled(_ formulas: [FormulaFinder.Found]) -> [FormulaFinder.Found] {
    let known = Set(findings.formulas.map(\.range))
    var unsettled: Int?
    var result: [FormulaFinder.Found] = []
    for formula in formulas where signs[formula.signs.lowerBound].paragraph != unsettled {
      result.append(formula)
      guard !known.contains(formula.range) else { continue }
      if source.holdsBlocks(formula.range) { return result }
      if source.utf8[formula.range].contains(UInt8(ascii: "`")) {
        unsettled = signs[formula.signs.lowerBound].paragraph
      }
    }
    return result
  }

  /// Whether a sign shapes blocks: a line of running text starts there, and CommonMark takes what
  /// stands in its place for a block.
  private mutating func isBlock(_ index: Int, _ ground: Ground, wasFound: Bool) -> Bool {
    // An indented line can go on with a paragraph but can't begin anything else.
    if wasFound, !ground.startsLine { refusals[index, default: 0] += 1 }
    return ground.startsLine && refusals[index, default: 0] < 2
  }
}

extension Sign.Kind {
  /// Whether it must be known where the sign stands before CommonMark reads the text.
  fileprivate var needsGround: Bool {
    switch self {
    case .dollars, .openParenthesis, .openBracket, .begin, .callout, .footnote, .openNote: true
    default: false
    }
  }
}

extension MarkedText {
  /// The notes that CommonMark takes for pictures.
  fileprivate func notes(_ notes: [Int: Int], in tree: CommonMarkTree) -> [Int: Int] {
    guard !notes.isEmpty else { return [:] }
    var closings: Set<Int> = []
    tree.walk { node in
      guard node.kind == .image else { return }
      closings.formUnion(sign.marks(in: node.address).flatMap(signs))
    }
    return notes.filter { closings.contains($0.key) || closings.contains($0.value) }
  }
}
