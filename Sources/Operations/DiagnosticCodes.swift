public import NotebookSyntax

// Mistakes in calling operations.

extension DiagnosticCode {
  public static let ambiguousInput = DiagnosticCode("ambiguous-input")
  public static let cellFailed = DiagnosticCode("cell-failed")
  public static let conflictingParameters = DiagnosticCode("conflicting-parameters")
  public static let duplicateEntry = DiagnosticCode("duplicate-entry")
  public static let emptyList = DiagnosticCode("empty-list")
  public static let inapplicableParameter = DiagnosticCode("inapplicable-parameter")
  public static let missingFile = DiagnosticCode("missing-file")
  public static let missingInput = DiagnosticCode("missing-input")
  public static let missingParameter = DiagnosticCode("missing-parameter")
  public static let outOfRange = DiagnosticCode("out-of-range")
  public static let unknownOperation = DiagnosticCode("unknown-operation")
  public static let unknownParameter = DiagnosticCode("unknown-parameter")
  public static let unknownPart = DiagnosticCode("unknown-part")
  public static let unknownResult = DiagnosticCode("unknown-result")
  public static let unreadableFile = DiagnosticCode("unreadable-file")
  public static let unwritableFile = DiagnosticCode("unwritable-file")
  public static let wrongType = DiagnosticCode("wrong-type")
}
