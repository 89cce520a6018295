public import NotebookSyntax

// What keeps formulas from being typeset.

extension DiagnosticCode {
  public static let arrayColumns = DiagnosticCode("array-columns")
  public static let duplicateMacro = DiagnosticCode("duplicate-macro")
  public static let invalidTeX = DiagnosticCode("invalid-tex")
  public static let missingFonts = DiagnosticCode("missing-fonts")
  public static let missingJavaScriptCore = DiagnosticCode("missing-javascriptcore")
  public static let missingKaTeX = DiagnosticCode("missing-katex")
  public static let texComment = DiagnosticCode("tex-comment")
}
