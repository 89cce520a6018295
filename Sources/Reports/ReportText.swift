import NotebookRunner
import NotebookSyntax
import Operations

/// What stands in running text for that which only a run knows: values, numbers, formulas.
struct ReportText {
  /// What inline values stand for, by their names such as `model.test.mse`.
  var values: [String: ScalarValue] = [:]
  /// The front matter's parameters as the notebook writes them.
  var parameters: [Setting] = []
  /// The numbers of what text can refer to.
  var numbers = ReportNumbers()
  /// Formulas and code as they are set.
  var typeset = TypesetNotebook()
  /// Whether what only looks like a tag is text, such as the `<Float>` of `Array<Float>`.
  var keepsUnknownTags = false

  /// The text of an inline value, in its format; nil if there is no such value.
  func value(_ asked: InlineValue) -> String? {
    if asked.format == nil, asked.path.first == InlineValue.parameters {
      // Without a format a parameter stands as the notebook writes it.
      return parameters.first { $0.name == asked.path.dropFirst().joined(separator: ".") }?.value
    }
    guard let value = values[asked.name] else { return nil }
    if case .text(let text) = value { return text }
    return DisplayedNumber.withMinus(value.formatted(asked.format))
  }

  /// What stands in the place of a value that isn't there.
  static func unavailable(_ value: InlineValue) -> String { "[\(value.name) not available]" }

  /// The words of running text, without what marks them up.
  func plain(_ inlines: [MarkdownInline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .html(let markup): keepsUnknownTags && HTMLTag.isKnown(markup) ? "" : markup
      case .softBreak, .lineBreak: " "
      case .math(let formula): typeset.isSilent(formula) ? "" : formula.tex
      case .footnote: ""
      case .reference(let reference, _): numbers.text(of: reference) ?? reference.label
      case .emphasis(let inlines), .strong(let inlines), .strikethrough(let inlines),
        .link(_, _, let inlines), .image(_, _, let inlines), .span(let inlines, _):
        plain(inlines)
      case .value(let asked): value(asked) ?? Self.unavailable(asked)
      }
    }.joined()
  }
}

extension ReportText {
  /// What stands in the text of a run, as long as nothing is numbered.
  init(of run: NotebookRun, typeset: TypesetNotebook) {
    self.init(
      values: run.quoted, parameters: run.parameters, typeset: typeset, keepsUnknownTags: true)
  }
}

extension SourceFile {
  /// The last part of the path.
  var name: String { String(path.split(separator: "/").last ?? "") }
}
