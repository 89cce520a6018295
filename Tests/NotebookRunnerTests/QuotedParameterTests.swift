import NotebookRunner
import NotebookSyntax
import Operations
import Testing

/// A cell's parameters in prose, such as `{model.parameters.factors}`.
@Suite struct QuotedParameterTests {
  private static let notebook = """
    ---
    params: {n: 4}
    ---

    ```{numbers a}
    #| caption: "Of `{a.parameters.count}` numbers"
    count: ${n}
    without: [2]
    ```

    ```{describe b}
    title: "one: two"
    ```

    ```{numbers c}
    #| error: true
    limit: 1
    ```


    """

  @Test(arguments: [
    ("a.parameters.count", "4"), ("a.parameters.scale-factor", "1"),
    ("a.parameters.scale-factor:.2f", "1.00"), ("a.parameters.kind", "count"),
    ("a.parameters.reversed", "false"), ("b.parameters.title", "one: two"),
    ("b.parameters.numbers", "a"),
  ]) func saysWhatItIs(_ quote: String, _ text: String) async throws {
    // `describe` fills its input in, so there must be no other numbers before it.
    let run = try await run("It is `{\(quote)}`.")
    let value = try #require(run.notebook.inlineValues.last)
    #expect(run.quoted[value.name]?.formatted(value.format) == text)
    #expect(run.isComplete, "\(run.diagnostics)")
  }

  @Test func isKnownInCaptionsAndOfCellsThatFail() async throws {
    let run = try await run("At most `{c.parameters.limit}`.")
    #expect(run.quoted["a.parameters.count"] == .integer(4))
    #expect(run.quoted["c.parameters.limit"] == .integer(1))
    #expect(run.isComplete, "\(run.diagnostics)")
  }

  @Test(arguments: [
    ("a.parameters.cuont", "The cell of 'a' has no parameter 'cuont'"),
    ("a.parameters.without", "The parameter 'without' of 'a' is not a single value"),
    ("a.parameters.limit", "The parameter 'limit' of 'a' is left out"),
    ("b.parameters.opening", "The parameter 'opening' of 'b' is left out"),
    ("a.parameters", "'a.parameters' is not a single value"),
    ("a.parameters.kind:.2f", "'a.parameters.kind' is text and can't have a number format"),
    ("a.parameters.scale-factor:d", "'a.parameters.scale-factor' is not a whole number"),
  ]) func isCheckedBeforeTheRun(_ quote: String, _ message: String) {
    let found = check("It is `{\(quote)}`.").problems
    #expect(found.map(\.message) == [message])
    #expect(found.first?.range.start.line == 20)
  }

  /// What is wrong with the cell is told once, at the cell.
  @Test func isNotBlamedForItsCell() {
    let text = "```{numbers a}\ncount: many\n```\n\n`{a.parameters.count}`\n"
    let found = CheckedNotebook(SourceFile(path: "n.md", text: text), operations: operations)
      .problems
    #expect(found.map(\.message) == ["'count' must be a whole number, between 0 and 100"])
  }

  private func check(_ prose: String) -> CheckedNotebook {
    CheckedNotebook(
      SourceFile(path: "n.md", text: Self.notebook + prose + "\n"), operations: operations)
  }

  private func run(_ prose: String) async throws -> NotebookRun {
    let checked = check(prose)
    try #require(checked.problems.isEmpty, "\(checked.problems)")
    return await checked.run()
  }
}
