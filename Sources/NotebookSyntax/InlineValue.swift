/// A value of a result that is to stand in the prose, written `` `{model.test.mse:.3f}` ``.
public struct InlineValue: Sendable {
  /// The names between the dots: a result, then what is asked of it.
  public var path: [String]
  public var format: ValueFormat?
  /// What stands between the braces, and where.
  public var range: SourceRange

  public init(path: [String], format: ValueFormat?, range: SourceRange) {
    self.path = path
    self.format = format
    self.range = range
  }

  /// The path as it is written, such as `model.test.mse`.
  public var name: String { path.joined(separator: ".") }
}

extension InlineValue {
  /// The first name of a path that leads to the front matter's parameters.
  public static let parameters = "params"

  /// Reads `{path}` or `{path:format}`; nil if it is code that happens to be in braces.
  init?(reading text: String, at range: SourceRange) throws(Diagnostic) {
    let inner = text.dropFirst().dropLast()
    let compact = inner.filter { !$0.isWhitespace }
    let parts = compact.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let names = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    guard !names.isEmpty, names.allSatisfy(\.isName) else { return nil }
    let format = parts.count > 1 ? ValueFormat(String(parts[1])) : nil

    let asCode = "; to show it as code, write it in two backticks on each side"
    if compact.count < inner.count {
      // A cell's head such as {als model}, or a mapping such as {a: 1}, is code.
      guard format != nil else { return nil }
      throw Diagnostic(
        "White space can't stand in an inline value", at: range,
        help: "write `{\(compact)}`" + asCode)
    }
    if parts.count > 1, format == nil {
      throw Diagnostic(
        "'\(parts[1])' is not a format", at: range.first(String(parts[1])),
        help: "write one such as '.3f', ',d', '.2e', '.4g' or '.1%'" + asCode)
    }
    self.init(path: names.map(String.init), format: format, range: range)
  }
}

extension StringProtocol {
  /// Whether this may be the name of a result or a parameter.
  var isName: Bool { (first?.isLetter ?? false) && allSatisfy(\.isNamePart) }
}

// MARK: - Finding them

extension Notebook {
  /// Every inline value of the notebook: in its title, its prose and its captions.
  public var inlineValues: [InlineValue] {
    let headings = [frontMatter.title, frontMatter.subtitle].compactMap { $0 }
    return headings.flatMap(\.inlineValues)
      + blocks.flatMap { block in
        switch block {
        case .prose(let prose): prose.inlineValues
        case .cell(let cell): cell.options.caption?.inlineValues ?? []
        }
      }
  }
}

extension MarkdownBlock {
  var inlineValues: [InlineValue] {
    switch content {
    case .paragraph(let text), .heading(_, let text): text.inlineValues
    case .quote(let blocks): blocks.flatMap(\.inlineValues)
    case .list(let list): list.items.flatMap { $0.flatMap(\.inlineValues) }
    case .code, .html, .thematicBreak: []
    }
  }
}

extension [MarkdownInline] {
  var inlineValues: [InlineValue] {
    flatMap { inline -> [InlineValue] in
      switch inline {
      case .value(let value): [value]
      case .emphasis(let text), .strong(let text), .link(_, _, let text), .image(_, _, let text):
        text.inlineValues
      case .text, .code, .softBreak, .lineBreak, .html: []
      }
    }
  }
}
