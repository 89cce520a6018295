public import NotebookSyntax

// What is wrong with a page.

extension DiagnosticCode {
  public static let heavyPage = DiagnosticCode("heavy-page")
}
