/// How the lines of a file are cut into fields, and whether the first one names them.
public struct LineForm: Sendable {
  var dialect: DelimitedRows.Dialect
  var header = ColumnFinder.Header.unlessNumbers
  /// What the first line of such a file has in it, if nothing else tells that it is one.
  var mark: String?
  /// The columns that are read if they are there.
  var optional: [FileColumn] = []

  init(
    _ dialect: DelimitedRows.Dialect, header: ColumnFinder.Header = .unlessNumbers,
    mark: String? = nil, optional: [FileColumn] = []
  ) {
    self.dialect = dialect
    self.header = header
    self.mark = mark
    self.optional = optional
  }
}

extension TextHead {
  /// The form in which the first rows are rows.
  ///
  /// - Parameters:
  ///   - format: the format that was named; nil to go by the name of the file.
  ///   - others: the forms that are tried besides if no format was named.
  ///   - needed: how many fields there have to be.
  /// - Returns: the form.
  /// - Throws: `ReadingError` if nothing separates fields.
  func form<Format: FileFormat>(
    of format: Format?, others: [LineForm], needed: Int
  ) throws(ReadingError) -> LineForm {
    let named = format?.lineForms
    let forms = named ?? Format.suggested(by: path).flatMap(\.lineForms) + others
    var dialects: [DelimitedRows.Dialect] = []
    for form in forms where !dialects.contains(form.dialect) { dialects.append(form.dialect) }
    // A file in which nothing separates fields may have one column, if that was said.
    guard let found = dialect(among: dialects, needed: needed) ?? named?.first?.dialect else {
      throw firstLine.isEmpty
        ? .nothingInside(path: path) : .unknownFormat(path: path, firstLine: firstLine)
    }
    let fitting = forms.filter { $0.dialect == found }
    let marked = fitting.first { $0.mark.map(firstLine.contains) ?? false }
    return marked ?? fitting.first { $0.mark == nil || named != nil } ?? LineForm(found)
  }
}
