/// A reference to something that has a number, written `@fig-model`.
public struct CrossReference: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// The plot of a cell.
    case figure = "fig"
    /// The table of a cell.
    case table = "tbl"
    /// A formula, written `$$ … $$ {#eq-name}`.
    case equation = "eq"
    /// A heading, written `# … {#sec-name}`.
    case section = "sec"
  }

  /// How a reference is shown.
  public enum Form: Sendable {
    /// `Figure 2`
    case named
    /// `2`, for LaTeX's `\ref`.
    case number
    /// `(2)`, for LaTeX's `\eqref`.
    case inParentheses
  }

  public var kind: Kind
  /// What is referred to, such as `model`, or `model.curve` for one of the outputs of a cell.
  public var name: String
  public var form = Form.named

  public init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = name
  }

  /// The cell whose figure or table is referred to.
  public var cell: String { String(name.prefix { $0 != "." }) }
  /// Which of the cell's outputs is meant; nil for the first of its kind.
  public var output: String? {
    name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
  }

  /// The reference as it is written, without the sign, such as `fig-model`.
  public var label: String { "\(kind.rawValue)-\(name)" }
}
