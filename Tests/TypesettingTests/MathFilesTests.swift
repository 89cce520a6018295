import Files
import Foundation
import NotebookSyntax
import TestSupport
import Testing

@testable import Typesetting

@Suite struct MathCacheTests {
  private let formulas = [
    Samples.formula("a^2"), Samples.formula("a^2", isDisplay: true), Samples.formula(#"x + \foo"#),
    Samples.formula(#"\mathbf{W}^{\mathsf T} \text{😀}"#),
  ]

  @Test func givesTheSameBytes() async throws {
    let plain = MathRenderer(cache: nil).render(formulas)
    try await withTemporaryDirectory { directory in
      let starts = StartCounter()
      let cache = directory.appending(path: "deep/cache").path
      let renderer = MathRenderer(cache: cache, files: KaTeXFiles(), engineWillStart: starts.add)
      for _ in 0..<3 {
        let rendered = renderer.render(formulas)
        #expect(rendered.style == plain.style)
        #expect(formulas.map { rendered[$0] } == formulas.map { plain[$0] })
        #expect(rendered.problems.map(\.message) == plain.problems.map(\.message))
      }
      #expect(starts.count == 1)
      #expect(renderer.render([]).style == "")
      let names = try FileManager.default.contentsOfDirectory(atPath: cache)
      #expect(names.count == 4)
    }
  }

  @Test func makesDamagedEntriesAgain() async throws {
    try await withTemporaryDirectory { directory in
      let starts = StartCounter()
      let renderer = MathRenderer(
        cache: directory.path, files: KaTeXFiles(), engineWillStart: starts.add)
      let first = renderer.render(formulas)
      let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
      let entry = directory.appending(component: names[0])
      let whole = try Data(contentsOf: entry)
      var flipped = whole
      flipped[whole.count / 2] ^= 1
      let damaged = [Data(), whole.dropLast(1), whole + [0], Data("nonsense".utf8), flipped]
      for (count, data) in damaged.enumerated() {
        try data.write(to: entry)
        let again = renderer.render(formulas)
        #expect(formulas.map { again[$0] } == formulas.map { first[$0] })
        #expect(starts.count == count + 2)
        let mended = try Data(contentsOf: entry)
        #expect(mended == whole)
      }
    }
  }

  @Test func keepsNoMoreThanItMay() async throws {
    try await withTemporaryDirectory { directory in
      let cache = MarkupCache(directory: directory.path, capacity: 8)
      for number in 0..<20 { cache.keep([("key \(number)", "text \(number)")]) }
      let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      #expect((6...8).contains(names.count))
      #expect(cache["key 19"] == "text 19")
      #expect(cache["key 0"] == nil)
    }
  }

  @Test func doesWithoutAFolder() {
    let rendered = MathRenderer(cache: "/proc/nowhere").render([formulas[0]])
    #expect(rendered[formulas[0]] != nil && rendered.problems.isEmpty)
  }
}

@Suite struct MathFilesTests {
  private let formulas = [Samples.formula("a"), Samples.formula("b")]

  @Test func saysOnceThatKaTeXIsMissing() throws {
    for files in [
      KaTeXFiles(script: "/nowhere/katex.js"), KaTeXFiles(style: "/nowhere/katex.css"),
      KaTeXFiles(script: "/dev/null"), KaTeXFiles(script: "/etc/passwd"),
    ] {
      let rendered = MathRenderer(cache: nil, files: files).render(formulas)
      #expect(
        rendered.problems.map(\.description) == [
          """
          formula.md:1:1: warning[missing-katex]: KaTeX is not installed, so formulas are shown as their source
          1 | $a$
            | ^^^
          help: run './setup', which installs the Debian packages libjs-katex and fonts-katex
          """
        ])
      #expect(rendered.problems.first?.severity == .warning)
      #expect(rendered[formulas[0]] == nil)
      #expect(rendered.style == "")
    }
    let still = MathRenderer(cache: nil, files: KaTeXFiles(engine: "no.so")).render(formulas)
    #expect(
      still.problems.map(\.message) == [
        "JavaScriptCore can't be started, so formulas are shown as their source"
      ])
    #expect(still[formulas[0]] == nil && still.style == "")
    let rendered = MathRenderer(cache: nil, files: KaTeXFiles(fonts: "/nowhere")).render(formulas)
    #expect(rendered.problems.map(\.message) == ["Math fonts are missing"])
    #expect(rendered[formulas[0]] != nil)
  }

  /// The fonts of a page that shows one formula.
  private func fonts(_ tex: String, isDisplay: Bool = false) throws -> [String] {
    let formula = Samples.formula(tex, isDisplay: isDisplay)
    let rendered = MathRenderer(cache: nil).render([formula])
    let style = MathStyle(try File.text(of: KaTeXFiles().style))
    let files = style.use(by: [try #require(rendered[formula])]).files.map {
      $0.file.replacing("KaTeX_", with: "").replacing(".woff2", with: "")
    }
    #expect(rendered.style.count(of: "@font-face") == files.count)
    #expect(rendered.style.count(of: "url(") == files.count)
    #expect(rendered.style.count(of: "url(data:font/woff2;base64,") == files.count)
    return files.sorted()
  }

  @Test func embedsTheFontsThatShow() throws {
    #expect(try fonts("1 + 2") == ["Main-Regular"])
    #expect(try fonts("x") == ["Main-Regular", "Math-Italic"])
    #expect(try fonts(#"\mathbf{1}"#) == ["Main-Bold", "Main-Regular"])
    #expect(try fonts(#"\mathit{1}"#) == ["Main-Italic", "Main-Regular"])
    #expect(
      try fonts(#"\mathbb{R}\boldsymbol{x}"#) == ["AMS-Regular", "Main-Regular", "Math-BoldItalic"])
    #expect(try fonts(#"\mathcal{N}"#) == ["Caligraphic-Regular", "Main-Regular"])
    #expect(
      try fonts(#"\mathfrak{g}\mathscr{L}"#) == [
        "Fraktur-Regular", "Main-Regular", "Script-Regular",
      ])
    #expect(
      try fonts(#"\mathsf{A}\mathtt{b}"#) == [
        "Main-Regular", "SansSerif-Regular", "Typewriter-Regular",
      ])
    #expect(try fonts(#"\textsf{\textbf{a} \textit{b}} \texttt{c}"#).count == 4)
    #expect(try fonts(#"\textbf{\textit{a}}"#) == ["Main-BoldItalic", "Main-Regular"])
    #expect(try fonts(#"\square"#) == ["AMS-Regular", "Main-Regular"])
    #expect(try fonts(#"\sum_1"#) == ["Main-Regular", "Size1-Regular"])
    #expect(try fonts(#"\sum_1"#, isDisplay: true) == ["Main-Regular", "Size2-Regular"])
    #expect(
      try fonts(#"\bigl(\Bigl(\biggl(\Biggl("#) == [
        "Main-Regular", "Size1-Regular", "Size2-Regular", "Size3-Regular", "Size4-Regular",
      ])
    #expect(
      try fonts(#"\left\{\begin{matrix}1\\2\\3\\4\\5\end{matrix}\right."#, isDisplay: true)
        == ["Main-Regular", "Size4-Regular"])
  }

  @Test func keepsTheStyleSmallAndWhole() throws {
    let rendered = MathRenderer(cache: nil).render(Samples.all)
    #expect(rendered.style.hasPrefix("/*! KaTeX 0.16"))
    #expect(rendered.style.contains("THE SOFTWARE IS PROVIDED"))
    #expect(
      rendered.style.contains(".katex .katex-mathml{position:absolute;clip:rect(1px,1px,1px,1px)"))
    #expect(!rendered.style.contains("\nbody") && !rendered.style.contains("http"))
    let rules = Stylesheet(rendered.style).rules.filter { $0.selectors != ["@font-face"] }
    #expect(rules.map(\.text).joined().utf8.count < 12_000)
    // Again, in another order: the same bytes.
    #expect(MathRenderer(cache: nil).render(Samples.all.reversed()).style == rendered.style)
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
