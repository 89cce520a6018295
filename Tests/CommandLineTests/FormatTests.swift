import Foundation
import TestSupport
import Testing

/// What reports are written as, and what becomes of solutions.
@Suite struct FormatTests {
  private static let notebook = """
    ```{load}
    dataset: planted
    users: 20
    items: 20
    ratings: 200
    ```

    ```{als model}
    data: load
    factors: 2
    epochs: 2
    ```

    It has `{model.parameters.factors}` factors; see @fig-model.curve.

    ::: solution
    A secret.
    :::
    """

  @Test func writesEachPlotInAFileOfItsOwn() async throws {
    try await withTemporaryDirectory { folder in
      try Data(Self.notebook.utf8).write(to: folder.appending(component: "n.md"))
      let run = try Program.run("n.md", "--to", "svg,html", "--output", "out", in: folder.path)
      #expect(run.exitCode == 0, "\(run.errors)")
      let output = folder.appending(component: "out")
      let names = try FileManager.default.contentsOfDirectory(atPath: output.path).sorted()
      #expect(names == ["n.html", "n.model.curve.svg"])
      let drawing = try String(
        contentsOf: output.appending(component: "n.model.curve.svg"), encoding: .utf8)
      #expect(
        drawing.contains("<style>") && drawing.contains(#"xmlns="http://www.w3.org/2000/svg""#))
    }
  }

  @Test(arguments: [("none", false, false), ("folded", true, false), ("shown", true, true)])
  func showsSolutionsAsItIsTold(_ how: String, _ isThere: Bool, _ isOpen: Bool) async throws {
    try await withTemporaryDirectory { folder in
      try Data(Self.notebook.utf8).write(to: folder.appending(component: "n.md"))
      let run = try Program.run("n.md", "--solutions", how, in: folder.path)
      #expect(run.exitCode == 0, "\(run.errors)")
      let page = try String(contentsOf: folder.appending(path: "output/n.html"), encoding: .utf8)
      #expect(page.contains("A secret.") == isThere)
      let folded = page.contains(#/<details class="callout[^>]*>/#)
      #expect(folded == (isThere && !isOpen), "\(how)")
      #expect(page.contains("It has 2 factors"))
    }
  }
}
