import NotebookRunner
import NotebookSyntax
import Operations
import Reports
import TestSupport
import Testing

/// The page of a notebook without cells, in which nothing is wrong.
func page(of text: String, typesets: Bool = false, problems expected: Int = 0) -> String {
  var problems: [Diagnostic] = []
  let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
  let checked = CheckedNotebook(
    notebook, operations: OperationRegistry([]), problems: problems)
  #expect(checked.problems.count == expected, "\(checked.problems)")
  let run = NotebookRun(notebook: notebook, seed: 1, parameters: [], cells: [])
  let page = HTMLReport().text(
    of: Report(
      run, version: "0", typeset: typesets ? TypesetNotebook(notebook, cache: nil) : .init()))
  #expect(LoadedAddresses.find(in: page) == [])
  return page
}

/// What stands in the main part of a notebook's page.
func mainPart(of text: String, typesets: Bool = false, problems: Int = 0) throws -> String {
  let page = page(of: text, typesets: typesets, problems: problems)
  let start = try #require(page.firstRange(of: "<main"))
  let end = try #require(page.firstRange(of: "</main>"))
  return String(page[start.lowerBound..<end.upperBound]) + "\n"
}
