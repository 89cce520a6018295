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
    /// Where it stands, for the macros that are known there.
    var start: Int

    init(_ formula: Formula) {
      tex = formula.tex
      isDisplay = formula.isDisplay
      start = formula.range.bytes.lowerBound
    }
  }

  public init() {}

  /// The markup of a formula, which may be put into a page as it is.
  ///
  /// An inline formula is a `span`, as is one on a line of its own (`span.katex-display`), which
  /// should stand in an element of the class `MathRenderer.displayClass`. Empty if the formula only
  /// defines macros. Nil if the formula has a
  /// problem: the page then shows its source.
  public internal(set) subscript(formula: Formula) -> String? {
    get { markup[Key(formula)] }
    set { markup[Key(formula)] = newValue }
  }

  /// All markup, in an order that depends on the formulas only.
  var allMarkup: [String] { Set(markup.values).sorted() }
}
