/// Mathematics in TeX, written `$…$`, `$$…$$` or `\begin{…}…\end{…}`.
public struct Formula: Sendable {
  /// What stands between the dollars; for an environment, all of it.
  public var tex: String
  /// Whether the formula stands on a line of its own, and large.
  public var isDisplay: Bool
  /// The name that `{#eq-name}` gives it, without `eq-`.
  public var label: String?
  /// Where the formula is written, dollars included.
  public var range: SourceRange

  public init(tex: String, isDisplay: Bool, label: String? = nil, range: SourceRange) {
    self.tex = tex
    self.isDisplay = isDisplay
    self.label = label
    self.range = range
  }
}
