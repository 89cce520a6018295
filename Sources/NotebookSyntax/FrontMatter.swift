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
  /// Whether long tables are folded that give the numbers of a plot beside them.
  public var foldsTables = true
  /// Whether headings are numbered.
  public var numbersSections: Bool
  /// What `${name}` stands for, in the order in which it is declared.
  public var parameters: [YAMLNode.Entry]
  /// Whether every parameter could be read; if not, a name may be one of the others.
  package var knowsAllParameters = true
  /// The macros that all formulas may use.
  public var macros: [Macro]
  /// The direction of the text; nil for that of its language.
  public var direction: TextDirection?
  /// What the options of a cell are where the cell doesn't say.
  public var defaults: CellOptions

  /// A macro of TeX, such as `argmin: '\operatorname*{argmin}'`.
  public struct Macro: Sendable {
    /// Its name, without a backslash.
    public var name: String
    /// What it stands for, with `#1` and so on for what is given to it.
    public var body: String
    /// Where it is written.
    public var range: SourceRange

    public init(name: String, body: String, range: SourceRange) {
      self.name = name
      self.body = body
      self.range = range
    }
  }

  public init() {
    authors = []
    language = "en"
    seed = 1
    hasContents = true
    contentsDepth = 3
    numbersSections = false
    parameters = []
    macros = []
    defaults = CellOptions()
  }
}
