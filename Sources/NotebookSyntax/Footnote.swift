/// A footnote, written `[^label]: text` on lines of its own, or `^[text]` where it belongs.
public struct Footnote: Sendable {
  public var label: String
  public var blocks: [MarkdownBlock]
  /// The label, where the footnote is written.
  public var range: SourceRange

  public init(label: String, blocks: [MarkdownBlock], range: SourceRange) {
    self.label = label
    self.blocks = blocks
    self.range = range
  }
}
