import NotebookRunner
import NotebookSyntax
import Operations
import Reports
import TestSupport
import Testing

@Suite struct ExtensionTests {
  @Test func showsWhatGoesBeyondCommonMark() throws {
    let page = try mainPart(
      of: """
        # Start {#sec-start}

        ~~Struck~~ text[^b] with notes[^a], again[^b].

        | left | centre | right |
        |:-----|:------:|------:|
        | a    | *b*    | $x_1$ |
        |      | [](x)  |

        - [ ] open
        - [x] done

          with a paragraph

        $$ y = x^2 $$ {#eq-square}

        See @eq-square and @sec-start.

        [^a]: First note.
        [^b]: Second *note*.

        ::: exercise Think
        How?
        :::

        ::: solution
        So.
        :::

        ::: exercise
        Again?
        :::

        ::: {.callout-warning}
        - list
        :::
        """)
    try expectSnapshot(page, named: "extensions.html")
  }

  @Test func putsFormulasIntoThePageAsTheyAreSet() throws {
    let page = try mainPart(of: "The norm $\\|W\\|_F$ and\n\n$$ \\sum_i w_i $$\n", typesets: true)
    #expect(page.contains("<math"))
    #expect(page.contains("class=\"math-display\""))
    #expect(!page.contains("$") && !page.contains("class=\"tex"))
  }

  @Test func coloursCode() throws {
    let page = try mainPart(of: "``` python\ndef f(x): return x < 1\n```\n", typesets: true)
    #expect(page.contains("hljs-keyword"))
    #expect(page.contains("&lt;"))
  }
}
