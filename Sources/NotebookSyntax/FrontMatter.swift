/// What a notebook says about itself, between the lines of `---` at its head.
public struct FrontMatter: Sendable {
  public var title: [MarkdownInline]?
  public var subtitle: [MarkdownInline]?
  public var authors: [String]
  public var date: String?
  /// A BCP 47 language tag, such as `en` or `pt-BR`.
  public var language: String
  public var seed: UInt64
  /// What `${name}` stands for, in the order in which it is declared.
  public var parameters: [YAMLNode.Entry]
  /// What the options of a cell are where the cell doesn't say.
  public var defaults: CellOptions

  public init() {
    authors = []
    language = "en"
    seed = 1
    parameters = []
    defaults = CellOptions()
  }
}
