import NotebookSyntax
import Testing

@testable import Operations

/// A value as the provenance of a report has it is read as the same value, and as no other.
@Suite struct WrittenValueTests {
  private static let texts = [
    "a", "x, y", "[x]", "{a: 1}", "a: b", "a #b", "#a", "'", "\"", "it's", "a\"b", " a", "a ",
    "-", "- a", "-1", "1", "true", "~", "null", "a\nb", "a\tb", "é 漢 😀", "a:", "*a", "&a", "!a",
    "%a", "@a", "`a", "|", ">", "?", "a,", "\u{7}", "\u{202E}a", "\\", "a\\n", "Toy Story (1995)",
  ]

  private func read<Value: ParameterValue>(_ yaml: String) throws -> Value {
    var problems: [Diagnostic] = []
    let notebook = Notebook(
      reading: SourceFile(path: "n.md", text: "```{a}\nvalue: \(yaml)\n```\n"), problems: &problems)
    #expect(problems.isEmpty, "\(yaml): \(problems)")
    let node = try #require(notebook.cells.first?.parameters?.entries.first?.value)
    return try Value(yaml: node)
  }

  @Test(arguments: texts) func isReadAsTheSameText(_ text: String) throws {
    #expect(try read(text.yaml) == text)
    #expect(try read([text, "b"].yaml) == [text, "b"])
    #expect(try read([text, text].yaml) == [text, text])
  }

  @Test func tellsListsApart() {
    #expect(["x, y", "z"].yaml == "[\"x, y\", z]")
    #expect(["x", "y", "z"].yaml == "[x, y, z]")
    let lists =
      Self.texts.flatMap { first in Self.texts.map { [first, $0] } } + Self.texts.map { [$0] }
    #expect(Set(lists.map(\.yaml)).count == lists.count)
  }
}
