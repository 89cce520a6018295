public import NotebookSyntax
import Typesetting

/// The formulas and the code of a notebook as its report shows them.
///
/// Setting them takes a script engine and some time, and what is wrong with a formula is
/// known only then; so it is done once and apart from the report, which only puts it in.
public struct TypesetNotebook: Sendable {
  private var mathematics = RenderedMathematics()
  private var code: [CodeHighlighter.Snippet: String] = [:]
  /// Whether the page shows code, of cells or else.
  private var showsCode = false

  /// What is wrong with formulas, at their places.
  public var problems: [Diagnostic] { mathematics.problems }

  /// Formulas and code as they are written.
  public init() {}

  /// Sets the formulas of a notebook and colours its code.
  ///
  /// - Parameters:
  ///   - notebook: The notebook, with the formulas in its titles and captions.
  ///   - cache: A folder for what has been set before; nil to keep nothing.
  public init(_ notebook: Notebook, cache: String?) {
    mathematics = MathRenderer(cache: cache).render(
      notebook.formulas, macros: notebook.frontMatter.macros,
      numbers: EquationNumbers(notebook).byName)
    let snippets = notebook.code.map { CodeHighlighter.Snippet($0.text, language: $0.language) }
    for (snippet, markup) in zip(snippets, CodeHighlighter(cache: cache).highlight(snippets)) {
      code[snippet] = markup
    }
    showsCode = !snippets.isEmpty || !notebook.cells.isEmpty
  }

  /// The rules for what was set.
  var style: String { mathematics.style + (showsCode ? CodeHighlighter.style : "") }

  /// Whether a formula only defines macros.
  func isSilent(_ formula: Formula) -> Bool { mathematics[formula]?.isEmpty ?? false }

  /// Whether running text consists of formulas that only define macros.
  func showsNothing(_ inlines: [MarkdownInline]) -> Bool {
    !inlines.isEmpty
      && inlines.allSatisfy { inline in
        switch inline {
        case .math(let formula): isSilent(formula)
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .softBreak, .lineBreak: true
        default: false
        }
      }
  }

  func markup(of formula: Formula) -> HTMLNode? {
    guard let markup = mathematics[formula] else { return nil }
    guard formula.isDisplay else {
      guard formula.isLong else { return .raw(markup) }
      return .element("span", ["class": .text(MathRenderer.longClass)], [.raw(markup)])
    }
    // Browsers let the keyboard into what scrolls; a stop at each formula would be in the way.
    return .element("span", ["class": .text(MathRenderer.displayClass)], [.raw(markup)])
  }

  func markup(of code: String, language: String) -> HTMLNode? {
    self.code[CodeHighlighter.Snippet(code, language: language)].map { .raw($0) }
  }

  /// A cell's source, which needs no engine.
  static func markup(ofCell source: String) -> HTMLNode {
    .raw(CodeHighlighter.highlight(cell: source))
  }
}

extension Formula {
  /// Whether it may break into lines, as it has more signs than a line can well spare.
  fileprivate var isLong: Bool {
    var (signs, isCommand) = (0, false)
    for byte in tex.utf8 {
      let isLetter = (0x41...0x5A).contains(byte & 0xDF)
      if byte == UInt8(ascii: "\\") {
        isCommand = true
        signs += 1
      } else if !isCommand || !isLetter {
        isCommand = false
        signs += " {}^_&".utf8.contains(byte) ? 0 : 1
      }
    }
    return signs > 16
  }
}
