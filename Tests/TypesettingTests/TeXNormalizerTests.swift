import Testing

@testable import Typesetting

@Suite struct TeXNormalizerTests {
  private func normalized(_ tex: String, inline: Bool = false) -> String {
    NormalizedTeX(tex, isDisplay: !inline).text
  }

  @Test func leavesWhatIsFine() {
    for tex in [
      #"w_{i}"#, #"\underset{W,U}{\operatorname{argmax}}"#, #"||*||_{F}"#,
      #"Error = (Output\; -\; input)^2"#,
      #"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"#, #"a \& b"#, #"\substack{a \\ b}"#,
      #"\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}"#, #"\begin{array}[t]{c} 1 \end{array}"#,
      #"\begin{equation} a \end{equation} \begin{equation} b \end{equation}"#, "", #"\"#,
      "a % &\n b",
      #"\begin{equation}"#, #"a \\ b"#,
    ] where tex != #"a \\ b"# {
      #expect(normalized(tex) == tex)
    }
    #expect(normalized(#"a \\ b"#, inline: true) == #"a \\ b"#)
    #expect(
      normalized(#" w = (\lambda I + X^{T}X)^{-1}X^{T}y "#)
        == #"w = (\lambda I + X^{T}X)^{-1}X^{T}y"#)
  }

  @Test func unwrapsEnvironmentsThatOnlySayFormula() {
    for name in ["equation", "equation*", "displaymath", "math"] {
      #expect(normalized("\\begin{\(name)}\na_1\n\\end{\(name)}\n") == "a_1")
    }
    #expect(
      normalized(#"\begin{equation} a &= b \end{equation}"#)
        == "\\begin{aligned}\na &= b\n\\end{aligned}")
    #expect(normalized(#"\begin{equation} a \\ \end{equation}"#) == "a")
  }

  @Test func givesRowsAnEnvironment() {
    #expect(normalized(#"a \\ b"#) == "\\begin{gathered}\na \\\\ b\n\\end{gathered}")
    #expect(normalized(#"a &= b \\ &= c"#) == "\\begin{aligned}\na &= b \\\\ &= c\n\\end{aligned}")
    #expect(normalized(#"a \\ b \\"#) == "\\begin{gathered}\na \\\\ b\n\\end{gathered}")
    #expect(normalized("a \\\\\n") == "a")
    #expect(normalized(#"\\"#) == "")
    #expect(
      normalized(#"\begin{pmatrix} 1 \\ 2 \end{pmatrix} \\ x"#).hasPrefix(#"\begin{gathered}"#))
  }

  /// Columns without braces are what TeX takes for them: the next letter, whatever it was meant for.
  @Test(arguments: [
    (#"\begin{array}c a \\ b \end{array}"#, #"\begin{array}c a \\ b \end{array}"#),
    (
      #"\begin{array} rr_{11} & r_{12} \end{array}"#, #"\begin{array} rr_{11} & r_{12} \end{array}"#
    ),
    (#"\begin{array}ll & m \end{array}"#, #"\begin{array}ll & m \end{array}"#),
    (#"\begin{array} ww_1 & w_2 \end{array}"#, #"\begin{array} {cc}w_1 & w_2 \end{array}"#),
    (#"\begin{array}[t] uu \\ v \end{array}"#, #"\begin{array}[t] {c}u \\ v \end{array}"#),
  ]) func readsColumnsAsTeXDoes(tex: String, expected: String) {
    let result = NormalizedTeX(tex, isDisplay: true)
    #expect(result.text == expected)
    #expect(result.notes == [])
  }

  @Test(arguments: [
    #"\begin{array} r_{11} & r_{12} \end{array}"#, #"\begin{array}c a & b \end{array}"#,
    #"\begin{array} cc a & b \end{array}"#, #"\begin{array} cost & price \end{array}"#,
    #"\begin{array} a & b \end{array}"#, #"\begin{array} \alpha \end{array}"#,
    #"\begin{array} 1 & 2 \end{array}"#, #"\begin{array} lll & m \end{array}"#,
  ]) func tellsOfColumnsThatMayBeMeantOtherwise(tex: String) {
    let notes = NormalizedTeX(tex, isDisplay: true).notes
    #expect(notes.map(\.code) == [.arrayColumns])
    #expect(notes.first?.range.lowerBound == Array(tex.utf8)[13...].firstIndex { $0 != 0x20 })
  }

  @Test func tellsOfTextThatBecomesAComment() {
    let tells = { NormalizedTeX($0, isDisplay: false).notes.map(\.code) == [.texComment] }
    for tex in ["50% of x", "a % b", "50% of\nx", "\\\\% b"] { #expect(tells(tex), "\(tex)") }
    for tex in [#"50\% of x"#, "a %\n b", "a\n% comment\nb", "a % comment\nb", "x %"] {
      #expect(!tells(tex), "\(tex)")
    }
  }

  @Test func givesArraysTheirColumns() {
    #expect(
      normalized(#"\begin{array} a & b \\ c \end{array}"#)
        == #"\begin{array} {cc}a & b \\ c \end{array}"#)
    #expect(
      normalized(#"\begin{array}[b] \alpha & \& \end{array}"#)
        == #"\begin{array}[b] {cc}\alpha & \& \end{array}"#)
    #expect(
      normalized(#"\begin{array} \begin{array} a&b&c \end{array} & d \end{array}"#)
        == #"\begin{array} {cc}\begin{array} {ccc}a&b&c \end{array} & d \end{array}"#)
  }

  @Test func leavesNumbersToThePage() {
    #expect(
      normalized(#"\begin{align} a &= b \label{eq:a} \\ c \end{align}"#)
        == #"\begin{align*} a &= b  \\ c \end{align*}"#)
  }

  @Test func putsNumbersInThePlaceOfLabels() {
    let text = NormalizedTeX(
      #"\eqref{eq:a b} = \ref{a-b}, \eqref{c}"#, isDisplay: false, numbers: ["a-b": "3"]
    ).text
    #expect(text == #"\text{(3)} = \text{3}, \eqref{c}"#)
  }

  @Test func leavesEachRowItsTag() {
    #expect(
      normalized(#"a &= b \tag{A} \\ c &= d \tag{B}"#)
        == "\\begin{align*}\na &= b \\tag{A} \\\\ c &= d \\tag{B}\n\\end{align*}")
    #expect(normalized(#"a \\ b \tag{A}"#).hasPrefix(#"\begin{gathered}"#))
  }

  @Test func knowsWhereItsPartsStand() {
    let tex = #" \begin{equation} \begin{array} a & é \end{array} \\ x \\ \end{equation}"#
    let normalized = NormalizedTeX(tex, isDisplay: true)
    let source = Array(tex.utf8)
    for (offset, byte) in normalized.text.utf8.enumerated() {
      guard let place = normalized.sourceOffset(of: offset), place < source.count else { continue }
      if byte == UInt8(ascii: "x") || byte == UInt8(ascii: "&") { #expect(source[place] == byte) }
    }
    #expect(normalized.sourceOffset(of: 0) == nil)
  }

  @Test func measuresNesting() {
    #expect(TeXScanner.nesting(of: "{{{x}}}") == 3)
    #expect(TeXScanner.nesting(of: #"\begin{a}\left({x}\right)\end{a}"#) == 3)
    #expect(TeXScanner.nesting(of: #"\{\{\{"#) == 0)
  }

  /// Whatever comes, it ends and copies nothing that isn't there.
  @Test func survivesAnything() {
    var random = SystemRandomNumberGenerator()
    let parts = [
      "\\", "{", "}", "&", "\\\\", "\\begin", "{array}", "\\end", "{equation}", "é", "%", "\n", "[",
      "]", "\\label", "{align}",
    ]
    for _ in 0..<3000 {
      let tex = (0..<Int.random(in: 0..<12, using: &random))
        .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      _ = NormalizedTeX(tex, isDisplay: .random())
      _ = TeXScanner.nesting(of: tex)
    }
  }
}
