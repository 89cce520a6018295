import Testing

/// A notebook with mistakes, each marked where its diagnostic has to point.
struct DiagnosticFixture: CustomTestStringConvertible, Sendable {
  var name: String
  var marked: String
  var arguments: [String] = []

  init(_ name: String, arguments: [String] = [], _ marked: String) {
    self.name = name
    self.marked = marked
    self.arguments = arguments
  }

  var testDescription: String { name }
}

let diagnosticFixtures: [DiagnosticFixture] = [
  // Cells
  .init("unknown operation", "```{1️⃣nmbers}\n```\n"),
  .init("a language instead of an operation", "```{1️⃣python}\nprint(1)\n```\n"),
  .init("unknown parameter", "```{numbers}\n1️⃣cuont: 4\n```\n"),
  .init("duplicate parameter", "```{numbers}\ncount: 4\n1️⃣count: 5\n```\n"),
  .init("missing parameter", "```{numbers}\n```\n\n```{1️⃣describe}\n```\n"),
  .init("parameter without a value", "```{numbers}\n1️⃣count:\n```\n"),
  .init("wrong type", "```{numbers}\ncount: 1️⃣ten\nreversed: 2️⃣maybe\nscale-factor: 3️⃣nan\n```\n"),
  .init("a list instead of a number", "```{numbers}\ncount: 1️⃣[1, 2]\n```\n"),
  .init("wrong type in a list", "```{numbers}\nwithout: [1, 1️⃣two]\n```\n"),
  .init("quoted number", "```{numbers}\ncount: 1️⃣\"4\"\n```\n"),
  .init("out of range", "```{numbers}\ncount: 1️⃣101\nscale-factor: 2️⃣-1\nlimit: 3️⃣0\n```\n"),
  .init("not one of the words", "```{numbers}\nkind: 1️⃣sqare\n```\n"),
  .init("parameters that don't fit together", "```{numbers}\nkind: cube\ncount: 1️⃣60\n```\n"),
  .init("not a mapping", "```{numbers}\n1️⃣- 1\n```\n"),
  .init("duplicate name", "```{numbers a}\n```\n\n```{numbers 1️⃣a}\n```\n"),
  .init("duplicate name without a name", "```{numbers}\n```\n\n```{1️⃣numbers}\n```\n"),
  .init("name that is none", "```{numbers 1️⃣1st}\n```\n\n```{numbers 2️⃣params}\n```\n"),
  .init("head without an end", "```1️⃣{numbers\n```\n"),
  .init("too many words in a head", "```1️⃣{numbers a b}\n```\n"),
  .init("unclosed fence", "Text.\n\n1️⃣```{numbers}\ncount: 3\n\nMore text.\n"),
  .init("unclosed fence of code", "1️⃣~~~ python\nprint(1)\n"),
  .init("cell inside a list", "- item\n\n  ```1️⃣{numbers}\n  count: 3\n  ```\n"),
  .init("cell inside a quote", "> ```1️⃣{numbers a}\n> count: 3\n> ```\n"),

  // References
  .init(
    "unknown reference",
    "```{numbers a}\n```\n\n```{describe}\nnumbers: 1️⃣b\ntitle: B\n```\n"),
  .init(
    "misspelt reference",
    "```{numbers squares}\n```\n\n```{describe}\nnumbers: 1️⃣sqares\ntitle: B\n```\n"),
  .init("reference to nothing", "```{describe}\nnumbers: 1️⃣a\ntitle: A\n```\n"),
  .init(
    "reference to a later cell",
    "```{describe}\nnumbers: 1️⃣a\ntitle: A\n```\n\n```{numbers a}\n```\n"),
  .init(
    "reference of the wrong type",
    """
    ```{numbers a}
    ```

    ```{describe words}
    title: A
    ```

    ```{describe}
    numbers: 1️⃣words
    title: A
    ```
    """),
  .init(
    "reference to a part that isn't there",
    "```{numbers a}\n```\n\n```{describe}\nnumbers: 1️⃣a.od\ntitle: A\n```\n"),
  .init(
    "reference that could be several",
    "```{numbers a}\n```\n\n```{numbers b}\n```\n\n```{1️⃣describe}\ntitle: A\n```\n"),
  .init("input that nothing makes", "```{1️⃣describe}\ntitle: A\n```\n"),
  .init(
    "no more is said than the cause",
    "```{1️⃣nmbers a}\n```\n\n```{describe}\nnumbers: a\ntitle: A\n```\n\n`{a.count}`\n"),

  // Options
  .init("unknown option", "```{numbers}\n#| 1️⃣captoin: A\n```\n"),
  .init("option of another runner", "```{numbers}\n#| 1️⃣fig-cap: A\n```\n"),
  .init("wrong type of an option", "```{numbers}\n#| echo: 1️⃣sometimes\n#| error: 2️⃣1\n```\n"),
  .init("option below the head", "```{numbers}\ncount: 1\n1️⃣#| echo: false\n```\n"),
  .init("option that stands further left", "```{numbers}\n#| echo: true\n1️⃣#|output: false\n```\n"),

  // YAML
  .init("tab in the indentation", "```{numbers}\nwithout:\n1️⃣\t- 1\n```\n"),
  .init("unbalanced quote", "```{numbers}\n```\n\n```{describe}\ntitle: 1️⃣\"A\n```\n"),
  .init("unbalanced bracket", "```{numbers}\nwithout: 1️⃣[1, 2\n```\n"),
  .init("line without a colon", "```{numbers}\ncount: 1\n1️⃣kind\n```\n"),
  .init("two colons", "```{numbers}\ncount: 1 kind1️⃣: 2\n```\n"),
  .init("wrong indentation", "```{numbers}\ncount: 1\n  1️⃣kind: cube\n```\n"),
  .init("anchor", "```{numbers}\ncount: 1️⃣&a 1\n```\n"),
  .init("alias", "```{numbers}\ncount: 1️⃣*a\n```\n"),
  .init("character that starts nothing", "```{numbers}\ncount: 1️⃣@a\n```\n"),
  .init("second document", "```{numbers}\ncount: 1\n1️⃣---\ncount: 2\n```\n"),
  .init("control character", "```{numbers}\ncount: 1️⃣\u{1}\n```\n"),

  // Front matter
  .init("unknown key in the front matter", "---\n1️⃣titel: A\n---\n"),
  .init("wrong types in the front matter", "---\nseed: 1️⃣-1\nlang: 2️⃣english please\n---\n"),
  .init("front matter that is a list", "---\n1️⃣- a\n---\n"),
  .init("unclosed front matter", "1️⃣---\ntitle: A\n\nText.\n"),
  .init("bad YAML in the front matter", "---\ntitle: 1️⃣'A\n---\n"),
  .init(
    "wrong types of what a page has",
    "---\ntoc: 1️⃣sometimes\ntoc-depth: 2️⃣7\nnumber-sections: 3️⃣1\n4️⃣number_sections: true\n---\n"),
  .init(
    "macros and directions that are none",
    "---\nmacros:\n  1️⃣a1: x\n  b: 2️⃣{c: d}\n  '\\c': '#1'\ndir: 3️⃣up\n---\n"),
  .init("macros that are no list", "---\nmacros: 1️⃣argmin\n---\n"),
  .init("unknown default option", "---\ndefaults:\n  1️⃣eccho: false\n---\n"),
  .init("caption as a default", "---\ndefaults:\n  1️⃣caption: A\n---\n"),

  // Parameters of the notebook
  .init(
    "undeclared parameter",
    "---\nparams:\n  size: 3\n---\n\n```{numbers}\ncount: ${size}\nlimit: 1️⃣${siz}\n```\n"),
  .init(
    "parameter of the wrong type",
    "---\nparams:\n  size: ten\n---\n\n```{numbers}\ncount: 1️⃣${size}\n```\n"),
  .init(
    "override of the wrong type", arguments: ["size=ten"],
    "---\nparams:\n  size: 3\n---\n\n```{numbers}\ncount: 1️⃣${size}\n```\n"),
  .init("unused parameter", "---\nparams:\n  1️⃣size: 3\n---\n\nText.\n"),
  .init(
    "parameter made of another",
    "---\nparams:\n  size: 3\n  count: 1️⃣${size}\n---\n\n```{numbers}\ncount: ${count}\n```\n"
      + "\n`{params.size}`\n"),
  .init(
    "parameter that couldn't be read",
    "---\nparams:\n  size: 1️⃣{a: 1}\n---\n\n```{numbers}\ncount: ${size}\n```\n\n`{params.size}`\n"),

  // Inline values
  .init("inline value of no cell", "```{numbers a}\n```\n\nThere are `1️⃣{b.count}` numbers.\n"),
  .init("inline value that isn't there", "```{numbers a}\n```\n\nThere are *`1️⃣{a.cuont}`*.\n"),
  .init("inline value that is a result", "```{numbers a}\n```\n\n# `1️⃣{a}`\n"),
  .init("inline value of a part", "```{numbers a}\n```\n\n`{a.odd.count}` `1️⃣{a.odd.sum}`\n"),
  .init("format that is none", "```{numbers a}\n```\n\nThe mean is `{a.mean:1️⃣.3q}`.\n"),
  .init(
    "format that doesn't fit",
    "```{numbers a}\n```\n\n- `1️⃣{a.kind:.3f}`\n- `2️⃣{a.mean:d}`\n"),
  .init("white space in an inline value", "```{numbers a}\n```\n\n`1️⃣{a.mean: .3f}`\n"),
  .init(
    "inline value with digits",
    "```{numbers a}\n```\n\n`{a.share.90:.2f}` `{a.top@2}` `1️⃣{a.share.95}` `{90.a}`\n"),
  .init(
    "inline value that the parameters exclude",
    "```{numbers a}\ncount: 0\n```\n\n`{a.count}` `1️⃣{a.mean}` `2️⃣{a.odd.mean}`\n"),
  .init(
    "braces in running text",
    """
    ---
    title: "1️⃣{a.count} numbers"
    params:
      size: 3
    ---

    ```{numbers a}
    #| caption: Of 2️⃣{a.count}
    count: ${size}
    ```

    The mean is 3️⃣{a.mean:.2f} `{a.count}` \\{a.count}, not {a, b} or {x} or {1.5}.

    - *4️⃣{ a.odd.count }* of 5️⃣{params.size}, with \\${size} or 6️⃣${size}
    - Templates know 7️⃣{user.name}.

    | a | b |
    | --- | --- |
    | 8️⃣{a.mean} | `x` |
    """),
  .init(
    "code that begins as an inline value",
    """
    ```{numbers a}
    ```

    `{a}}`, `1️⃣{a.mean!r}`, `2️⃣{ a.mean }`, `3️⃣{a.mean`, `4️⃣{a[0].mean}`, `{a: 1}`, `{numbers a}`,
    `{x.mean !}`, ``{a.mean!}``, ``{a.mean}``.
    """),
  .init(
    "inline value in a caption",
    "---\ntitle: \"`1️⃣{a.cont}`\"\n---\n\n```{numbers a}\n#| caption: Of `2️⃣{a.suma}`\n```\n"),

  // Text that YAML takes away
  .init(
    "comments behind text",
    """
    ---
    title: Data set 1️⃣#2 of 3
    author: [A, B] # and C
    macros:
      norm: \\lVert 2️⃣#1 \\rVert
      half: '\\tfrac{1}{2}' # quoted
    seed: 3 # a number
    ---

    ```{numbers}
    #| caption: Data set 3️⃣#2
    #| alt: Squares 4️⃣# of 3
    count: 3 # small
    ```
    """),
  .init(
    "backslashes in double quotes",
    """
    ---
    title: "The $1️⃣\\beta$ distribution"
    subtitle: "Of $2️⃣\\nu$"
    date: "a line\\nand another, \\u00e9"
    author: '$\\beta$'
    ---
    """),
  .init("texts without text", "---\ntitle:1️⃣\n---\n\n```{numbers}\n#| caption: 2️⃣''\n```\n"),
  .init(
    "HTML in titles",
    """
    ---
    title: Array<Float> and 1️⃣<b>bold</b>
    ---

    ```{numbers}
    #| caption: Of Map<Key, Value> and 2️⃣<i>more</i>
    ```

    ::: note A Set<Int> 3️⃣<br>
    Use Array<Float>.
    :::
    """),

  // Links
  .init(
    "links that lead nowhere",
    """
    # First part {#sec-one}

    ## Second part

    ```{numbers a}
    #| caption: See [all](1️⃣#secnd-part)
    ```

    [a](#sec-one) [b](#second-part) [c](#) [d](#top) [e](#cell-a) [f](#tbl-a) [g](#eq-x) [h](#main)
    [i](2️⃣#nope) *[j](3️⃣#Second-part)* [k][l] [m](4️⃣#fig-a) [n](#footnote-1) [o](5️⃣#footnote-2)

    - text[^1] and [p](map.png) [q](6️⃣mop.png) [r](images) [s](https://example.org/no.png)
      [t](plan.pdf#page=3) [u](images/bridge.png) [v](7️⃣nowhere/map.png) [w](mailto:a@example.org)

    $$x$$ {#eq-x}

    [l]: #second-part
    [^1]: Note with [x](8️⃣#none).
    """),
  .init("links to what is made", "```{numbers a}\nkind: square\n```\n\n[a](square) [b](1️⃣cube)\n"),
  .init(
    "names that are the page's own",
    "1️⃣# A {#main}\n\n2️⃣# B {#cell-a}\n\n# C {#eq-x}\n\n3️⃣$$x$$ {#eq-x}\n\n# Main\n"),
  .init(
    "several labels in a formula",
    "1️⃣\\begin{align} a \\label{eq:x} \\\\ b \\label{eq:y} \\end{align}\n"),

  // Foreign syntax
  .init(
    "what others would have understood",
    """
    As 1️⃣[@smith] and *2️⃣[see @doe, p. 3]* say, x3️⃣^2^ and H4️⃣~2~O, 5️⃣==marked==, 6️⃣[[a page]],
    7️⃣{{< include a.md >}}, 8️⃣{{ value }}, 9️⃣:smile:.
    """),
  .init(
    "blocks that others would have understood",
    "Term\n1️⃣: Definition\n\n2️⃣!!! note\n    text\n\n3️⃣| a | b |\n| 1 | 2 |\n\n4️⃣##Heading\n\n5️⃣[TOC]\n"
      + "\n6️⃣+---+---+\n| a | b |\n+---+---+\n\n- 7️⃣![a](no picture) 8️⃣\\cite{a} 9️⃣\\textbf{x}\n"),
  .init("attributes behind nothing", "Text 1️⃣{.lead} and more.\n\n- item 2️⃣{: .a}\n3️⃣{#b}\n"),
  .init(
    "what only looks foreign",
    """
    If a == b and c==d, 10:30:20 or a:b:c; ~~struck~~, ~5 and ~6, 2^10 or x^2, [[1, 2], [3, 4]],
    me@example.org, [an @ sign], `[@smith] ==x==`, {a: 1}, #tag; \\alpha, $x^2$ and $a^2$.

    : a colon in a code span `: x`
    """.replacing("\n\n: a", with: " a")),

  // Attributes
  .init(
    "attributes that a page doesn't know",
    """
    # One {1️⃣.foo 2️⃣key=1}

    ![a](map.png){3️⃣.lightbox 4️⃣fig-cap="A" width=5️⃣big} [b](#one){target=6️⃣here} [c]{7️⃣.d lang=he}

    - `x`{.python 8️⃣.small}

    ```{.python 9️⃣.numberLines}
    x
    ```
    """),
  .init(
    "attributes that a page knows",
    """
    # One {.unnumbered}

    ## Two {-}

    # Three {#sec-c .unnumbered .unlisted}

    ![The *bridge*](my map.png "Title"){width=50% height=3cm fig-align=center} ![](map.png){fig-alt="A"}

    > ![Map](map.png){#fig-map}

    See @fig-map, \\ref{fig:map}, \\eqref{eq:x} and @sec-c; [the *map*](my map.png){target=_blank},
    [words]{.mark}, [b]{#place}, `x`{.python}, [there](#place) and [it](#fig-map).

    $$x$$ {#eq-x}

    ```{.python}
    x
    ```
    """),
  .init(
    "rows with too many cells",
    """
    | code | meaning |
    |---|---|
    | `a|b` | or |
    | a | b | 1️⃣c |
    | $|x|$ | norm | 2️⃣d | e |
    | x |
    | `a | b` |
    """),
  .init(
    "attributes of callouts",
    """
    ::: {.callout-note title="A title" 1️⃣collapse="true"}
    Text.
    :::

    ::: {.tip 2️⃣.large}
    Text.
    :::

    ::: {.3️⃣column-margin}
    Text.
    :::
    """),
  .init(
    "names of figures twice",
    "![a](map.png){#fig-a}\n\n1️⃣![b](map.png){#fig-a}\n\n2️⃣@fig-b 3️⃣\\ref{eq:none}\n"),

  // Pictures
  .init("misspelt picture", "![A map](1️⃣map.pgn) and ![another](2️⃣images/brigde.png \"title\")\n"),
  .init("picture that isn't there", "![A map](1️⃣images/quite-another.png)\n"),
  .init("picture in no such folder", "- > ![nowhere/map.png](1️⃣nowhere/map.png)\n"),
  .init("picture without words", "Text 1️⃣![](map.png), 2️⃣![ ][m].\n\n[m]: map.png\n"),
  .init("picture too large", "![A photograph](1️⃣../large.jpg)\n"),
  .init(
    "picture by a path that isn't the notebook's",
    "![a](1️⃣/etc/map.png) ![b](2️⃣file:///map.png) ![c](3️⃣javascript:x) 4️⃣![d]()\n"),
  .init("file that is no picture", "![A plan](1️⃣plan.pdf)\n"),
  .init(
    "pictures that are none",
    """
    ![empty](1️⃣empty.png) ![pointer](2️⃣pointer.png) ![cut](3️⃣cut.jpg) ![page](4️⃣page.gif)
    ![bare](5️⃣bare.svg) ![drawing](6️⃣drawing.png) ![photo](7️⃣photo.png) ![noise](8️⃣noise.webp)
    """),
  .init(
    "pictures that are right",
    """
    ![A map](my%20map.png) ![On the web](https://example.org/no.png) ![ok](//example.org/no.png)
    ![Held](data:image/png;base64,AQID) [![In a link](map.png)](plan.pdf) \\![no](plan.pdf) `![](no)`
    ![*Words* of
    two lines](Tower.JPEG)
    """),
  .init(
    "picture among what only looks like one",
    "![not one] 1️⃣![](no picture) ![A map](2️⃣nap.png)\n\n> # A heading 3️⃣![](map.png)\n"),
  .init("picture in a caption", "```{numbers}\n#| caption: Of ![a map](1️⃣mop.png)\n```\n"),

  // Beyond CommonMark
  .init(
    "HTML", "1️⃣<div>\ntext\n</div>\n\n<!-- a comment -->\n\n2️⃣Some <b>bold</b> text\nof two lines.\n"),
  .init("unknown callout", "::: 1️⃣nte\nText.\n:::\n"),
  .init("callout without an end", "1️⃣::: tip\nText.\n"),
  .init("end without a callout", "Text.\n\n1️⃣:::\n"),
  .init(
    "callouts nested too deep",
    String(repeating: "::: tip\n", count: 100) + "1️⃣" + String(repeating: "::: tip\n", count: 2900)
      + String(repeating: ":::\n", count: 3000)),
  .init("footnote that isn't there", "Text1️⃣[^a] and[^b].\n\n[^b]: Note.\n"),
  .init("footnote twice", "Text[^a].\n\n[^a]: Note.\n1️⃣[^a]: Note.\n"),
  .init("formula without an end", "Text.\n\n1️⃣$$\nx\n"),
  .init(
    "dangling references",
    """
    ```{numbers a}
    ```

    # One {#sec-one}

    $$ x $$ {#eq-loss}

    See 1️⃣@fig-b, 2️⃣@fig-a, @tbl-a, 3️⃣@tbl-c, 4️⃣@eq-los, @eq-loss, 5️⃣@sec-on and @sec-one;
    but not me@sec-two.org.
    """),
  .init(
    "outputs by names that aren't there",
    """
    ```{numbers a}
    #| caption:
    #|   numbers: All of them, `{a.count}`
    #|   1️⃣number: A few
    #| alt: {2️⃣numbers: Bars}
    ```

    ```{numbers b}
    #| alt: {x: 3️⃣[1]}
    ```

    @tbl-a.numbers and 4️⃣@tbl-a.numbrs, [here](#tbl-a.numbers), [there](5️⃣#tbl-a.numbres);
    6️⃣@fig-a.numbers. See @tbl-a.
    """),
  .init("reference to what is hidden", "```{numbers a}\n#| output: false\n```\n\n1️⃣@tbl-a\n"),
  .init("names twice", "# A {#sec-a}\n\n1️⃣# B {#sec-a}\n\n$$x$$ {#eq-a}\n\n2️⃣$$y$$ {#eq-a}\n"),
  .init(
    "references among what only looks like them",
    "```{numbers a}\n```\n\n`@tbl-b`, 1️⃣@tbl-b-c, *2️⃣@tbl-b-*, `[^b]`3️⃣[^b] and 4️⃣@tbl-b.\n"),

  // Whole files
  .init("empty file", "1️⃣"),
  .init("file of white space", "1️⃣ \n\t\n"),
  .init("line ends of Windows", "Naïve é.\r\n\r\n```{numbers}\r\n1️⃣cuont: 4\r\n```\r\n"),
  .init("byte-order mark", "\u{FEFF}```{numbers}\n1️⃣cuont: 4\n```\n"),
  .init("bytes that are not UTF-8", "Caf1️⃣\u{FFFD} au lait\n"),
  .init("very long line", "\(String(repeating: "é ", count: 200))`1️⃣{b.count}` and on and on\n"),
  .init("wide characters", "日本語 👍🏽 ❤️ e\u{301} `1️⃣{b.count}` and `2️⃣{数.count}`\n"),
  .init(
    "everything at once",
    """
    ---
    1️⃣titel: A
    params:
      size: 3
    ---

    ```{numbers a}
    2️⃣cuont: ${size}
    ```

    - ```3️⃣{numbers}
      ```

    ```{describe}
    title: 4️⃣"A
    ```

    `{a.mean:5️⃣q}`

    ```{6️⃣describe b}
    numbers: 7️⃣c
    ```
    """),
]
