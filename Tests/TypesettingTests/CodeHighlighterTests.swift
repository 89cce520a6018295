import Foundation
import TestSupport
import Testing

@testable import Typesetting

@Suite struct CodeHighlighterTests {
  private static let snippets: [CodeHighlighter.Snippet] = [
    .init("let x = 1 // one\nprint(\"a\")", language: "swift"),
    .init("def f(x):\n    return x @ x.T  # <b>", language: "python"),
    .init("f(x) = x' * x # \"\"\"", language: "julia"),
    .init("x <- c(1, 2)\nif (TRUE) NULL", language: "r"),
    .init("for f in *.md; do echo \"$f\"; done", language: "bash"),
    .init("ls -l | grep 'x'", language: "shell"),
    .init("{\"a\": [1, true]}", language: "json"),
    .init("const x = `a${1}`;", language: "js"),
    .init("<script>alert(1)</script>", language: "html"),
    .init("nothing", language: "klingon"),
  ]

  @Test func coloursLanguages() throws {
    let markup = CodeHighlighter(cache: nil).highlight(Self.snippets)
    let text = zip(Self.snippets, markup).map { "\($0.language)\n\($1 ?? "unknown")\n" }
    try expectSnapshot(text.joined(separator: "\n"), named: "code.txt")
    for (snippet, markup) in zip(Self.snippets, markup) where snippet.language != "klingon" {
      let markup = try #require(markup)
      #expect(plain(markup) == snippet.code)
    }
  }

  private static let cell = """
    ```{als model}
    #| caption: Mean squared error per ${factors} & <b>
    #| echo: fold
    data: split.train   # which
    factors: ${factors}
    regularization: 2.5e-1
    "quoted key": 'it is' # "no"
    list: [1, two, {a: true}]
    nested:
      - name: x#y
      - -3
    text: |
      key: not a key
      <script>
    url: https://example.org/#a
    ```
    """

  @Test func coloursCells() throws {
    let markup = CodeHighlighter.highlight(cell: Self.cell)
    #expect(plain(markup) == Self.cell)
    try expectSnapshot(markup, named: "cell.txt")
  }

  /// Nothing is lost, whatever it is.
  @Test func keepsEveryCharacter() {
    var random = SystemRandomNumberGenerator()
    let parts = [
      "a", ":", " ", "\n", "#", "- ", "\"", "'", "{", "}", "[", "]", "${", "|", "<", "&", "\\",
      "1.5", "true", "é😀",
      "```", "#|", ",", "---", "\t", "\r\n",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0..<16, using: &random))
        .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      #expect(plain(CodeHighlighter.highlight(cell: text)) == text)
    }
  }

  @Test func startsAnEngineOnlyForWhatIsNew() async throws {
    try await withTemporaryDirectory { directory in
      let starts = StartCounter()
      let highlighter = CodeHighlighter(
        cache: directory.path, script: "/usr/share/javascript/highlight.js/highlight.min.js",
        engineWillStart: starts.add)
      _ = highlighter.highlight([
        .init(Self.cell, language: "{als model}"), .init("a: 1", language: "yaml"),
        .init("x", language: ""),
      ])
      #expect(starts.count == 0)
      let first = highlighter.highlight(Self.snippets)
      #expect(highlighter.highlight(Self.snippets) == first)
      #expect(starts.count == 1)
    }
  }

  @Test func doesWithoutHighlightJS() {
    for script in ["/nowhere.js", "/dev/null", "/etc/passwd"] {
      let highlighter = CodeHighlighter(cache: nil, script: script)
      #expect(highlighter.highlight([.init("let x = 1", language: "swift")]) == [nil])
    }
  }

  /// The text of markup.
  private func plain(_ markup: String) -> String {
    markup.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
  }
}

@Suite struct CodeStyleTests {
  /// The contrast of two colours by WCAG 2.1, (L₁ + 0.05) / (L₂ + 0.05).
  private func contrast(_ one: String, _ other: String) throws -> Double {
    func luminance(_ colour: String) throws -> Double {
      let number = try #require(Int(colour.dropFirst(), radix: 16))
      let parts = [16, 8, 0].map { shift in
        let value = Double(number >> shift & 0xFF) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let levels = [try luminance(one), try luminance(other)].sorted()
    return (levels[1] + 0.05) / (levels[0] + 0.05)
  }

  @Test func canBeRead() throws {
    let named = KaTeX.namedColours.map {
      CodeStyle.Colour(name: $0, light: $1.0, dark: $1.1, classes: [])
    }
    for colour in CodeStyle.colours + named {
      for ground in ["#ffffff", "#fffefc", "#f6f4ef"] {
        let ratio = try contrast(colour.light, ground)
        #expect(ratio >= 4.5, "\(colour.name) on \(ground)")
      }
      for ground in ["#000000", "#191817", "#22211f"] {
        let ratio = try contrast(colour.dark, ground)
        #expect(ratio >= 4.5, "\(colour.name) on \(ground)")
      }
    }
    for colour in CodeStyle.colours {
      #expect(CodeHighlighter.style.contains("light-dark(\(colour.light),\(colour.dark))"))
    }
  }

  @Test func everySnapshotIsUsed() throws { try expectNoUnusedSnapshots() }
}
