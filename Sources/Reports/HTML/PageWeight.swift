public import NotebookSyntax

/// How many bytes a page has, and what they are for.
public struct PageWeight: Sendable {
  /// Something that makes a page heavy.
  public struct Part: Sendable {
    public enum Kind: Hashable, Sendable {
      /// What is shown of a cell, by the name of its result.
      case cell(String)
      /// A picture, by its address in the notebook.
      case picture(String)
      case fonts
      case styleSheet
      /// Everything else: the text, with its mathematics, and the provenance.
      case text
    }
    public var kind: Kind
    public var bytes: Int
    /// Where the part comes from in the notebook.
    public var range: SourceRange?
  }

  /// What a page may have before an author should know.
  public static let budget = 2_000_000

  public var total: Int
  /// The parts, heaviest first.
  public var parts: [Part]

  /// Weighs a page.
  ///
  /// - Parameters:
  ///   - page: The whole page.
  ///   - styleSheet: The rules in it.
  ///   - parts: What else is known of it.
  init(of page: String, styleSheet: String, parts: [Part]) {
    let fonts = Self.fonts(in: styleSheet)
    var parts = parts
    parts.append(Part(kind: .fonts, bytes: fonts))
    parts.append(Part(kind: .styleSheet, bytes: styleSheet.utf8.count - fonts))
    total = page.utf8.count
    parts.append(Part(kind: .text, bytes: total - parts.reduce(0) { $0 + $1.bytes }))
    self.parts = parts.filter { $0.bytes > 0 }.sorted { $0.bytes > $1.bytes }
  }

  /// The bytes of the fonts that a style sheet carries.
  private static func fonts(in styleSheet: String) -> Int {
    styleSheet.split(separator: "@font-face").dropFirst().reduce(0) { sum, rule in
      sum + "@font-face".utf8.count + rule.prefix { $0 != "}" }.utf8.count
    }
  }
}
