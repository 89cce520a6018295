/// A part of a notebook that stands apart from the rest, written between lines of `:::`, or as
/// a quote in GitHub's way.
///
///     ::: warning Mind the units                           > [!WARNING]
///     Ratings are in stars, errors in stars squared.       > Ratings are in stars.
///     :::
public struct Callout: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case note, tip, warning, important, caution, exercise, solution
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

extension Callout.Kind {
  static func unknown(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unknownCallout, "There is no callout named '\(name)'", at: range,
      help: suggestion(for: name.lowercased(), among: allCases.map(\.rawValue)))
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

  /// Reads what stands from `:::` to the end of a line.
  ///
  ///     ::: kind            ::: kind Title            ::: {.kind}            :::
  init(_ range: SourceRange, problems: inout [Diagnostic]) {
    self.range = range
    let text = range.text
    let words = text.drop { $0 == ":" }.drop(while: \.isWhitespace)
    let word = words.prefix { !$0.isWhitespace }
    guard !word.isEmpty else {
      meaning = .closing
      return
    }
    if let attributes = Self.attributes(words, in: range) {
      meaning = Self.meaning(of: attributes, problems: &problems)
      return
    }
    // Quarto writes {.callout-note}, Pandoc {.note}.
    let name = word.filter { !"{}.".contains($0) }.replacing("callout-", with: "")
    guard let kind = Callout.Kind(rawValue: String(name)) else {
      meaning = .unknown
      problems.append(Callout.Kind.unknown(String(name), at: range.first(String(word))))
      return
    }
    let title = words[word.endIndex...].drop(while: \.isWhitespace)
    let start = range.bytes.upperBound - title.utf8.count
    meaning = .opening(
      kind,
      title: title.isEmpty ? nil : SourceRange(start..<range.bytes.upperBound, in: range.file))
  }
}

extension CalloutMark {
  /// What stands in braces behind `:::`, with more signs behind it perhaps.
  private static func attributes(_ text: Substring, in range: SourceRange) -> MarkdownAttributes? {
    guard let end = MarkdownAttributes.end(of: text),
      text[end...].allSatisfy({ $0.isWhitespace || $0 == ":" })
    else { return nil }
    let written = String(text[..<end])
    return MarkdownAttributes(reading: written, at: range.first(written))
  }

  /// The callout that attributes ask for; what else they say is told.
  private static func meaning(
    of attributes: MarkdownAttributes, problems: inout [Diagnostic]
  ) -> Meaning {
    let names = attributes.classes.map { $0.replacing("callout-", with: "") }
    guard let index = names.firstIndex(where: { Callout.Kind(rawValue: $0) != nil }),
      let kind = Callout.Kind(rawValue: names[index])
    else {
      let name = names.first ?? attributes.name ?? attributes.range.text
      problems.append(Callout.Kind.unknown(name, at: attributes.range.first(name)))
      return .unknown
    }
    var rest = attributes
    rest.classes.remove(at: index)
    let title = attributes["title"]
    rest.values.removeAll { $0.key == "title" }
    problems += AttributedElement.callout.problems(with: rest)
    return .opening(kind, title: title.map { attributes.range.first($0) })
  }
}
