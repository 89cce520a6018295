public import NotebookSyntax

/// The formulas of a page, ready to be put in.
public struct RenderedMathematics: Sendable {
  /// What is wrong with formulas, at their places; all of them warnings.
  public internal(set) var problems: [Diagnostic] = []
  /// The rules that the markup needs, fonts included; empty if no formula came out.
  public internal(set) var style = ""

  private var markup: [Key: String] = [:]

  private struct Key: Hashable {
    var tex: String
    var isDisplay: Bool
  }

  public init() {}

  /// The markup of a formula, which may be put into a page as it is.
  ///
  /// An inline formula is a `span`, as is one on a line of its own (`span.katex-display`), which
  /// should stand in an element of the class `MathRenderer.displayClass`. Nil if the formula has a
  /// problem: the page then shows its source.
  public internal(set) subscript(formula: Formula) -> String? {
    get { markup[Key(tex: formula.tex, isDisplay: formula.isDisplay)] }
    set { markup[Key(tex: formula.tex, isDisplay: formula.isDisplay)] = newValue }
  }

  /// All markup, in an order that depends on the formulas only.
  var allMarkup: [String] { markup.values.sorted() }
}
