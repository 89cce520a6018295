import NotebookSyntax
import Testing

@Suite struct ShownTextTests {
  private static let width = ShownText.width

  @Test(arguments: [
    "plain", "  aligned 12", "a\tb", "", "'über' 漢字 🙂 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u{301}", "شكر ‎(x)",
  ]) func leavesWhatIsHarmless(_ text: String) { #expect(text.asShownLine == text) }

  @Test func replacesWhatATerminalWouldObey() {
    #expect("a\u{1B}[31mb\nc\r\nd\u{9B}e\u{7F}\u{2028}f".asShownLine == "a�[31mb�c�d�e��f")
    #expect("\u{202E}nimda\u{2066}".asShownLine == "�nimda�")
    let heap = "e" + String(repeating: "\u{301}", count: 1000)
    #expect("x\(heap)y".asShownLine == "x�y")
  }

  @Test func cutsInTheMiddle() {
    let name = String(repeating: "a", count: 500) + "z"
    let text = "'\(name)' is no name, but '\(name)' is".asShownLine
    #expect(text.hasPrefix("'aaa") && text.contains("az' is no name, but 'aaa"))
    #expect(text.hasSuffix("aaz' is"))
    #expect(text.count <= 240)
    #expect(String(repeating: "a b ", count: 500).asShownLine.count == 240)
  }

  /// Whatever is in a line and wherever one points, a screen has room for it, and the carets stand
  /// under what is meant.
  @Test(arguments: ["x", "漢", "\t", "🙂", "e\u{301}"]) func quotesAScreensWidth(_ sign: Character) {
    for count in [1, 30, 59, 60, 61, 119, 120, 121, 500] {
      let line = Array(repeating: sign, count: count)
      let file = SourceFile(path: "n.md", text: String(line) + "!\n")
      for start in Set([0, 1, count / 2, count - 1, count]).sorted() where start >= 0 {
        let offset = String(line[..<start]).utf8.count
        let pointed = start == count ? "!" : String(sign)
        let excerpt = Excerpt(of: SourceRange(offset..<offset + pointed.utf8.count, in: file))
        #expect(columns(excerpt.line) <= Self.width)
        let before = excerpt.carets.prefix { $0 != "^" }
        // White space takes as many columns as what it stands under.
        #expect(columns(String(before)) == columns(excerpt.line, before: excerpt, pointed))
      }
    }
  }

  private func columns(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  private func columns(_ line: String, before excerpt: Excerpt, _ pointed: String) -> Int {
    // As many characters stand before what is pointed at as the carets have white space for.
    var (sum, target) = (0, columns(String(excerpt.carets.prefix { $0 != "^" })))
    for character in line {
      if sum >= target { break }
      sum += width(character)
      if String(character) == pointed, sum > target { target = sum }
    }
    return sum
  }

  private func width(_ character: Character) -> Int {
    switch character {
    case "\t": 8
    case "漢", "🙂": 2
    default: 1
    }
  }

  @Test func dividesALongList() {
    let file = SourceFile(path: "n.md", text: "x\n")
    func list(_ severities: String) -> Diagnostics {
      Diagnostics(
        severities.map {
          Diagnostic(
            DiagnosticCode("x"), "\($0)", at: SourceRange(0..<1, in: file),
            severity: $0 == "e" ? .error : .warning)
        })
    }
    func divided(_ severities: String, _ most: Int) -> String {
      let (shown, others) = list(severities).divided(atMost: most)
      return shown.map(\.message).joined() + "/" + others.map(\.message).joined()
    }
    #expect(divided("wew", 3) == "wew/")
    #expect(divided("wewe", 3) == "wee/w")
    #expect(divided("weweee", 3) == "eee/wwe")
    #expect(divided("wwww", 3) == "www/w")
    #expect(divided("", 3) == "/")
  }
}
