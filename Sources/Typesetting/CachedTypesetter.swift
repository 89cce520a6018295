import NotebookSyntax

/// Typesets formulas, with an engine that starts when the first is not in the cache.
struct CachedTypesetter {
  enum Outcome {
    case markup(String)
    case problem(Diagnostic)
    case missing(Missing)
  }

  /// What there must be to typeset formulas.
  enum Missing: Error {
    /// The script, or it isn't what it should be.
    case kaTeX
    case javaScriptCore
  }

  /// Counts the changes to how this module prepares TeX and calls KaTeX: part of the cache's keys.
  private static let revision = 4

  private let cache: MarkupCache?
  /// What is installed.
  private let version: String
  private let start: () throws(Missing) -> KaTeX
  private var engine: KaTeX?
  private var known: [String: String] = [:]
  private var new: [(key: String, text: String)] = []
  private var patience = Patience()
  /// How many formulas the notebook has, more or less.
  private var count = 0

  init(cache: MarkupCache?, version: String, start: @escaping () throws(Missing) -> KaTeX) {
    self.cache = cache
    self.version = version
    self.start = start
  }

  /// What a page shows for a formula.
  mutating func outcome(of prepared: PreparedFormula) -> Outcome {
    let (formula, tex) = (prepared.formula, prepared.tex)
    if prepared.isSilent { return .markup("") }
    if let problem = prepared.problem { return .problem(problem.diagnostic(of: formula)) }
    let style = formula.isDisplay ? "display" : "inline"
    count += 1
    let definitions = prepared.definitions
    let key =
      "mathematics \(Self.revision), KaTeX \(version), \(style), \(definitions.utf8.count)\n"
      + "\(definitions)\n\(tex.text)"
    if let outcome = (known[key] ?? cache?[key]).flatMap(KaTeX.Outcome.init) {
      return present(outcome, tex, formula)
    }
    guard patience.isLeft else {
      return .problem(FormulaProblem(failure: .exhausted).diagnostic(of: formula))
    }
    let engine: KaTeX
    do throws(Missing) {
      engine = if let engine = self.engine { engine } else { try start() }
    } catch {
      return .missing(error)
    }
    self.engine = engine
    do {
      engine.limits = patience.limits
      let text = try engine.typeset(
        tex.text, isDisplay: formula.isDisplay, definitions: definitions)
      guard let outcome = KaTeX.Outcome(text) else { return .missing(.kaTeX) }
      known[key] = text
      new.append((key, text))
      return present(outcome, tex, formula)
    } catch {
      // What went wrong may have left the engine in disorder, or without a process.
      self.engine = nil
      if error == .exhausted {
        known[key] = KaTeX.Outcome.exhaustedText
        if patience.isWhole { new.append((key, KaTeX.Outcome.exhaustedText)) }
        patience.lose()
      }
      return .problem(FormulaProblem(failure: error).diagnostic(of: formula))
    }
  }

  /// Puts what is new on the disk.
  func keep() { cache?.keep(new, of: count) }

  private func present(
    _ outcome: KaTeX.Outcome, _ tex: NormalizedTeX, _ formula: Formula
  ) -> Outcome {
    switch outcome {
    case .markup(let markup): .markup(markup)
    case .exhausted: .problem(FormulaProblem(failure: .exhausted).diagnostic(of: formula))
    case .problem(let words, let place):
      .problem(
        FormulaProblem(words: words, at: place, in: tex).diagnostic(of: formula))
    }
  }
}
