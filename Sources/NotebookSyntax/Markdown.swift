/// A block of prose: what CommonMark calls a leaf or container block.
public struct MarkdownBlock: Sendable {
  public indirect enum Content: Sendable {
    case paragraph([MarkdownInline])
    /// A heading of level 1 to 6.
    case heading(level: Int, [MarkdownInline])
    case quote([MarkdownBlock])
    case list(MarkdownList)
    /// Code that is shown and never run; `info` is what stands behind the opening fence.
    case code(info: String, text: String)
    /// Raw HTML, as written.
    case html(String)
    case thematicBreak
  }

  public var content: Content
  /// The whole lines that the block is written on.
  public var range: SourceRange

  public init(_ content: Content, range: SourceRange) {
    self.content = content
    self.range = range
  }
}

/// An ordered or bulleted list.
public struct MarkdownList: Sendable {
  /// The number of the first item of an ordered list; nil for bullets.
  public var start: Int?
  /// Whether the items' paragraphs stand close together, without `<p>`.
  public var isTight: Bool
  public var items: [[MarkdownBlock]]

  public init(start: Int?, isTight: Bool, items: [[MarkdownBlock]]) {
    self.start = start
    self.isTight = isTight
    self.items = items
  }
}

/// A piece of running text.
public indirect enum MarkdownInline: Sendable {
  case text(String)
  case code(String)
  case softBreak
  case lineBreak
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case link(destination: String, title: String, [MarkdownInline])
  case image(source: String, title: String, alt: [MarkdownInline])
  /// Raw HTML, as written.
  case html(String)
  /// A value of a result, written `` `{model.test.mse:.3f}` ``.
  case value(InlineValue)
}
