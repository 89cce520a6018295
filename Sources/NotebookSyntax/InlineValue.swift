/// A value of a result that is to stand in the prose, written `` `{model.test.mse:.3f}` ``.
public struct InlineValue: Sendable {
  /// The names between the dots: a result, then what is asked of it.
  public var path: [String]
  public var format: ValueFormat?
  /// What stands between the braces, and where.
  public var range: SourceRange

  public init(path: [String], format: ValueFormat?, range: SourceRange) {
    self.path = path
    self.format = format
    self.range = range
  }

  /// The path as it is written, such as `model.test.mse`.
  public var name: String { path.joined(separator: ".") }
}

extension InlineValue {
  /// The first name of a path that leads to the front matter's parameters.
  public static let parameters = "params"

  /// Reads `{path}` or `{path:format}`; nil if it is code that happens to be in braces.
  init?(reading text: String, at range: SourceRange) throws(Diagnostic) {
    let inner = text.dropFirst().dropLast()
    let compact = inner.filter { !$0.isWhitespace }
    let parts = compact.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let names = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    guard let first = names.first, first.isName, names.dropFirst().allSatisfy(\.isValuePart)
    else { return nil }
    let format = parts.count > 1 ? ValueFormat(String(parts[1])) : nil

    let asCode = "; to show it as code, write it in two backticks on each side"
    if compact.count < inner.count {
      // A cell's head such as {als model}, or a mapping such as {a: 1}, is code.
      guard format != nil else { return nil }
      throw Diagnostic(
        .invalidInlineValue, "White space isn't allowed in an inline value", at: range,
        help: "write `{\(compact)}`" + asCode)
    }
    if parts.count > 1, format == nil {
      throw Diagnostic(
        .unknownFormat, "'\(parts[1])' is not a format", at: range.first(String(parts[1])),
        help: "write one such as '.3f', ',d', '.2e', '.4g' or '.1%'" + asCode)
    }
    self.init(path: names.map(String.init), format: format, range: range)
  }
}

extension StringProtocol {
  /// Whether this may be the name of a result or a parameter.
  var isName: Bool { (first?.isLetter ?? false) && allSatisfy(\.isNamePart) }

  /// Whether this may be a part of the name of a value, such as `test`, `90` or `ndcg@10`.
  var isValuePart: Bool { !isEmpty && allSatisfy { $0.isNamePart || $0 == "@" } }
}
