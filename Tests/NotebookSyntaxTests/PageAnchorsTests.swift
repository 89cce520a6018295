import NotebookSyntax
import Testing

@Suite struct PageAnchorsTests {
  /// The names of the headings of a notebook, in their order.
  private func names(_ text: String) -> [String?] {
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    var anchors = PageAnchors(notebook)
    return notebook.blocks.map { block in
      guard case .prose(let prose) = block else { return nil }
      return anchors.nextName(of: prose)
    }.filter { $0 != nil }
  }

  @Test func areTheWordsOfHeadings() {
    #expect(
      names("# Alternating *least* squares\n\n# `A` & $x^2$\n\n# «»\n\n# The `{a.mse:.3f}`\n")
        == ["alternating-least-squares", "a-x2", "section", "the-amse"])
  }

  @Test func areGivenOutOnce() {
    #expect(names("# A\n\n# A\n\n# A 2\n\n# A\n") == ["a", "a-2", "a-2-2", "a-3"])
    #expect(names("# A\n\n# B {#a}\n") == ["a-2", "a"])
  }

  /// What else has a name on the page keeps it.
  @Test func leaveTheNamesOfOthers() {
    #expect(
      names(
        """
        # Main

        # Provenance

        # eq-a

        # Footnote 1

        # Footnote reference 1

        # Cell a

        $$x$$ {#eq-a}

        Text[^1].

        [^1]: Note.
        """)
        == [
          "main-2", "provenance-2", "eq-a-2", "footnote-1-2", "footnote-reference-1-2",
          "section-cell-a",
        ])
  }

  @Test func areFoundQuicklyForManyHeadingsOfOneName() {
    let text = String(repeating: "# A\n\n", count: 2_000)
    #expect(Set(names(text).compactMap(\.self)).count == 2_000)
  }

  @Test(arguments: [
    ("<b>", true), ("</sub>", true), ("<my-part a>", true), ("<!-- x -->", true), ("<svg>", true),
    ("<Float>", false), ("<T>", false), ("</Int>", false), ("<Key, Value>", false),
  ]) func knowTagsOfHTML(markup: String, isKnown: Bool) {
    #expect(HTMLTag.isKnown(markup) == isKnown)
  }
}
