import NotebookRunner
import NotebookSyntax
import Operations
import Testing

@Suite struct SessionTests {
  @Test func keepsWhatCellsMakeForThoseThatFollow() async throws {
    let checked = try check(
      "```{numbers a}\ncount: 5\n```\n\n```{describe}\nnumbers: a.odd\ntitle: Odd\n```\n")
    var session = Session(checked)
    _ = await session.run(checked.notebook.cells[0])
    #expect(session.scope["a"]?.facts?["odd.count"] == .integer(3))
    let last = await session.run(checked.notebook.cells[1])
    #expect(last.texts == ["Odd: 3"])
    #expect(session.scope.results.map(\.name) == ["a", "describe"])
  }

  @Test func goesOnInTwoWaysFromACopy() async throws {
    let checked = try check("```{numbers}\n```\n\n```{describe}\ntitle: One\n```\n")
    let other = try check("```{numbers}\n```\n\n```{describe}\ntitle: Two\n```\n")
    var session = Session(checked)
    _ = await session.run(checked.notebook.cells[0])
    var copy = session
    #expect(await session.run(checked.notebook.cells[1]).texts == ["One: 3"])
    #expect(copy.scope["describe"] == nil)
    #expect(await copy.run(other.notebook.cells[1]).texts == ["Two: 3"])
  }

  @Test func putsWhatACellMakesInThePlaceOfWhatItMadeBefore() async throws {
    let checked = try check("```{numbers a}\nlimit: 2\n```\n\n```{describe}\ntitle: N\n```\n")
    let mended = try check("```{numbers a}\n```\n").notebook.cells[0]
    let replaced = try check("```{describe a}\nnumbers: b\ntitle: A\n```\n", after: "numbers b")
    var session = Session(checked)
    _ = await session.run(checked.notebook.cells[0])
    var last = await session.run(checked.notebook.cells[1])
    guard case .skipped("'a' failed") = last.outcome else {
      Issue.record("The cell was not left out: \(last.outcome)")
      return
    }
    _ = await session.run(mended)
    last = await session.run(checked.notebook.cells[1])
    #expect(last.texts == ["N: 3"])
    #expect(session.scope.results.map(\.name) == ["a", "describe"])

    // A result of another type takes the place of the first, and of what fitted before.
    for cell in replaced.notebook.cells { _ = await session.run(cell) }
    #expect(session.scope["a"]?.shape?.typeDescription == "a phrase")
    last = await session.run(checked.notebook.cells[1])
    #expect(last.settings.first == Setting("numbers", "b"))
  }

  @Test func leavesACellOut() async throws {
    let checked = try check("```{numbers a}\ncount: 7\n```\n")
    var session = Session(checked)
    let run = session.skip(checked.notebook.cells[0], because: "it is late")
    guard case .skipped("it is late") = run.outcome else {
      Issue.record("\(run.outcome)")
      return
    }
    #expect(run.settings.first == Setting("count", "7"))
    #expect(session.scope["a"]?.value == nil && session.scope["a"]?.shape != nil)
  }

  @Test func quotesFactsAndParametersButNoPartsOfParts() async throws {
    let text = "---\nparams:\n  size: 5\n---\n\n```{numbers a}\ncount: ${size}\n```\n\n"
    let checked = try check(text + "`{params.size}` `{a.mean}` `{a.odd.count}` `{a.odd.mean}`\n")
    var session = Session(checked)
    let values = checked.notebook.inlineValues
    #expect(session.value(quotedBy: values[1]) == nil)
    _ = await session.run(checked.notebook.cells[0])
    #expect(
      values.map(session.value(quotedBy:)) == [.integer(5), .real(3), .integer(3), .real(3)])

    let deep = CheckedNotebook(
      SourceFile(path: "n.md", text: text + "`{a.odd.odd.count}`\n"), operations: operations)
    #expect(deep.problems.map(\.message) == ["'a' has no value 'odd.odd.count'"])
    #expect(session.scope["a"]?.facts?["odd.odd.count"] == nil)
  }

  private func check(_ text: String, after cell: String? = nil) throws -> CheckedNotebook {
    let text = (cell.map { "```{\($0)}\n```\n\n" } ?? "") + text
    let checked = CheckedNotebook(
      SourceFile(path: "n.md", text: text), operations: operations)
    try #require(checked.isRunnable, "\(checked.problems)")
    return checked
  }
}

extension CellRun {
  fileprivate var texts: [String] {
    guard case .finished(let result) = outcome else { return [] }
    return result.outputs.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}
