/// A block of prose: what CommonMark calls a leaf or container block.
public struct MarkdownBlock: Sendable {
  public indirect enum Content: Sendable {
    case paragraph([MarkdownInline])
    /// A heading of level 1 to 6, with the name that `{#name}` at its end gives it.
    case heading(level: Int, [MarkdownInline], id: String?)
    case quote([MarkdownBlock])
    case list(MarkdownList)
    /// Code that is shown and never run; `info` is what stands behind the opening fence.
    case code(info: String, text: String)
    /// Raw HTML, as written.
    case html(String)
    case thematicBreak
    case table(MarkdownTable)
    /// A formula that stands alone.
    case math(Formula)
    /// A callout in a list or a quote, or one that is written as a quote; it holds no cells.
    case callout(Callout)
  }

  public var content: Content
  /// The whole lines that the block is written on.
  public var range: SourceRange
  /// Whether a heading takes part in the numbering of sections.
  public var isNumbered = true
  /// Whether a heading is in the table of contents.
  public var isListed = true

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
  public var items: [Item]

  public struct Item: Sendable {
    public var blocks: [MarkdownBlock]
    /// Whether a task that begins with `[ ]` or `[x]` is done; nil for other items.
    public var isDone: Bool?

    public init(_ blocks: [MarkdownBlock], isDone: Bool? = nil) {
      self.blocks = blocks
      self.isDone = isDone
    }
  }

  public init(start: Int?, isTight: Bool, items: [Item]) {
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
  case strikethrough([MarkdownInline])
  case link(destination: String, title: String, [MarkdownInline])
  case image(source: String, title: String, alt: [MarkdownInline])
  /// A picture, a link, code or words with attributes behind them.
  case span([MarkdownInline], MarkdownAttributes)
  /// Raw HTML, as written.
  case html(String)
  /// A value of a result, written `` `{model.test.mse:.3f}` ``.
  case value(InlineValue)
  /// A formula in the text, which may be of the large kind all the same.
  case math(Formula)
  /// A reference to the footnote of a label, written `[^label]`; the first of it has use 1.
  case footnote(String, use: Int)
  /// A reference to something that has a number, and where it is written.
  case reference(CrossReference, SourceRange)
}
