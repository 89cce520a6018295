/// Finds the formulas of a text among its signs.
///
/// - Inline `$…$` follows Pandoc's rule: no white space behind the opening dollar nor before
///   the closing one, and no digit behind that, so that "$5 and $6" is no mathematics. White
///   space is allowed where the body has `\`, `^` or `_`. `\(…\)` and GitHub's form with backticks
///   inside the dollars need no such rule.
/// - Display mathematics is `$$…$$` or `\[…\]`. At the start of a line, `$$…$$` and
///   `\begin{…}…\end{…}` are like a fence: they go on over blank lines, and have to be closed.
///
/// Both ends stand in running text, as CommonMark sees it: code, HTML and links come first, unless
/// a formula has the whole of them in it, or quotation marks of TeX's (` `` `) between braces.
struct FormulaFinder {
  struct Found: Equatable {
    /// The signs that begin and end it.
    var signs: ClosedRange<Int>
    /// The formula with its dollars and its label.
    var range: Range<Int>
    /// What is between the dollars, or a whole environment.
    var tex: Range<Int>
    var isDisplay: Bool
    var label: String?
    /// How many quotes it stands in.
    var quotes: Int
  }

  struct Unclosed {
    var range: Range<Int>
    var end: String
  }

  private let text: [UInt8]
  private let signs: [Sign]
  private let map: GroundMap
  /// The signs that may close each kind of formula, in order.
  private var closings: [Closing: ArraySlice<Int>] = [:]
  /// The `\end` of each `\begin`.
  private var environments: [Int: Int] = [:]
  private(set) var found: [Found] = []
  private(set) var unclosed: [Unclosed] = []

  private enum Closing {
    case dollar, dollarOrCode, twoDollars, parenthesis, bracket
    /// Another opening before the closing one shows that the first is no mathematics.
    case openParenthesis, openBracket
  }

  init(_ text: [UInt8], _ signs: [Sign], _ map: GroundMap) {
    self.text = text
    self.signs = signs
    self.map = map
    collectClosings()
    var position = 0
    for index in signs.indices where position < signs[index].range.upperBound {
      let start = max(position, signs[index].range.lowerBound)
      guard case .text(let block, _, let startsLine) = map.grounds[index],
        map.textBlocks.indices.contains(block)
      else { continue }
      let isBlock = startsLine && !map.textBlocks[block].isHeading
      if let formula = formula(at: index, from: start, isBlock: isBlock) {
        found.append(formula)
        position = formula.range.upperBound
      }
    }
  }

  private mutating func collectClosings() {
    var open: [String: [Int]] = [:]
    var section = 0
    for (index, sign) in signs.enumerated() {
      if sign.section != section { open = [:] }
      section = sign.section
      switch (sign.kind, map.grounds[index]) {
      case (_, .other): break
      case (.dollars, .codeSpan): closings[.dollarOrCode, default: []].append(index)
      case (_, .codeSpan): break
      // A line of a formula that looks like a tag.
      case (.dollars, .html):
        if sign.range.count == 2 { closings[.twoDollars, default: []].append(index) }
      case (.end(let name), .html):
        if let begin = open[name]?.popLast() { environments[begin] = index }
      case (_, .html): break
      case (.begin(let name), _): open[name, default: []].append(index)
      case (.dollars, _):
        closings[.dollarOrCode, default: []].append(index)
        closings[.dollar, default: []].append(index)
        if sign.range.count == 2 { closings[.twoDollars, default: []].append(index) }
      case (.closeParenthesis, _): closings[.parenthesis, default: []].append(index)
      case (.closeBracket, _): closings[.bracket, default: []].append(index)
      case (.openParenthesis, _): closings[.openParenthesis, default: []].append(index)
      case (.openBracket, _): closings[.openBracket, default: []].append(index)
      case (.end(let name), _):
        if let begin = open[name]?.popLast() { environments[begin] = index }
      default: break
      }
    }
  }

  // MARK: Kinds of formulas

  private mutating func formula(at index: Int, from start: Int, isBlock: Bool) -> Found? {
    let sign = signs[index]
    switch sign.kind {
    case .dollars where sign.range.upperBound - start == 2:
      let body = start + 2
      if isBlock {
        guard let close = closingOfBlock(index, from: body) else {
          unclosed.append(Unclosed(range: sign.range, end: "$$"))
          return nil
        }
        return display(index...close, tex: body..<signs[close].range.lowerBound, from: start)
      }
      guard let close = closing(.twoDollars, after: index, from: body) else { return nil }
      return display(index...close, tex: body..<signs[close].range.lowerBound, from: start)
    case .dollars:
      return inQuotes(index, from: start) ?? inDollars(index, from: start)
    case .openParenthesis:
      guard let close = closing(.parenthesis, after: index, from: sign.range.upperBound),
        !opens(.openParenthesis, from: sign.range.upperBound, before: close)
      else { return nil }
      let tex = sign.range.upperBound..<signs[close].range.lowerBound
      return inline(index...close, tex: tex, from: start)
    case .openBracket: return inBrackets(index)
    case .begin(let name) where isBlock:
      guard let close = environments[index] else {
        unclosed.append(Unclosed(range: sign.range, end: "\\end{\(name)}"))
        return nil
      }
      let tex = start..<signs[close].range.upperBound
      return display(index...close, tex: tex, from: start)
    default: return nil
    }
  }

  /// The formula in `$…$`.
  private mutating func inDollars(_ index: Int, from start: Int) -> Found? {
    let body = start + 1
    let quoted = closing(.dollarOrCode, after: index, from: body)
      .flatMap { hasQuotesInBraces(body..<signs[$0].range.lowerBound) ? $0 : nil }
    guard let close = quoted ?? closing(.dollar, after: index, from: body) else { return nil }
    let end = signs[close].range.lowerBound
    let tex = text[body..<end]
    let isNumber = end + 1 < text.count && text[end + 1].isDigit
    let touchesSpace = { (byte: UInt8) in byte.isSpace || byte == .lineFeed }
    let isTight = !touchesSpace(tex.first ?? .lineFeed) && !touchesSpace(tex.last ?? .lineFeed)
    guard !isNumber, isTight || tex.contains(where: "\\^_".utf8.contains) else { return nil }
    return inline(index...close, tex: body..<end, from: start)
  }

  /// The dollars with backticks inside that GitHub has.
  private mutating func inQuotes(_ index: Int, from start: Int) -> Found? {
    let quote = UInt8(ascii: "`")
    let body = start + 2
    guard body < text.count, text[body - 1] == quote, text[body] != quote,
      let end = text[body...].firstIndex(of: quote),
      let close = closing(.dollar, after: index, from: end + 1),
      signs[close].range.lowerBound == end + 1
    else { return nil }
    return inline(index...close, tex: body..<end, from: start)
  }

  /// The formula in `\[…\]`, where that isn't what CommonMark has for brackets in plain text.
  private mutating func inBrackets(_ index: Int) -> Found? {
    let start = signs[index].range.lowerBound
    let body = signs[index].range.upperBound
    guard let close = closing(.bracket, after: index, from: body),
      !opens(.openBracket, from: body, before: close)
    else { return nil }
    let tex = body..<signs[close].range.lowerBound
    let end = signs[close].range.upperBound
    let next = end < text.count ? text[end] : .lineFeed
    let isAlone = map.grounds[index].startsLine && endsLine(end)
    guard !"([:".utf8.contains(next),
      isAlone || text[tex].contains(where: "\\^_=".utf8.contains)
    else { return nil }
    return display(index...close, tex: tex, from: start)
  }

  /// Whether there are backticks in the braces of a formula and nowhere else in it.
  private func hasQuotesInBraces(_ tex: Range<Int>) -> Bool {
    var depth = 0
    for byte in text[tex] {
      switch byte {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "`") where depth < 1: return false
      default: break
      }
    }
    return depth == 0
  }

  private func inline(_ signs: ClosedRange<Int>, tex: Range<Int>, from start: Int) -> Found? {
    guard !isBlank(tex) else { return nil }
    let end = self.signs[signs.upperBound].range
    let upper = self.signs[signs.upperBound].kind == .dollars ? end.lowerBound + 1 : end.upperBound
    return Found(
      signs: signs, range: start..<upper, tex: tex, isDisplay: false, quotes: quotes(at: signs))
  }

  /// Display mathematics, with the label behind it.
  private func display(_ signs: ClosedRange<Int>, tex: Range<Int>, from start: Int) -> Found? {
    guard !isBlank(tex) else { return nil }
    let end = self.signs[signs.upperBound].range.upperBound
    var result = Found(
      signs: signs, range: start..<end, tex: tex, isDisplay: true, quotes: quotes(at: signs))
    let rest = text[end...].drop(while: \.isSpace)
    let marker = "{#eq-"
    if rest.starts(with: marker.utf8) {
      let name = rest.dropFirst(marker.utf8.count).prefix { $0 >= 0x80 || $0.isNamePart }
      let label = String(decoding: name, as: UTF8.self)
      if !label.isEmpty, label.allSatisfy(\.isNamePart), name.endIndex < text.count,
        text[name.endIndex] == UInt8(ascii: "}")
      {
        result.label = label
        result.range = start..<name.endIndex + 1
      }
    }
    return result
  }

  private func quotes(at signs: ClosedRange<Int>) -> Int {
    guard case .text(let block, _, _) = map.grounds[signs.lowerBound] else { return 0 }
    return map.textBlocks[block].quotes
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    text[range].allSatisfy { $0.isSpace || $0 == .lineFeed }
  }

  private func endsLine(_ end: Int) -> Bool {
    text[end...].drop(while: \.isSpace).first ?? .lineFeed == .lineFeed
  }

  // MARK: Where formulas end

  /// The sign that closes a formula in its paragraph: the next of its kind, if it can.
  private mutating func closing(_ kind: Closing, after index: Int, from body: Int) -> Int? {
    dropClosings(of: kind, before: body)
    guard let close = closings[kind]?.first, signs[close].paragraph == signs[index].paragraph,
      case .text(let block, let link, _) = map.grounds[index]
    else { return nil }
    switch map.grounds[close] {
    case .text(let other, let otherLink, _), .codeSpan(let other, let otherLink):
      let isHeading = map.textBlocks[other].isHeading
      let fits = block == other || !isHeading && isWithin(block, other)
      return fits && link == otherLink ? close : nil
    case .indentedCode, .html, .other: return nil
    }
  }

  /// The `$$` that closes a formula like a fence, which may stand behind blank lines.
  private mutating func closingOfBlock(_ index: Int, from body: Int) -> Int? {
    dropClosings(of: .twoDollars, before: body)
    guard let close = closings[.twoDollars]?.first, signs[close].section == signs[index].section,
      case .text(let block, _, _) = map.grounds[index]
    else { return nil }
    // A line that only goes on with an item, further left, is not bound to it.
    let line = text[..<signs[index].range.lowerBound].reversed().prefix { $0 != .lineFeed }
    let isLazy = line.count + 1 < map.textBlocks[block].column
    switch map.grounds[close] {
    case .text(let other, _, _): return isLazy || isWithin(block, other) ? close : nil
    case .indentedCode(let other), .html(let other):
      return isLazy || isWithin(block, other - 1) ? close : nil
    case .codeSpan, .other: return nil
    }
  }

  private mutating func opens(_ kind: Closing, from body: Int, before close: Int) -> Bool {
    dropClosings(of: kind, before: body)
    return closings[kind]?.first.map { $0 < close } ?? false
  }

  private mutating func dropClosings(of kind: Closing, before body: Int) {
    closings[kind] = closings[kind]?.drop { signs[$0].range.lowerBound < body }
  }

  /// Whether a formula may begin in one block of text and end in another: when the lines of the
  /// other would be those of the one, but for what they begin with, such as `+`.
  private func isWithin(_ block: Int, _ other: Int) -> Bool {
    block == other
      || !map.textBlocks[block].isHeading
        && map.containers[map.textBlocks[block].container].contains(other)
  }
}
