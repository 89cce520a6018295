import NotebookSyntax

// What is wrong with a page.

extension DiagnosticCode {
  static let heavyPage = DiagnosticCode("heavy-page")
}
