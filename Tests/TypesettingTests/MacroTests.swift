import Foundation
import NotebookSyntax
import TestSupport
import Testing

@testable import Typesetting

@Suite struct MacroTests {
  /// Formulas that stand in one file, each on a line of its own.
  private func formulas(_ texts: [String]) -> [Formula] {
    let file = SourceFile(path: "n.md", text: texts.map { "$\($0)$\n" }.joined())
    var start = 0
    return texts.map { tex in
      defer { start += tex.utf8.count + 3 }
      return Formula(
        tex: tex, isDisplay: false, range: SourceRange(start..<start + tex.utf8.count + 2, in: file)
      )
    }
  }

  /// The markup of the last of some formulas, and what is wrong with any of them.
  private func last(
    _ texts: [String], macros: [(String, String)] = []
  ) -> (markup: String?, problems: [String]) {
    let file = SourceFile(path: "n.md", text: macros.map { $0.1 }.joined(separator: "\n"))
    let formulas = formulas(texts)
    let rendered = MathRenderer(cache: nil).render(
      formulas,
      macros: macros.map {
        FrontMatter.Macro(name: $0.0, body: $0.1, range: SourceRange(0..<1, in: file))
      })
    return (formulas.last.flatMap { rendered[$0] }, rendered.problems.map(\.message))
  }

  @Test(arguments: [
    (
      [#"\newcommand{\argm}{\operatorname*{argmin}}"#, #"\argm_x f"#],
      #"\operatorname*{argmin}_x f"#
    ),
    ([#"\newcommand\R{\mathbb{R}}"#, #"\R"#], #"\mathbb{R}"#),
    ([#"\newcommand*{\pair}[2]{(#1, #2)}"#, #"\pair{a}{b}"#], "(a, b)"),
    ([#"\newcommand{\pair}[2][a]{(#1, #2)}"#, #"\pair{b} \pair[c]{b}"#], "(a, b) (c, b)"),
    ([#"\newcommand{\second}[2]{#2}"#, #"\second{a}{b}"#], "b"),
    ([#"\DeclareMathOperator{\tr}{tr}"#, #"\tr A"#], #"\operatorname{tr} A"#),
    ([#"\DeclareMathOperator*{\am}{arg\,min}"#, #"\am_x"#], #"\operatorname*{arg\,min}_x"#),
    ([#"\def\sq#1{#1^2} 1"#, #"\sq{x}"#], "x^2"),
    ([#"\def\on(#1){[#1]}"#, #"\on(x)"#], "[x]"),
    ([#"\let\eps=\varepsilon"#, #"\eps"#], #"\varepsilon"#), ([#"\let\p+"#, #"a \p b"#], "a + b"),
    ([#"\global\def\a{b}"#, #"\a"#], "b"),
    ([#"{\gdef\a{b} \a}"#, #"\a"#], "b"),
    ([#"\def\a{1}"#, #"\let\b\a"#, #"\renewcommand{\a}{2}"#, #"\b \a"#], "1 2"),
    ([#"\def\a{1}"#, #"\providecommand{\a}{2} \providecommand{\b}{3}"#, #"\a \b"#], "1 3"),
    ([#"\newcommand{\a}{\b}"#, #"\newcommand{\b}{c}"#, #"\a"#], "c"),
    (["\\newcommand{\\a}{b % not } c\n}", #"\a"#], "b"),
    ([#"\renewcommand{\vec}[1]{\mathbf{#1}}"#, #"\vec{w}"#], #"\mathbf{w}"#),
  ]) func serveAllFormulasThatFollow(texts: [String], meaning: String) {
    let (markup, problems) = last(texts)
    #expect(problems == [])
    #expect(markup != nil && markup == last([meaning]).markup)
  }

  @Test func serveOnlyWhatFollows() {
    #expect(last([#"\a"#, #"\def\a{b}"#]).problems == [#"Undefined control sequence: \a"#])
    #expect(last([#"{\def\a{b} \a}"#, #"\a"#]).problems == [#"Undefined control sequence: \a"#])
  }

  @Test func ofTheFrontMatterServeAll() {
    let macros = [
      ("argmin", #"\operatorname*{argmin}"#), ("norm", #"\lVert #1 \rVert_{#2}"#),
      ("half", "50% x"),
    ]
    #expect(
      last([#"\argmin_x \norm{x}{2}"#], macros: macros).markup
        == last([#"\operatorname*{argmin}_x \lVert x \rVert_{2}"#]).markup)
    #expect(last([#"\half y"#], macros: macros).markup == last(["50 y"]).markup)
    #expect(
      last(["x"], macros: [("a", "{b"), ("c", "d}")]).problems
        == [#"The braces of '\a' don't match"#, #"The braces of '\c' don't match"#])
  }

  @Test func aloneShowNothing() {
    #expect(last([#" \newcommand{\a}{b} \def\c{d} "#]).markup == "")
    #expect(last([#"\newcommand{\a}{b} \a"#]).markup == last(["b"]).markup)
    #expect(last([" "]).markup != "")
  }

  @Test func thatAreWrongAreTold() {
    #expect(last([#"\newcommand{\a}{#1}"#]).problems == [#"'\a' has no parameter #1"#])
    #expect(last([#"\def\a#1{#2}"#]).problems == [#"'\a' has no parameter #2"#])
    #expect(
      last([#"\newcommand{\a}{b}"#, #"\newcommand{\a}{b}"#, #"\newcommand{\a}{c}"#]).problems
        == [#"'\a' is already a macro"#])
    #expect(
      last([#"\newcommand{\a}{\a\a}"#, #"\a"#]).problems
        == ["Too many expansions of macros: does one call itself?"])
    for unfinished in [
      #"\newcommand"#, #"\newcommand{\a}"#, #"\def\a"#, #"\let\a"#, #"\newcommand{a}{b}"#,
      #"\DeclareMathOperator{\a}"#, #"\newcommand{\a}[b]{c}"#,
    ] {
      #expect(last([unfinished]).problems == ["This doesn't define a macro"], "\(unfinished)")
    }
  }

  /// A formula is set again where its macros have changed, and only there.
  @Test func areAPartOfTheKeysOfTheCache() async throws {
    try await withTemporaryDirectory { directory in
      let starts = StartCounter()
      let renderer = MathRenderer(
        cache: directory.path, files: KaTeXFiles(), engineWillStart: starts.add)
      let formulas = formulas([#"\def\a{1}"#, #"\a"#, "x", #"\def\a{2}"#, #"\a"#, "x"])
      for _ in 0..<2 {
        let rendered = renderer.render(formulas)
        #expect(rendered[formulas[1]] != rendered[formulas[4]])
        #expect(rendered[formulas[2]] == rendered[formulas[5]])
      }
      #expect(starts.count == 1)
      let changed = self.formulas([#"\def\a{3}"#, #"\a"#])
      #expect(
        renderer.render(changed)[changed[1]] == MathRenderer(cache: nil).render(changed)[changed[1]]
      )
      #expect(starts.count == 2)
    }
  }

  /// Whatever comes, it ends, and what is left is as long as what was there.
  @Test func surviveAnything() {
    var random = SystemRandomNumberGenerator()
    let parts = [
      "\\", "{", "}", "\\newcommand", "\\def", "\\let", "\\a", "[1]", "#1", "#", "é", "%", "\n",
      "*",
      "\\DeclareMathOperator", "\\global", "=",
    ]
    for _ in 0..<3000 {
      let tex = (0..<Int.random(in: 0..<14, using: &random))
        .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      #expect(MacroScanner(tex).rest.utf8.count == tex.utf8.count)
    }
  }
}
