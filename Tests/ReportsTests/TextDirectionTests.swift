import Testing

@Suite struct TextDirectionTests {
  @Test(arguments: ["lang: ar", "lang: he", "lang: fa-IR", "lang: ur", "lang: en\ndir: rtl"])
  func writesPagesFromRightToLeft(line: String) {
    #expect(page(of: "---\n\(line)\n---\n\nنص\n").contains(" dir=\"rtl\">"))
  }

  @Test func saysNothingWhereAllIsUsual() {
    #expect(!page(of: "# Text\n\n- More\n").contains(" dir=\""))
    #expect(!page(of: "---\nlang: he\ndir: ltr\n---\n\nText\n").contains(" dir=\""))
  }

  /// A block says which direction it has where that isn't the page's, and only the outermost.
  @Test func writesBlocksInTheirOwnDirection() throws {
    let main = try mainPart(
      of: """
        # כותרת

        הנוסחה $x^2$ היא פרבולה, `code` ועוד.

        - שלום
        - עולם

        1. English
        2. עברית
        3. English again

        > ציטוט

        | a | ב |
        |---|---|
        | English here | עולם |

        ::: note שלום
        עולם
        :::
        """)
    for start in [
      "<h1 id=\"כותרת\" dir=\"rtl\">", "<p dir=\"rtl\">הנוסחה", "<ul dir=\"rtl\">\n<li>שלום</li>",
      "<ol>\n<li>English</li>\n<li dir=\"rtl\">עברית</li>", "<blockquote dir=\"rtl\">\n<p>",
      "<th dir=\"rtl\">ב</th>", "<td dir=\"rtl\">עולם</td>", "<aside class=\"callout note\"",
    ] {
      #expect(main.contains(start), "\(start)")
    }
    #expect(main.contains("aria-label=\"Note\" dir=\"rtl\">"))
  }

  @Test func writesFormulasFromLeftToRight() throws {
    let main = try mainPart(of: "הנוסחה $f(x)=x^2$ היא\n\n$$ a $$\n", typesets: true)
    #expect(main.contains("<span class=\"katex\" dir=\"ltr\">"))
    #expect(main.contains("<span class=\"katex-display\" dir=\"ltr\">"))
  }
}

@Suite struct MacroPageTests {
  @Test func definitionsLeaveNothingOnThePage() throws {
    let main = try mainPart(
      of: """
        ---
        macros: {half: '\\tfrac{1}{2}'}
        ---

        $\\newcommand{\\a}{\\half b}$ $\\def\\c{d}$

        $$
        \\newcommand{\\e}{f}
        $$

        See $\\a \\c \\e$.
        """, typesets: true)
    #expect(main.hasPrefix("<main id=\"main\">\n<p>See <span"))
    #expect(!main.contains("tex\">"))
  }

  @Test func labelsOfLaTeXNameFormulas() throws {
    let main = try mainPart(
      of: """
        \\begin{equation}
        x = 1 \\label{eq:x}
        \\end{equation}

        $$ y \\tag{A} \\label{y} $$

        $$ z $$ {#eq-z}

        As @eq-x, @eq-y, @eq-z and $\\eqref{eq:x}$ say.
        """, typesets: true)
    #expect(main.contains("<div class=\"equation\" id=\"eq-x\">"))
    #expect(main.contains("href=\"#eq-x\">Equation\u{A0}1</a>"))
    #expect(main.contains("href=\"#eq-y\">Equation\u{A0}A</a>"))
    #expect(main.contains("href=\"#eq-z\">Equation\u{A0}2</a>"))
    #expect(main.split(separator: "class=\"counter\"").count == 3)
    #expect(!main.contains("eqref"))
  }
}
