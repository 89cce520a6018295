import Testing

@testable import NotebookSyntax

@Suite struct FormulaLabelTests {
  private func formula(_ tex: String, isDisplay: Bool = true, label: String? = nil) -> Formula {
    let file = SourceFile(path: "n.md", text: tex)
    return Formula(
      tex: tex, isDisplay: isDisplay, label: label,
      range: SourceRange(0..<tex.utf8.count, in: file))
  }

  @Test(arguments: [
    (#"x \label{eq:loss}"#, "loss"), (#"x \label{loss}"#, "loss"), (#"\label {eqn:a_1} x"#, "a_1"),
    (#"x \label{eq:als:loss.1}"#, "als-loss-1"), (#"a \\ \label{eq-b}"#, "b"),
  ]) func readsLabelsOfLaTeX(tex: String, name: String) {
    #expect(formula(tex).label == name)
    #expect(formula(tex, label: "own").label == "own")
    #expect(formula(tex, isDisplay: false).label == nil)
  }

  @Test(arguments: ["x", #"\\label{a}"#, #"\labels{a}"#, #"\label a"#, #"\label{}"#, #"\label{a"#])
  func readsNoLabelWhereNoneIs(tex: String) { #expect(formula(tex).label == nil) }

  @Test func readsTags() {
    #expect(formula(#"x \tag{3.1}"#).tag == "3.1")
    #expect(formula(#"x \tag*{$\star$}"#).tag == "star")
    #expect(formula("x").tag == nil)
  }
}
