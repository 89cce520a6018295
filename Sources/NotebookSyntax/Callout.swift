/// A part of a notebook that stands apart from the rest, written between lines of `:::`.
///
///     ::: warning Mind the units
///     Ratings are in stars, errors in stars squared.
///     :::
public struct Callout: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case note, tip, warning, important, exercise, solution
  }

  public var kind: Kind
  /// What stands behind the kind; nil for the kind's own name.
  public var title: [MarkdownInline]?
  public var blocks: [Notebook.Block]
  /// The line that opens it.
  public var range: SourceRange

  public init(
    kind: Kind, title: [MarkdownInline]?, blocks: [Notebook.Block], range: SourceRange
  ) {
    self.kind = kind
    self.title = title
    self.blocks = blocks
    self.range = range
  }
}

/// A line of `:::` that opens or closes a callout.
struct CalloutMark {
  enum Meaning {
    case opening(Callout.Kind, title: SourceRange?)
    case closing
    /// Something is written that is no kind of callout; what it is was told.
    case unknown
  }

  var meaning: Meaning
  var range: SourceRange

  /// Reads a line; nil if it doesn't begin with `:::`.
  ///
  ///     ::: kind            ::: kind Title            ::: {.kind}            :::
  init?(line: Int, of file: SourceFile, problems: inout [Diagnostic]) {
    range = file.range(ofLines: line...line)
    let text = range.text
    guard text.hasPrefix(":::") else { return nil }
    let words = text.drop { $0 == ":" }.drop(while: \.isWhitespace)
    let word = words.prefix { !$0.isWhitespace }
    guard !word.isEmpty else {
      meaning = .closing
      return
    }
    // Quarto writes {.callout-note}, Pandoc {.note}.
    let name = word.filter { !"{}.".contains($0) }.replacing("callout-", with: "")
    guard let kind = Callout.Kind(rawValue: String(name)) else {
      meaning = .unknown
      problems.append(
        Diagnostic(
          .unknownCallout, "No callout is named '\(name)'", at: range.first(String(word)),
          help: suggestion(for: String(name), among: Callout.Kind.allCases.map(\.rawValue))))
      return
    }
    let title = words[word.endIndex...].drop(while: \.isWhitespace)
    let start = range.bytes.upperBound - title.utf8.count
    meaning = .opening(
      kind,
      title: title.isEmpty ? nil : SourceRange(start..<range.bytes.upperBound, in: file))
  }
}
