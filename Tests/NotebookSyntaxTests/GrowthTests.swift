import Glibc
import NotebookSyntax
import Testing

/// Whatever is written a thousand times, on one line or on many: four times as much of it takes four
/// times as long to read, and not sixteen times.
@Suite struct GrowthTests {
  /// Each `a` becomes one of many names.
  private static let pieces = [
    "@fig-a", "`{a.b}`", "`{a.b !}`", "{a.b}", "${a}", "![a](b.png)", "![", "![a](b", "[^a]", "[^",
    "^[a]", "^[", "$x_a$", "$`x`$", "$$", "[a](b)", "[a](b c.png)", "[", "](", "]{.a}", "*a*]{.b}",
    "`a`", "`", "``a`", "~~a~~", "[@a]", "==a==", ":sad:", "x^2^", "{{a}}", "\\cite{a}", "<b>", "é",
  ]

  @Test(arguments: pieces, [" ", "\n"])
  func readsInTimeProportionalToLength(_ piece: String, _ separator: String) {
    func text(_ count: Int) -> String {
      (0..<count).map { piece.replacing("a", with: "a\($0 % 300)") }.joined(separator: separator)
    }
    // The clock is that of this thread, and yet others may get in the way.
    let isProportional = (0..<3).contains { _ in
      secondsToRead(text(1200)) < 8 * secondsToRead(text(300)) + 0.03
    }
    #expect(isProportional)
  }

  private func secondsToRead(_ text: String) -> Double {
    let start = processorTime
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    let places = [
      notebook.pictures.map(\.sourceRange), notebook.links.map(\.place),
      notebook.strayBraces.map(\.range), notebook.inlineValues.map(\.range),
      notebook.references.map(\.range), notebook.formulas.map(\.range),
    ]
    let excerpts = (places.joined() + problems.map(\.range)).map { Excerpt(of: $0) }
    #expect(excerpts.allSatisfy { !$0.line.isEmpty || text.contains("\n") })
    return processorTime - start
  }

  private var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
