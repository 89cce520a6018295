public import NotebookSyntax

/// Turns TeX into markup, with KaTeX.
public struct MathRenderer: Sendable {
  /// The class of the element around a formula on a line of its own: a wide one scrolls in it.
  ///
  /// Give it `tabindex="0"`, so that the keyboard can scroll it.
  public static let displayClass = "math-display"

  private let cache: MarkupCache?
  private let files: KaTeXFiles
  /// Called whenever an engine starts, which takes a quarter of a second.
  private let engineWillStart: @Sendable () -> Void

  /// - Parameter cache: A folder for what has been rendered; nil keeps nothing.
  public init(cache: String?) {
    self.init(cache: cache, files: KaTeXFiles())
  }

  init(
    cache: String?, files: KaTeXFiles, engineWillStart: @escaping @Sendable () -> Void = {}
  ) {
    self.cache = cache.map { MarkupCache(directory: $0) }
    self.files = files
    self.engineWillStart = engineWillStart
  }

  /// Renders the formulas of one page.
  ///
  /// The result depends on nothing but the formulas and the KaTeX that is installed. Without
  /// KaTeX there is one warning, and no markup.
  public func render(_ formulas: [Formula]) -> RenderedMathematics {
    var result = RenderedMathematics()
    guard let first = formulas.first else { return result }
    guard let style = textOfFile(files.style).map(MathStyle.init),
      let size = sizeOfFile(files.script)
    else {
      result.problems = [Self.notInstalled(at: first.range)]
      return result
    }
    var typesetter = CachedTypesetter(
      cache: cache, version: "\(style.version) \(size)",
      start: { [files, engineWillStart] in
        engineWillStart()
        return textOfFile(files.script).flatMap { try? KaTeX(script: $0) }
      })
    for formula in formulas where result[formula] == nil {
      switch typesetter.outcome(of: formula) {
      case .markup(let markup): result[formula] = markup
      case .problem(let problem): result.problems.append(problem)
      case .noEngine:
        result.problems = [Self.notInstalled(at: first.range)]
        return result
      }
    }
    typesetter.keep()
    let (text, missing) = style.text(for: result.allMarkup, fonts: files.fonts)
    result.style = text
    if !missing.isEmpty {
      result.problems.append(
        Diagnostic(
          "Fonts of mathematics are missing", at: first.range, severity: .warning,
          details: missing.map { "\(files.fonts)/\($0) can't be read" },
          help: "run './setup', which installs the Debian package fonts-katex"))
    }
    return result
  }

  private static func notInstalled(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "KaTeX is not installed, so formulas are shown as their source", at: range,
      severity: .warning,
      help: "run './setup', which installs the Debian packages libjs-katex and fonts-katex")
  }
}

/// Typesets formulas, with an engine that starts when the first is not in the cache.
private struct CachedTypesetter {
  enum Outcome {
    case markup(String)
    case problem(Diagnostic)
    case noEngine
  }

  let cache: MarkupCache?
  let version: String
  let start: () -> KaTeX?
  private var engine: KaTeX?
  private var known: [String: String] = [:]
  private var new: [(key: String, text: String)] = []

  init(cache: MarkupCache?, version: String, start: @escaping () -> KaTeX?) {
    self.cache = cache
    self.version = version
    self.start = start
  }

  mutating func outcome(of formula: Formula) -> Outcome {
    if let problem = FormulaProblem.beforeTypesetting(formula) {
      return .problem(problem.diagnostic(of: formula))
    }
    let tex = NormalizedTeX(formula.tex, isDisplay: formula.isDisplay)
    let style = formula.isDisplay ? "display" : "inline"
    let key = "mathematics \(MathRenderer.version), KaTeX \(version), \(style)\n\(tex.text)"
    if let outcome = (known[key] ?? cache?[key]).flatMap(KaTeX.Outcome.init) {
      return present(outcome, tex, formula)
    }
    guard let engine = engine ?? start() else { return .noEngine }
    self.engine = engine
    do {
      let text = try engine.typeset(tex.text, isDisplay: formula.isDisplay)
      guard let outcome = KaTeX.Outcome(text) else { return .noEngine }
      known[key] = text
      new.append((key, text))
      return present(outcome, tex, formula)
    } catch {
      // What went wrong may have left the engine in disorder.
      self.engine = nil
      return .problem(FormulaProblem(failure: error).diagnostic(of: formula))
    }
  }

  /// Puts what is new on the disk.
  func keep() { cache?.keep(new) }

  private func present(
    _ outcome: KaTeX.Outcome, _ tex: NormalizedTeX, _ formula: Formula
  ) -> Outcome {
    switch outcome {
    case .markup(let markup): .markup(markup)
    case .problem(let words, let place):
      .problem(
        FormulaProblem(words: words, at: place, in: tex).diagnostic(of: formula))
    }
  }
}

extension MathRenderer {
  /// Counts the changes to how this module prepares TeX and calls KaTeX: part of the cache's keys.
  fileprivate static let version = 1
}
