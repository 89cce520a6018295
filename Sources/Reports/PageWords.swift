import NotebookSyntax

/// What a page says by itself, in the language of the notebook.
///
/// A language that is not here gets the English words, marked as English.
struct PageWords: Sendable {
  /// The language of the words, as a tag.
  var language: String
  var skip: String
  var contents: String
  var colours: String
  var asSystem: String
  var light: String
  var dark: String
  var missing: String
  var isIncomplete: String
  var failed: String
  var wasNotRun: String
  var cell: String
  var sourceOf: String
  var data: String
  var notRunBecause: String
  var provenance: String
  var parameters: String
  var parametersOfCells: String
  var license: String
  var madeFrom: String
  /// What follows the notebook's name, from the version and the seed.
  var byVersion: @Sendable (_ version: String, _ seed: UInt64) -> String
  /// How many rows of a table are not shown, from the count and its digits.
  var moreRows: @Sendable (_ count: Int, _ digits: String) -> String
  /// How many rows between others are not on paper, from the count and its digits.
  var rowsBetween: @Sendable (_ count: Int, _ digits: String) -> String
  var notAvailable: String
  var figure: String
  var table: String
  var equation: String
  var section: String
  var quoted: @Sendable (_ title: String) -> String
  var footnotes: String
  var backToText: String
  var plots: PlotWords
  /// What callouts are called that their author gives no title.
  var callouts: [Callout.Kind: String]

  static let english = PageWords(
    language: "en",
    skip: "Skip to the content", contents: "Contents",
    colours: "Page colors", asSystem: "System", light: "Light", dark: "Dark",
    missing: "What is missing", isIncomplete: "This report is incomplete:",
    failed: "failed", wasNotRun: "was not run",
    cell: "Cell", sourceOf: "Source of", data: "Data",
    notRunBecause: "Not run because",
    provenance: "Provenance", parameters: "Parameters",
    parametersOfCells: "Parameters of the cells", license: "License:", madeFrom: "Made from",
    byVersion: { "by nbrun \($0) with seed \($1)." },
    moreRows: { "… \($1) more \($0 == 1 ? "row" : "rows")" },
    rowsBetween: { "\($1) \($0 == 1 ? "row" : "rows") in between not printed." },
    notAvailable: "not available",
    figure: "Figure", table: "Table", equation: "Equation", section: "Section",
    quoted: { "“\($0)”" }, footnotes: "Footnotes", backToText: "Back to the text",
    plots: .english,
    callouts: [
      .note: "Note", .tip: "Tip", .warning: "Warning", .important: "Important",
      .caution: "Caution", .exercise: "Exercise", .solution: "Solution",
    ])

  static let german = PageWords(
    language: "de",
    skip: "Zum Inhalt springen", contents: "Inhalt",
    colours: "Farben der Seite", asSystem: "System", light: "Hell", dark: "Dunkel",
    missing: "Was fehlt", isIncomplete: "Dieser Bericht ist unvollständig:",
    failed: "ist fehlgeschlagen", wasNotRun: "wurde nicht ausgeführt",
    cell: "Zelle", sourceOf: "Quelltext von", data: "Daten",
    notRunBecause: "Nicht ausgeführt, Grund:",
    provenance: "Herkunft", parameters: "Parameter",
    parametersOfCells: "Parameter der Zellen", license: "Lizenz:", madeFrom: "Erstellt aus",
    byVersion: { "von nbrun \($0) mit dem Startwert (seed) \($1)." },
    moreRows: { "… \($1) weitere \($0 == 1 ? "Zeile" : "Zeilen")" },
    rowsBetween: { "\($1) \($0 == 1 ? "Zeile" : "Zeilen") dazwischen nicht gedruckt." },
    notAvailable: "nicht vorhanden",
    figure: "Abbildung", table: "Tabelle", equation: "Gleichung", section: "Abschnitt",
    quoted: { "„\($0)“" }, footnotes: "Fußnoten", backToText: "Zurück zum Text",
    plots: .german,
    callouts: [
      .note: "Hinweis", .tip: "Tipp", .warning: "Warnung", .important: "Wichtig",
      .caution: "Vorsicht", .exercise: "Aufgabe", .solution: "Lösung",
    ])

  /// What comes before the number of something.
  func name(of kind: CrossReference.Kind) -> String {
    switch kind {
    case .figure: figure
    case .table: table
    case .equation: equation
    case .section: section
    }
  }

  func name(of kind: Callout.Kind) -> String { callouts[kind] ?? kind.rawValue }

  /// The words for a language tag such as `de-AT`.
  static func inLanguage(_ tag: String) -> PageWords {
    primary(tag) == german.language ? german : english
  }

  /// The words' language where it is not that of the page; nil where nothing needs to be said.
  func mark(on page: String) -> String? {
    Self.primary(page) == language ? nil : language
  }

  static func primary(_ tag: String) -> String {
    tag.prefix { $0 != "-" }.lowercased()
  }
}

extension HTMLNode {
  /// The element with the language of what it says, where the page has another.
  func marked(_ language: String?) -> HTMLNode {
    language.map { adding("lang", .text($0)) } ?? self
  }
}
