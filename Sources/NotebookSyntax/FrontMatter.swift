/// What a notebook says about itself, between the lines of `---` at its head.
public struct FrontMatter: Sendable {
  public var title: [MarkdownInline]?
  public var subtitle: [MarkdownInline]?
  public var authors: [String]
  public var date: String?
  /// A BCP 47 language tag, such as `en` or `pt-BR`.
  public var language: String
  public var seed: UInt64
  /// Whether the page has a table of contents.
  public var hasContents: Bool
  /// How many levels of headings the table of contents shows.
  public var contentsDepth: Int
  /// Whether headings are numbered.
  public var numbersSections: Bool
  /// What `${name}` stands for, in the order in which it is declared.
  public var parameters: [YAMLNode.Entry]
  /// Whether every parameter could be read; if not, a name may be one of the others.
  package var knowsAllParameters = true
  /// What the options of a cell are where the cell doesn't say.
  public var defaults: CellOptions

  public init() {
    authors = []
    language = "en"
    seed = 1
    hasContents = true
    contentsDepth = 3
    numbersSections = false
    parameters = []
    defaults = CellOptions()
  }
}
