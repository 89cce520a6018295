import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Recommenders
import Testing

@testable import BiasOperations

@Suite struct BiasesTests {
  /// μ = 3, and every bias is 1 or −1.
  private let ratings = RatingTable(
    users: Identities(.words(["a", "b"])), items: Identities(.words(["x", "y"])),
    userIndices: [0, 0, 1, 1], itemIndices: [0, 1, 0, 1], values: [5, 3, 3, 1],
    source: RatingSource(name: "a test"))

  @Test func findsTheBiases() {
    var biases = Biases(of: ratings)
    biases.fit(to: ratings, damping: 0)
    #expect(biases.mean == 3 && biases.users == [1, -1] && biases.items == [1, -1])
    #expect(biases.error(on: ratings) == 0)
  }

  @Test func dampingDrawsThemToZero() {
    var biases = Biases(of: ratings)
    biases.fit(to: ratings, damping: 2)
    #expect(biases.users == [0.5, -0.5])
  }

  @Test func runsInANotebook() async throws {
    let text = """
      ```{load}
      dataset: planted
      ```

      ```{split}
      ```

      ```{biases}
      sweeps: 3
      ```

      The test error is `{biases.test.rmse:.3f}`.
      """
    let notebook = CheckedNotebook(
      SourceFile(path: "test.md", text: text), operations: .recommenders + .biases)
    try #require(notebook.isRunnable, "\(notebook.problems)")
    let run = await notebook.run()
    #expect(run.isComplete, "\(run.diagnostics)")
    guard case .real(let error) = run.quoted["biases.test.rmse"] else { return }
    #expect(error < 0.75, "The mean alone has 0.87")
  }
}
