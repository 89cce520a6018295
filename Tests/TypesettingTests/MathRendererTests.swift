import Foundation
import NotebookSyntax
import TestSupport
import Testing

@testable import Typesetting

@Suite struct MathRendererTests {
  private static let bad = [
    #"x + \foo + y"#, #"\frac{1"#, #"a}"#, #"x^2^3"#, #"\left( x"#, #"\begin{pmatrix} 1 & 2"#,
    #"\begin{nonsense} 1 \end{nonsense}"#, #"\def\a{\a\a}\a"#, #"\sqrt"#,
    #"\begin{matrix} 1 \end{pmatrix}"#,
    #"\text{é😀} + \bar"#, #"\eqref{eq:a}"#, #"a & b"#, #"\href{javascript:alert(1)}{x}"#,
    #"\newcommand{\x}{\undefined} 1 + \x"#, #"\color{nonsense} x"#, #"50% of $"#, #"_"#,
    #"\includegraphics{https://example.org/a.png}"#, #"#1"#,
  ]

  @Test func rendersWhatLecturesWrite() {
    let rendered = MathRenderer(cache: nil).render(Samples.all)
    #expect(rendered.problems.map(\.description) == [])
    for formula in Samples.all {
      let markup = rendered[formula] ?? ""
      #expect(
        markup.hasPrefix(
          formula.isDisplay
            ? #"<span class="katex-display" dir="ltr">"# : #"<span class="katex" dir="ltr">"#))
      #expect(markup.contains("<math>") || markup.contains(#"<math display="block">"#))
      #expect(!markup.contains("http") && !markup.contains(#"\begin"#), "\(formula.tex)")
    }
  }

  @Test func makesNamedColoursReadable() throws {
    let formula = Samples.formula(
      #"\color{blue} x \textcolor{black}{y} \colorbox{red}{z} \text{;color:red;}"#)
    let markup = try #require(MathRenderer(cache: nil).render([formula])[formula])
    #expect(markup.contains(#"style="color:light-dark(#1d4fb8,#8fb4f5);""#))
    #expect(markup.contains("color:inherit;") && !markup.contains("color:blue"))
    #expect(markup.contains("background-color:red") && markup.contains(">;color:red;<"))
  }

  /// Places are counted in the file, also where a quotation begins its lines with `>`.
  @Test func findsPlacesWithinQuotations() {
    let marked = MarkedText("Text\n\n> $$\n> a +\n>   1️⃣\\foo2️⃣ + b\n> $$\n")
    let file = SourceFile(path: "a.md", text: marked.text)
    let formula = Formula(
      tex: "\na +\n  \\foo + b\n", isDisplay: true,
      range: SourceRange(8..<marked.text.utf8.count - 1, in: file))
    let problems = MathRenderer(cache: nil).render([formula]).problems
    #expect(problems.map(\.range.bytes) == [marked.offsets[0]..<marked.offsets[1]])
    #expect(problems.map(\.range.text) == ["\\foo"])
  }

  @Test func describesProblemsInPlace() throws {
    let renderer = MathRenderer(cache: nil)
    var text = ""
    let formulas =
      Self.bad.map { Samples.formula($0) } + Self.bad.map { Samples.formula($0, isDisplay: true) }
    let rendered = renderer.render(formulas)
    for formula in formulas {
      let own = rendered.problems.filter { $0.range.file === formula.range.file }
      text += "\(formula.range.text)\n"
      if own.isEmpty { text += "  fine\n" }
      for problem in own {
        text +=
          "  \(problem.range.text == formula.range.text ? "" : "`\(problem.range.text)`: ")\(problem.message)\n"
      }
    }
    try expectSnapshot(text, named: "problems.txt")
  }
}

@Suite struct MathGuardTests {
  private func problems(_ tex: String) -> [String] {
    MathRenderer(cache: nil).render([Samples.formula(tex, isDisplay: true)]).problems.map(\.message)
  }

  private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  @Test func refusesWhatIsTooMuch() {
    #expect(problems(repeated("x", 4097)) == ["A formula of 4097 bytes is too long to typeset"])
    #expect(problems(repeated("x", 4096)) == [])
    for (open, close) in [
      ("{", "}"), (#"\begin{matrix}"#, #"\end{matrix}"#), (#"\left("#, #"\right)"#),
    ] {
      let count = 101
      #expect(
        problems(repeated(open, count) + "x" + repeated(close, count))
          == ["A formula nested more than 100 deep can't be typeset"])
    }
    #expect(problems(repeated("{", 100) + "x" + repeated("}", 100)) == [])
    #expect(problems(repeated(#"\sqrt{"#, 100) + "x" + repeated("}", 100)) == [])
  }

  @Test func stopsBombs() {
    // A macro of many letters, called often.
    #expect(
      problems("\\def\\a{\(repeated("x", 1900))}" + repeated(#"\a"#, 900)).count == 1)
    _ = problems(repeated(#"\sqrt"#, 800) + "x")
    _ = problems(repeated(#"\hat"#, 1000) + "x")
    _ = problems(repeated("x^", 2000) + "x")
    _ = problems(repeated(#"\begin{matrix}"#, 90) + "x")
    _ = problems(repeated(#"\frac"#, 800))
  }

  @Test func escapesMarkup() {
    let formula = Samples.formula(#"\text{<script>alert(1)</script>} < "b" > '\&' \char"3C"#)
    let script = MathRenderer(cache: nil).render([formula])[formula]
    #expect(script?.contains("<script") == false)
    #expect(script?.contains("&lt;script&gt;") == true)
  }
}
