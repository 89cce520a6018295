import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Reports
import TestSupport
import Testing

/// The files of the project that are documents and programs at once.
let project = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

let notebooks =
  (try? FileManager.default.contentsOfDirectory(
    at: project.appending(component: "notebooks"), includingPropertiesForKeys: nil)) ?? []

@Suite struct NotebookTests {
  @Test func findsTheNotebooks() { #expect(!notebooks.isEmpty) }

  @Test(arguments: notebooks) func findsNothingWrongInANotebook(_ url: URL) throws {
    let checked = try check(url)
    #expect(checked.problems.isEmpty, "\(Diagnostics(checked.problems))")
  }

  /// On data that is made in place, and with few epochs where a notebook has them.
  @Test(arguments: notebooks) func runsANotebookToItsEnd(_ url: URL) async throws {
    let declared = try check(url).notebook.frontMatter.parameters.map(\.key)
    let small = [
      "dataset": "planted", "epochs": "2", "factors": "3", "burn-in": "2", "samples": "3",
      "hidden": "[8]",
    ].filter { declared.contains($0.key) }.map { "\($0.key)=\($0.value)" }
    let run = try await check(url, small).run(RunSettings(threads: 2))
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
  }

  @Test func runsTheLectureOnALS() async throws {
    let url = project.appending(components: "notebooks", "als.md")
    let checked = try check(url, ["dataset=planted", "epochs=2", "factors=5"])
    let run = await checked.run(RunSettings(threads: 2))
    #expect(run.isComplete)
    let page = HTMLReport().text(
      of: Report(run, version: "0.0", typeset: TypesetNotebook(checked.notebook, cache: nil)))
    #expect(LoadedAddresses.find(in: page) == [])
    func error(_ name: String) throws -> Double {
      guard case .real(let error) = try #require(run.quoted[name]) else { return .nan }
      return error
    }
    // The second model is there to learn the training ratings by heart.
    #expect(try error("model.test.mse") < 0.7)
    #expect(try error("overfitted.train.mse") < error("model.train.mse") / 5)
  }

  @Test func hasTheReferenceInTheReadme() throws {
    let readme = try String(contentsOf: project.appending(component: "README.md"), encoding: .utf8)
    let parts = readme.components(separatedBy: "<!-- begin of the reference -->\n")
    let reference = try #require(parts.last?.components(separatedBy: "<!-- end of the ref").first)
    #expect(
      reference == "\n\(OperationRegistry.recommenders.reference)\n",
      "put what 'nbrun ops --markdown' writes between the marks")
  }

  @Test func runsTheNotebookOfTheReadme() async throws {
    let readme = try String(contentsOf: project.appending(component: "README.md"), encoding: .utf8)
    let example = readme.components(separatedBy: "````markdown\n")[1]
      .components(separatedBy: "````\n")[0]
    #expect(example.split(separator: "\n").count == 10)
    let right = SourceFile(path: "ten-lines.md", text: example)
    #expect(CheckedNotebook(right, operations: .recommenders).problems.isEmpty)

    // The mistake that the README shows, made in its notebook.
    let wrong = SourceFile(
      path: "ten-lines.md", text: example.replacing("data: ratings", with: "dta: ratings"))
    let found = CheckedNotebook(wrong, operations: .recommenders).problems
    for problem in found { #expect(readme.contains(problem.description)) }
    #expect(!found.isEmpty)
  }

  private func check(_ url: URL, _ arguments: [String] = []) throws -> CheckedNotebook {
    var problems: [Diagnostic] = []
    var overrides = ParameterOverrides()
    for argument in arguments { overrides.add(argument: argument, problems: &problems) }
    let file = try SourceFile(path: url.lastPathComponent, bytes: Array(Data(contentsOf: url)))
    try #require(problems.isEmpty)
    return CheckedNotebook(
      file, operations: .recommenders,
      settings: CheckSettings(
        overrides: overrides, folder: url.deletingLastPathComponent().path))
  }
}
