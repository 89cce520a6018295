import NotebookRunner
import NotebookSyntax
import Operations
import Reports
import TestSupport
import Testing

@Suite struct ExtensionTests {
  @Test func showsWhatGoesBeyondCommonMark() throws {
    let page = try main(
      """
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
    let page = try main("The norm $\\|W\\|_F$ and\n\n$$ \\sum_i w_i $$\n", typesets: true)
    #expect(page.contains("<math"))
    #expect(page.contains("class=\"math-display\""))
    #expect(!page.contains("$") && !page.contains("class=\"tex"))
  }

  @Test func coloursCode() throws {
    let page = try main("``` python\ndef f(x): return x < 1\n```\n", typesets: true)
    #expect(page.contains("hljs-keyword"))
    #expect(page.contains("&lt;"))
  }

  /// What stands in the main part of a notebook's page.
  private func main(_ text: String, typesets: Bool = false) throws -> String {
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    let checked = NotebookRunner(registry: OperationRegistry([])).check(
      notebook, problems: problems)
    #expect(checked.problems.isEmpty, "\(checked.problems)")
    let run = NotebookRun(notebook: notebook, seed: 1, parameters: [], cells: [])
    let page = HTMLReport(
      run, version: "0", typeset: typesets ? TypesetNotebook(notebook, cache: nil) : .init()
    ).text
    #expect(LoadedAddresses.find(in: page) == [])
    let start = try #require(page.firstRange(of: "<main"))
    let end = try #require(page.firstRange(of: "</main>"))
    return String(page[start.lowerBound..<end.upperBound]) + "\n"
  }
}
