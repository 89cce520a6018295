/// A call of one operation, written as a fenced block.
///
///     ```{als model}
///     #| caption: Mean squared error per epoch
///     data: split
///     factors: 20
///     ```
public struct Cell: Sendable {
  /// A word and where it is written.
  public struct Spelling: Sendable {
    public var text: String
    public var range: SourceRange

    public init(text: String, range: SourceRange) {
      self.text = text
      self.range = range
    }
  }

  public var operation: Spelling
  /// What later cells and prose call the result: as written, or the operation's name.
  public var result: Spelling
  public var options: CellOptions
  /// A mapping of the operation's parameters; nil if it could not be read.
  public var parameters: YAMLNode?
  /// What is wrong with how the parameters are written, if the operation is one at all.
  public var parameterProblems: [Diagnostic]
  /// The whole cell, fences included.
  public var range: SourceRange

  public init(
    operation: Spelling, result: Spelling, options: CellOptions, parameters: YAMLNode?,
    parameterProblems: [Diagnostic] = [], range: SourceRange
  ) {
    self.operation = operation
    self.result = result
    self.options = options
    self.parameters = parameters
    self.parameterProblems = parameterProblems
    self.range = range
  }

  /// The cell as it is written, without the lines that hold its options.
  public var source: String {
    range.text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !CellOptions.isOptionLine($0) }
      .joined(separator: "\n")
  }
}
