/// Finds the macros that a formula defines, such as `\newcommand{\argmin}{\operatorname*{argmin}}`.
///
/// For KaTeX a macro lives as long as its formula. In a notebook it serves all formulas that
/// follow, as it does in a paper, so that definitions are taken out of the formulas they stand in.
struct MacroScanner {
  /// A definition, and where it stands.
  struct Found {
    var macro: TeXMacro
    var kind: Kind
    /// UTF-8 offsets into the formula.
    var range: Range<Int>
  }

  enum Kind {
    /// It claims that there is no such macro yet.
    case new
    /// It changes what there is.
    case change
    /// It counts only where there is no such macro yet.
    case provision
  }

  /// Why something that looks like a definition is none.
  struct Problem {
    var message: String
    var help: String
    var range: Range<Int>
  }

  private let source: TeXScanner
  private(set) var found: [Found] = []
  private(set) var problems: [Problem] = []

  init(_ tex: String) {
    source = TeXScanner(tex)
    guard tex.contains("\\") else { return }
    var depth = 0
    var start: Int?
    for token in source.tokens() {
      if let last = found.last, token.range.lowerBound < last.range.upperBound { continue }
      if let last = problems.last, token.range.lowerBound < last.range.upperBound { continue }
      switch token.token {
      case .openBrace: depth += 1
      case .closeBrace: depth -= 1
      case .command(let name):
        if name == "global" || name == "long" {
          // These belong to the definition that follows.
          start = start ?? token.range.lowerBound
          continue
        }
        let isGlobal = depth == 0 || start != nil
        define(name, at: start ?? token.range.lowerBound, token.range.upperBound, isGlobal)
      default: break
      }
      start = nil
    }
  }

  /// The formula with spaces in the place of its definitions, so that what is left stays in place.
  var rest: String {
    guard !found.isEmpty else { return source.text(0..<source.bytes.count) }
    var bytes = source.bytes
    for found in found {
      for index in found.range where bytes[index] != UInt8(ascii: "\n") {
        bytes[index] = UInt8(ascii: " ")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Definitions

  private mutating func define(_ command: String, at start: Int, _ end: Int, _ isGlobal: Bool) {
    let count = found.count + problems.count
    switch command {
    case "newcommand", "renewcommand", "providecommand":
      defineCommand(
        at: start, end,
        command == "newcommand" ? .new : command == "renewcommand" ? .change : .provision)
    case "DeclareMathOperator":
      let star = source.skippingSpace(from: end)
      let hasStar = byte(star) == UInt8(ascii: "*")
      guard let (name, after) = name(at: hasStar ? star + 1 : end),
        let body = group(at: after)
      else { break }
      add(
        TeXMacro(name: name, body: "\\operatorname\(hasStar ? "*" : ""){\(source.text(body))}"),
        start..<body.upperBound + 1, .new)
    case "def", "gdef", "edef", "xdef":
      // What is defined within braces is not known outside of them.
      guard isGlobal || command == "gdef" || command == "xdef" else { return }
      guard let (name, after) = plainName(at: end),
        let brace = source.bytes[after...].firstIndex(of: UInt8(ascii: "{")),
        let body = group(at: brace)
      else { break }
      let parameters = source.text(after..<brace)
      let whole = start..<body.upperBound + 1
      guard isFit(body, for: TeXMacro.parameters(in: parameters), of: name, whole) else { break }
      let isExpanded = command == "edef" || command == "xdef"
      add(
        TeXMacro(
          name: name,
          definition:
            "\\\(isExpanded ? "xdef" : "gdef")\\\(name)\(parameters){\(source.text(body))}"),
        whole, .change)
    case "let":
      guard isGlobal else { return }
      defineAlias(at: start, end)
    default: return
    }
    guard found.count + problems.count == count else { return }
    problems.append(
      Problem(
        message: "This doesn't define a macro",
        help: "write \\newcommand{\\name}{…}, or \\newcommand{\\name}[1]{… #1 …}",
        range: start..<end))
  }

  /// `\name=\other`, where the other may be a sign.
  private mutating func defineAlias(at start: Int, _ end: Int) {
    guard let (name, after) = plainName(at: end) else { return }
    var index = source.skippingSpace(from: after)
    if byte(index) == UInt8(ascii: "=") { index = source.skippingSpace(from: index + 1) }
    var other = plainName(at: index).map { (text: "\\\($0)", end: $1) }
    if other == nil, let sign = byte(index), sign < 0x80, !"{}%".utf8.contains(sign) {
      other = (source.text(index..<index + 1), index + 1)
    }
    guard let other else { return }
    add(
      TeXMacro(name: name, definition: "\\global\\let\\\(name)=\(other.text) "),
      start..<other.end, .change)
  }

  /// `{\name}[count][default]{body}`, with a star before it perhaps.
  private mutating func defineCommand(at start: Int, _ end: Int, _ kind: Kind) {
    let star = source.skippingSpace(from: end)
    guard let (name, after) = name(at: byte(star) == UInt8(ascii: "*") ? star + 1 : end) else {
      return
    }
    var index = after
    var (count, standard): (Int, String?) = (0, nil)
    if let brackets = brackets(at: index) {
      guard let number = Int(source.text(source.trimmed(brackets))), (0...9).contains(number)
      else { return }
      count = number
      index = brackets.upperBound + 1
      if count > 0, let brackets = self.brackets(at: index) {
        standard = source.text(brackets)
        index = brackets.upperBound + 1
      }
    }
    guard let body = group(at: index) else { return }
    let whole = start..<body.upperBound + 1
    guard isFit(body, for: count, of: name, whole) else { return }
    add(
      TeXMacro(name: name, parameters: count, standard: standard, body: source.text(body)), whole,
      kind)
  }

  private mutating func add(_ macro: TeXMacro, _ range: Range<Int>, _ kind: Kind) {
    found.append(Found(macro: macro, kind: kind, range: range))
  }

  /// Whether a body asks for no more parameters than there are.
  private mutating func isFit(
    _ body: Range<Int>, for count: Int, of name: String, _ whole: Range<Int>
  ) -> Bool {
    let asked = TeXMacro.parameters(in: source.text(body))
    guard asked > count else { return true }
    problems.append(
      Problem(
        message: "'\\\(name)' has no parameter #\(asked)",
        help: count == 0
          ? "say how many it has: \\newcommand{\\\(name)}[\(asked)]{…}" : "it has \(count)",
        range: whole))
    return false
  }

  // MARK: Pieces

  private func byte(_ index: Int) -> UInt8? {
    source.bytes.indices.contains(index) ? source.bytes[index] : nil
  }

  /// `{\name}` or `\name`, and the offset behind it.
  private func name(at index: Int) -> (String, Int)? {
    let start = source.skippingSpace(from: index)
    guard byte(start) == UInt8(ascii: "{") else { return plainName(at: start) }
    guard let (name, end) = plainName(at: start + 1),
      case let close = source.skippingSpace(from: end), byte(close) == UInt8(ascii: "}")
    else { return nil }
    return (name, close + 1)
  }

  /// `\name`, and the offset behind it.
  private func plainName(at index: Int) -> (String, Int)? {
    let start = source.skippingSpace(from: index)
    guard byte(start) == UInt8(ascii: "\\"), start + 1 < source.bytes.count else { return nil }
    let end = source.endOfCommand(at: start)
    return (source.text(start + 1..<end), end)
  }

  /// What stands in braces.
  private func group(at index: Int) -> Range<Int>? {
    let start = source.skippingSpace(from: index)
    guard byte(start) == UInt8(ascii: "{") else { return nil }
    return source.balanced(from: start + 1, to: UInt8(ascii: "}"))
  }

  /// What stands in brackets.
  private func brackets(at index: Int) -> Range<Int>? {
    let start = source.skippingSpace(from: index)
    guard byte(start) == UInt8(ascii: "[") else { return nil }
    return source.balanced(from: start + 1, to: UInt8(ascii: "]"))
  }
}
