public import NotebookSyntax

extension PageWeight {
  /// How many of the parts are named.
  private static let namedParts = 5

  /// What to tell the author of a page that is too heavy, at the heaviest part that the notebook
  /// can do something about; nil for a page within the budget.
  public func problem(in notebook: Notebook) -> Diagnostic? {
    guard total > Self.budget else { return nil }
    let sizes = parts.prefix(Self.namedParts).map { Kilobytes.text($0.bytes) }
    let width = sizes.map(\.count).max() ?? 0
    let start = SourceRange(0..<0, in: notebook.file)
    return Diagnostic(
      .heavyPage,
      "The page is \(Kilobytes.text(total)), more than \(Kilobytes.text(Self.budget))",
      at: parts.lazy.compactMap(\.range).first ?? start,
      severity: .warning,
      details: zip(parts, sizes).map { part, size in
        String(repeating: " ", count: width - size.count) + "\(size)  \(part.kind.words)"
      },
      help: "make the heaviest parts smaller: fewer rows, fewer points, smaller pictures")
  }
}

extension PageWeight.Part.Kind {
  fileprivate var words: String {
    switch self {
    case .cell(let name): "cell '\(name)'"
    case .picture(let source): "picture '\(source)'"
    case .fonts: "fonts"
    case .styleSheet: "style sheet"
    case .text: "text"
    }
  }
}
