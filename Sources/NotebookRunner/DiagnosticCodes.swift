public import NotebookSyntax

// Mistakes that show in a notebook as a whole.

extension DiagnosticCode {
  public static let brokenPicture = DiagnosticCode("broken-picture")
  public static let cellNotRun = DiagnosticCode("cell-not-run")
  public static let duplicateAnchor = DiagnosticCode("duplicate-anchor")
  public static let duplicateResult = DiagnosticCode("duplicate-result")
  public static let formatMismatch = DiagnosticCode("format-mismatch")
  public static let heavyPicture = DiagnosticCode("heavy-picture")
  public static let hiddenOutput = DiagnosticCode("hidden-output")
  public static let invalidPicturePath = DiagnosticCode("invalid-picture-path")
  public static let missingAlternative = DiagnosticCode("missing-alternative")
  public static let missingFile = DiagnosticCode("missing-file")
  public static let missingOutput = DiagnosticCode("missing-output")
  public static let missingPicture = DiagnosticCode("missing-picture")
  public static let nestedParameter = DiagnosticCode("nested-parameter")
  public static let omittedHTML = DiagnosticCode("omitted-html")
  public static let overwrittenFile = DiagnosticCode("overwritten-file")
  public static let strayBraces = DiagnosticCode("stray-braces")
  public static let textTooLong = DiagnosticCode("text-too-long")
  public static let unavailableOutput = DiagnosticCode("unavailable-output")
  public static let unavailableValue = DiagnosticCode("unavailable-value")
  public static let undeclaredParameter = DiagnosticCode("undeclared-parameter")
  public static let unknownAnchor = DiagnosticCode("unknown-anchor")
  public static let unknownFormula = DiagnosticCode("unknown-formula")
  public static let unknownHeading = DiagnosticCode("unknown-heading")
  public static let unknownPictureFormat = DiagnosticCode("unknown-picture-format")
  public static let unusedParameter = DiagnosticCode("unused-parameter")
}
