public import NotebookSyntax

// What is wrong with ratings and models.

extension DiagnosticCode {
  public static let ambiguousIdentity = DiagnosticCode("ambiguous-identity")
  public static let differentRatings = DiagnosticCode("different-ratings")
  public static let differentSize = DiagnosticCode("different-size")
  public static let diverged = DiagnosticCode("diverged")
  public static let duplicateRatings = DiagnosticCode("duplicate-ratings")
  public static let malformedLine = DiagnosticCode("malformed-line")
  public static let missingEntries = DiagnosticCode("missing-entries")
  public static let nameCount = DiagnosticCode("name-count")
  public static let noFactors = DiagnosticCode("no-factors")
  public static let noRatings = DiagnosticCode("no-ratings")
  public static let noTestRatings = DiagnosticCode("no-test-ratings")
  public static let noTimestamps = DiagnosticCode("no-timestamps")
  public static let notConverged = DiagnosticCode("not-converged")
  public static let nothingToCompare = DiagnosticCode("nothing-to-compare")
  public static let pathOutsideOutput = DiagnosticCode("path-outside-output")
  public static let singularSystem = DiagnosticCode("singular-system")
  public static let tooLargeMatrix = DiagnosticCode("too-large-matrix")
  public static let tooManyRatings = DiagnosticCode("too-many-ratings")
  public static let unavailableDataset = DiagnosticCode("unavailable-dataset")
  public static let unknownColumn = DiagnosticCode("unknown-column")
  public static let unknownDataset = DiagnosticCode("unknown-dataset")
  public static let unknownFileFormat = DiagnosticCode("unknown-file-format")
  public static let unknownIdentity = DiagnosticCode("unknown-identity")
  public static let unmatchedTitles = DiagnosticCode("unmatched-titles")
  public static let unreadableFile = DiagnosticCode("unreadable-file")
  public static let unsuitableFileFormat = DiagnosticCode("unsuitable-file-format")
  public static let unusableArray = DiagnosticCode("unusable-array")
  public static let unwritableFile = DiagnosticCode("unwritable-file")
}
