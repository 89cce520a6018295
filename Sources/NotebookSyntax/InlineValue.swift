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
