import Testing

@Suite struct AttributeTests {
  @Test func sizesPictures() throws {
    let main = try mainPart(
      of: "![a](x.png){width=50%} ![b](y.png){width=300 height=2.5em}\n", problems: 0)
    #expect(main.contains("style=\"width: 50%\""))
    #expect(main.contains("style=\"width: 300px; height: 2.5em\""))
    #expect(!main.contains("{"))
  }

  /// A picture with a name is a figure, numbered with the others, and its words are its caption.
  @Test func numbersPicturesThatHaveNames() throws {
    let main = try mainPart(
      of: """
        ![The *bridge*](a.png){#fig-bridge}

        > ![Tower](b.png){#fig-tower fig-alt="A tall tower"}

        See @fig-tower, @fig-bridge, \\ref{fig:tower} and [it](#fig-bridge).
        """)
    #expect(main.contains("<figure id=\"fig-bridge\">"))
    #expect(
      main.contains(
        "<figcaption><span class=\"counter\">Figure\u{A0}1.</span> The <em>bridge</em></figcaption>"
      ))
    #expect(main.contains("alt=\"A tall tower\"") || main.contains(">A tall tower</a>"))
    #expect(main.contains("href=\"#fig-tower\">Figure\u{A0}2</a>, <a"))
    #expect(main.contains("href=\"#fig-tower\">2</a>"))
  }

  @Test func leavesHeadingsWithoutNumbersOutOfTheCount() throws {
    let text = page(
      of: """
        ---
        title: T
        number-sections: true
        ---

        # Preface {-}

        # One

        ## More {.unnumbered .unlisted}

        # Two {#sec-two}

        # Three {#sec-three .unnumbered}

        See @sec-two and @sec-three.
        """)
    #expect(text.contains("<h2 id=\"preface\">Preface<"))
    #expect(text.contains("<span class=\"section-number\">2</span> Two<"))
    #expect(text.contains(">Section\u{A0}2</a> and <a"))
    #expect(text.contains("href=\"#sec-three\">“Three”</a>"))
    #expect(!text.contains("href=\"#more\">More"))
  }

  @Test func readsAddressesWithSpaces() throws {
    let main = try mainPart(
      of: """
        ![The *bridge*](my picture.png "Title") ![a](<b c.png>) ![d](e%20f.png) \\![no](a b.png)
        `![no](a b.png)` [x](a b.pdf)
        """, problems: 0)
    #expect(main.contains("<a href=\"my%20picture.png\" title=\"Title\">The bridge</a>"))
    #expect(main.contains("`") == false && main.contains("<code>![no](a b.png)</code>"))
  }

  @Test func marksWords() throws {
    let main = try mainPart(
      of:
        "[a *b*]{.mark} [c]{.underline} [d]{#e lang=he dir=rtl} [f](#e){target=_blank} `g`{.swift}\n"
    )
    #expect(
      main.contains(
        "<mark>a <em>b</em></mark> <u>c</u> <span id=\"e\" lang=\"he\" dir=\"rtl\">d</span> "
          + "<a href=\"#e\" target=\"_blank\" rel=\"noopener\">f</a> <code>g</code>"))
  }

  @Test func namesLanguagesAsPandocDoes() throws {
    let main = try mainPart(of: "```{.python}\nx\n```\n\n- ```{#a .swift}\n  y\n  ```\n")
    #expect(main.contains("<code class=\"language-python\">x"))
    #expect(main.contains("<code class=\"language-swift\">y"))
  }

  @Test func titlesCalloutsAsQuartoDoes() throws {
    let main = try mainPart(of: "::: {.callout-tip title=\"Mind *this*\"}\nText.\n:::\n")
    #expect(main.contains("Mind <em>this</em></p>") && !main.contains("title="))
  }

  @Test func keepsCodeWithABorderInItsCell() throws {
    let main = try mainPart(of: "| code | meaning |\n|---|---|\n| `a|b` | or |\n| `c\\|d` | x |\n")
    #expect(main.contains("<td><code>a|b</code></td>\n<td>or</td>"))
    #expect(main.contains("<td><code>c|d</code></td>\n<td>x</td>"))
  }

  /// Links by reference work in text that is read alone, and only real definitions count.
  @Test func findsReferencesEverywhere() throws {
    let text = page(
      of: """
        ---
        title: On [docs]
        ---

        | a [Docs][] |
        |---|
        | [the docs][x], [x], [^1] and [not][y] |

        ::: note See [docs]
        Text[^1].
        :::

        ```
        [y]: http://example.org/code
        ```

        [x]: http://example.org/x
          "A title"
        [docs]: <http://example.org/docs>

        > [quoted]: http://example.org/quoted

        | b |
        |---|
        | [quoted] ![a][x] |

        [^1]: Note with [x].
        """)
    for link in [
      "<h1>On <a href=\"http://example.org/docs\">docs</a></h1>",
      "<th>a <a href=\"http://example.org/docs\">Docs</a></th>",
      "<a href=\"http://example.org/x\" title=\"A title\">the docs</a>", "[not][y]",
      "See <a href=\"http://example.org/docs\">docs</a>",
      "<a href=\"http://example.org/quoted\">quoted</a>",
      "Note with <a href=\"http://example.org/x\" title=\"A title\">x</a>",
    ] {
      #expect(text.contains(link), "\(link)")
    }
    #expect(!text.contains("example.org/code\""))
  }
}
