import CCmark
import Foundation
import NotebookSyntax
import Testing

@testable import Reports

/// What holds for all Markdown, on random documents.
///
/// Each document has a number, which makes it again: `RandomMarkdown(.wild, seed: 17).text`.
@Suite struct MarkdownPropertyTests {
  @Test func rendersTextWithoutItsOwnSyntaxAsCommonMark() {
    for seed in 0..<1_500 {
      let text = RandomMarkdown(.wild, seed: seed).text
      expectCommonMark(text, seed)
    }
  }

  @Test func rendersItsOwnSyntaxInCodeAndHTMLAsCommonMark() {
    for seed in 0..<1_500 {
      let text = RandomMarkdown(.hiding, seed: seed).text
      expectCommonMark(text, seed)
    }
  }

  @Test func findsEachFormulaOnce() {
    for seed in 0..<800 {
      let document = RandomMarkdown(.formulas, seed: seed)
      let (notebook, problems) = read(document.text)
      let found = notebook.formulas.map { $0.tex.filter { !$0.isWhitespace } }
      #expect(found.sorted() == document.formulas.sorted(), "seed \(seed):\n\(document.text)")
      #expect(problems.isEmpty, "seed \(seed): \(problems)\n\(document.text)")
    }
  }

  @Test func showsNoMarkWhateverItReads() {
    let pieces = [
      "$", "$$", "`", "``", "```\n", "~~~", "\n", "\n\n", "> ", "- ", "    ", "\\", "\\(", "\\)",
      "\\[",
      "\\]", "[", "]", "(", ")", "^[", "[^a]", "\n[^a]: ", "\n:::", "\n::: note\n", "<!--", "-->",
      "<b>",
      "*", "_", "a", "x ", "|", "\n|-|-|\n", "@fig-a", "~~", "\n\\begin{a}", "\\end{a}", "`{a.b}`",
      "> [!NOTE]\n", "&#xE000;", "- [ ] ", "![", "](", "<http://a.b/", ">", "\"", "{#eq-a}",
      "```math\n",
      "# ", "1. ", "+   ", "\t", "\n===\n",
    ]
    for seed in 0..<2_000 {
      var chance = Chance(seed: seed)
      let text = (0...chance.next(40)).map { _ in chance.pick(pieces) }.joined()
      let (notebook, problems) = read("x\n\n" + text)
      let page = html(of: notebook) + "\(notebook.blocks)\(problems)"
      let isMarked = page.unicodeScalars.contains { (0xE001...0xF8FF).contains($0.value) }
      #expect(!isMarked, "seed \(seed): \(text.debugDescription)")
    }
  }

  private func expectCommonMark(_ text: String, _ seed: Int) {
    let (notebook, _) = read(text)
    #expect(
      html(of: notebook) == Self.commonMark(text), "seed \(seed): \(text.debugDescription)")
  }

  private func read(_ text: String) -> (Notebook, [Diagnostic]) {
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    return (notebook, problems)
  }

  private func html(of notebook: Notebook) -> String {
    var renderer = MarkdownRenderer()
    let blocks = notebook.blocks.compactMap { block in
      if case .prose(let block) = block { block } else { nil }
    }
    return renderer.render(blocks).markup
  }

  /// What cmark writes for a text.
  private static func commonMark(_ text: String) -> String {
    guard let html = cmark_markdown_to_html(text, text.utf8.count, CMARK_OPT_DEFAULT) else {
      return ""
    }
    defer { free(html) }
    return String(cString: html)
  }
}
