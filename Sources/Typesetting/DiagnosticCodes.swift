public import NotebookSyntax

// What keeps formulas from being typeset.

extension DiagnosticCode {
  public static let invalidTeX = DiagnosticCode("invalid-tex")
  public static let missingFonts = DiagnosticCode("missing-fonts")
  public static let missingKaTeX = DiagnosticCode("missing-katex")
}
