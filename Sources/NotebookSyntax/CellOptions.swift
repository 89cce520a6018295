/// What is shown of a cell: the `#|` lines at its head.
///
/// They never change what is computed, and so they are no parameters.
public struct CellOptions: Sendable {
  public enum Echo: String, CaseIterable, Sendable {
    case shown = "true"
    case hidden = "false"
    case folded = "fold"
  }

  /// What is said of one of the cell's outputs.
  public struct OfOutput<Text: Sendable>: Sendable {
    /// What the output is called.
    public var name: String
    /// Where its name is written.
    public var range: SourceRange
    /// What is said.
    public var text: Text

    package init(name: String, range: SourceRange, text: Text) {
      self.name = name
      self.range = range
      self.text = text
    }
  }

  /// What stands under the cell's plot, or over its table.
  public var caption: [MarkdownInline]?
  /// What stands under plots and over tables that are given by their names.
  public var captions: [OfOutput<[MarkdownInline]>] = []
  /// A description of the plot for those who don't see it.
  public var alt: String?
  /// Descriptions of plots that are given by their names.
  public var alts: [OfOutput<String>] = []
  /// Whether the cell's source is shown.
  public var echo: Echo?
  /// Whether the cell's outputs are shown.
  public var output: Bool?
  /// Whether anything of the cell is shown.
  public var include: Bool?
  /// Whether the cell may fail without the notebook failing.
  public var error: Bool?

  public init() {}

  /// Every caption that the cell has.
  var allCaptions: [[MarkdownInline]] { (caption.map { [$0] } ?? []) + captions.map(\.text) }

  /// Changes every caption that the cell has.
  mutating func updateCaptions(_ update: (inout [MarkdownInline]) -> Void) {
    if var text = caption {
      update(&text)
      caption = text
    }
    for index in captions.indices { update(&captions[index].text) }
  }

  static func isOptionLine(_ line: some StringProtocol) -> Bool {
    line.drop { $0 == " " || $0 == "\t" }.hasPrefix("#|")
  }
}
