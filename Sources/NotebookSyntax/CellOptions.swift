/// What is shown of a cell: the `#|` lines at its head.
///
/// They never change what is computed, and so they are no parameters.
public struct CellOptions: Sendable {
  public enum Echo: String, CaseIterable, Sendable {
    case shown = "true"
    case hidden = "false"
    case folded = "fold"
  }

  /// What stands under the cell's plot, or over its table.
  public var caption: [MarkdownInline]?
  /// A description of the plot for those who don't see it.
  public var alt: String?
  /// Whether the cell's source is shown.
  public var echo: Echo?
  /// Whether the cell's outputs are shown.
  public var output: Bool?
  /// Whether anything of the cell is shown.
  public var include: Bool?
  /// Whether the cell may fail without the notebook failing.
  public var error: Bool?

  public init() {}

  static func isOptionLine(_ line: some StringProtocol) -> Bool {
    line.drop { $0 == " " || $0 == "\t" }.hasPrefix("#|")
  }
}
