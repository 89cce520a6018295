import NotebookSyntax
import TestSupport
import Testing

@Suite struct NotebookReadingTests {
  @Test func readsEverythingANotebookCanHave() throws {
    let text = """
      ---
      title: "A *title* with `{a.b:.2f}`"
      author: [A. Lecturer, B. Student]
      date: Spring
      lang: de-AT
      seed: 7
      params:
        factors: 10
        sizes: [1, 2]
      defaults:
        echo: fold
      ---

      # Heading with `code`

      Prose with *emphasis*, **strong**, [a link](https://example.org "title"),
      ![a picture](a.png), <b>HTML</b>\\
      and `{model.test.mse:,.3f}`, but ``{model.mse}`` and `{als model}` are code.

      > A quote

      1. one
      2. two

         - three

      ~~~ python
      print("{not a cell}")
      ~~~

          ```{indented}

      <div>
      raw
      </div>

      ***

      ```{als model}
      #| caption: Loss of ${factors}
      #| alt: |
      #|   Two lines
      #|   of text
      #| echo: true
      data: "split"
      hidden: [10, 20]   # a comment
      columns: {user: 1, item: two}
      ```

      ~~~~ {show}
      ~~~~
      """
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    #expect(problems.isEmpty)
    try expectSnapshot(notebook.dump + "\n", named: "notebook.txt")
  }

  @Test func readsWhatGoesBeyondCommonMark() throws {
    let text = """
      # Als {#sec-als}

      Text with ~~struck *out*~~, a ~ b, a footnote[^a], another[^long], and @fig-model,
      @tbl-model_2. See (@eq-loss) and @sec-als; mail me@fig-a.org.
      | a | `b\\|c` | |
      |:--|:-:|--:|
      | 1 | *2* |
      | [](x) | `{a.b}` | $x_1$ | too many |

      Not a table:
      | a | b |

      - [ ] open
      - [x] done
      - plain

      $$ x^2 $$ {#eq-loss}

      [^a]: One line.
      [^long]: First
        lazy.

          Second paragraph.

      ::: warning Mind *this*
      Text.

      ```{show a}
      ```
      ::: {.callout-tip}
      - inner
      :::
      :::

      ::: solution
      :::

      ```
      ::: note
      ```
      """
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    #expect(problems.map(\.code) == [.surplusCells], "\(problems)")
    try expectSnapshot(notebook.dump + "\n", named: "extensions.txt")
  }

  @Test func namesAResultAfterItsOperation() throws {
    let cell = try cell("```{show}\n```")
    #expect(cell.result.text == "show")
    #expect(cell.parameters?.entries.isEmpty == true)
  }

  @Test func showsTheSourceOfACellWithoutItsOptions() throws {
    #expect(
      try cell("```{show a}\n#| echo: true\nvalue: b\n```").source
        == "```{show a}\nvalue: b\n```")
  }

  @Test(arguments: ["\r\n", "\r"]) func readsEveryKindOfLineEnd(_ lineEnd: String) throws {
    let text = ["Naïve é", "", "```{show}", "value: b", "```", ""].joined(separator: lineEnd)
    let file = try SourceFile(path: "n.md", bytes: Array(text.utf8))
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: file, problems: &problems)
    let entry = try #require(notebook.cells.first?.parameters?.entries.first)
    #expect("\(entry.value.range.start)" == "4:8")
    #expect(entry.value.text == "b")
  }

  @Test func keepsPrivateCharactersBesidePlaceholders() throws {
    let value = "\u{E000}\u{E001}a\u{E002} ${a} \u{E003}"
    let entry = try #require(
      try cell("```{show}\nvalue: '\(value)'\n```").parameters?.entries.first)
    #expect(entry.value.text == value)
    #expect(entry.value.range.text == "'\(value)'")
  }

  @Test func keepsTheNoteOfATitle() throws {
    var problems: [Diagnostic] = []
    let text = "---\ntitle: A^[Thanks to *all*.] b[^b]\n---\n\nText^[more]\n\n[^b]: Written below\n"
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    #expect(problems.map(\.description) == [])
    #expect(notebook.footnotes.count == 3)
    #expect(notebook.footnoteReferences == ["note 3", "b", "note 1"])
    let note = try #require(notebook.footnotes.first { $0.label == "note 3" })
    #expect(note.range.text == "^[Thanks to *all*.]")
  }

  /// The place of a word far into a line is found from near by, and is the same.
  @Test(arguments: ["a", "é", "e\u{301}", "😀"])
  func tellsPlacesInLongLines(_ letter: String) {
    for count in [10, 511, 512, 513, 1500, 5000] {
      let before = String(repeating: letter, count: count)
      let file = SourceFile(path: "n.md", text: "first\n\(before) word \(before)\nlast")
      let start = 6 + before.utf8.count + 1
      let range = SourceRange(start..<start + 4, in: file)
      #expect(range.start.column == before.count + 2)
      #expect(range.end.column == before.count + 6)
      #expect(file.location(of: start + 5 + before.utf8.count).column == 2 * before.count + 7)
      let excerpt = Excerpt(of: range)
      let carets = excerpt.carets.prefix { $0 == " " }.count
      let shown = excerpt.line.prefix { $0 != "w" }
      #expect(carets == (shown.count - 1) * (letter == "😀" ? 2 : 1) + 1 || count > 20)
      #expect(excerpt.line.contains(" word ") && excerpt.carets.hasSuffix("^^^^"))
      #expect(excerpt.line.hasPrefix("…") == (count > 200))
    }
  }

  @Test func survivesDeepNesting() {
    for text in [
      String(repeating: "> ", count: 10_000) + "a", String(repeating: "- ", count: 10_000) + "a",
      String(repeating: "*a **b ", count: 5_000) + String(repeating: "** *", count: 5_000),
      "```{a}\nb: " + String(repeating: "[", count: 10_000) + "\n```",
      "```{a}\nb: " + String(repeating: "{c: ", count: 10_000) + "\n```",
      String(repeating: "`", count: 10_000), String(repeating: "[", count: 10_000),
      String(repeating: "![a](", count: 10_000),
    ] {
      var problems: [Diagnostic] = []
      let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
      #expect(notebook.blocks.count <= 1)
    }
  }

  /// Cuts, doubles and swaps pieces of a notebook; whatever comes out is read without a trap.
  @Test func readsWhateverIsLeftOfANotebook() {
    let whole = Array(
      """
      ---
      title: "A `{a.b:.2f}` ${c}"
      params: {c: 1}
      ---

      # Ä *b* `{a.b}`

      ```{als a}
      #| caption: é ${c}
      data: [1, "two", {x: 'y'}]
      ```

      > - ~~~ {b}
      """.utf8)
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for round in 0..<3_000 {
      var bytes = whole
      for _ in 0...next(4) {
        let (start, length) = (next(bytes.count + 1), next(12))
        let range = start..<min(bytes.count, start + length)
        switch next(4) {
        case 0: bytes.removeSubrange(range)
        case 1: bytes.insert(contentsOf: bytes[range], at: next(bytes.count + 1))
        case 2: bytes.insert(UInt8(truncatingIfNeeded: next(256)), at: start)
        default: bytes.insert(contentsOf: whole[min(start, 60)..<60], at: next(bytes.count + 1))
        }
      }
      var problems: [Diagnostic] = []
      if let file = try? SourceFile(path: "n.md", bytes: bytes) {
        _ = Notebook(reading: file, problems: &problems)
      }
      for problem in problems {
        #expect(!problem.description.isEmpty, "round \(round)")
      }
    }
  }

  @Test func leavesNoSnapshotBehind() throws { try expectNoUnusedSnapshots() }

  private func cell(_ text: String) throws -> Cell {
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    #expect(problems.isEmpty)
    return try #require(notebook.cells.first)
  }
}
