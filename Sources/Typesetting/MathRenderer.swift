import Files
public import NotebookSyntax

/// Turns TeX into markup, with KaTeX.
public struct MathRenderer: Sendable {
  /// The class of the element around a formula on a line of its own: a wide one scrolls in it.
  ///
  /// Give it `tabindex="0"`, so that the keyboard can scroll it.
  public static let displayClass = "math-display"

  /// The class of an element around a formula in running text that may break into lines.
  public static let longClass = "math-long"

  private let cache: MarkupCache?
  private let files: KaTeXFiles
  /// Called whenever an engine starts, which takes a twentieth of a second.
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
  /// The result depends on nothing but what is given here and the KaTeX that is installed. Without
  /// KaTeX, or what runs it, there is one warning, and no markup.
  ///
  /// - Parameters:
  ///   - formulas: The formulas; a macro that one of them defines serves all that stand below it.
  ///   - macros: The macros that serve all of them.
  ///   - numbers: What `\ref{eq:name}` stands for, by the names of formulas.
  /// - Returns: The markup of each formula, and what is wrong with them.
  public func render(
    _ formulas: [Formula], macros: [FrontMatter.Macro] = [], numbers: [String: String] = [:]
  ) -> RenderedMathematics {
    var result = RenderedMathematics()
    let formulas = formulas.sorted { $0.range.bytes.lowerBound < $1.range.bytes.lowerBound }
    guard let first = formulas.first else { return result }
    guard let style = (try? File.text(of: files.style)).map(MathStyle.init),
      let size = try? File.size(of: files.script)
    else { return Self.without(.kaTeX, at: first.range) }
    var typesetter = CachedTypesetter(
      cache: cache, version: "\(style.version) \(size)",
      start: { [files, engineWillStart] () throws(CachedTypesetter.Missing) in
        engineWillStart()
        guard let script = try? File.text(of: files.script) else { throw .kaTeX }
        do throws(ScriptEngine.Failure) {
          return try KaTeX(engine: files.engine, script: script)
        } catch {
          throw error == .unavailable ? .javaScriptCore : .kaTeX
        }
      })
    var preparation = FormulaPreparation(macros: macros, numbers: numbers)
    for formula in formulas where result[formula] == nil {
      switch typesetter.outcome(of: preparation.prepare(formula)) {
      case .markup(let markup): result[formula] = markup
      case .problem(let problem): result.problems.append(problem)
      case .missing(let missing): return Self.without(missing, at: first.range)
      }
    }
    result.problems += preparation.problems
    typesetter.keep()
    let (text, missing) = style.text(for: result.allMarkup, fonts: files.fonts)
    result.style = text
    if !missing.isEmpty {
      result.problems.append(
        Diagnostic(
          .missingFonts, "Math fonts are missing", at: first.range, severity: .warning,
          details: missing.map { "\(files.fonts)/\($0) can't be read" },
          help: "run './setup', which installs the Debian package fonts-katex"))
    }
    return result
  }

  /// No markup, and one warning.
  private static func without(
    _ missing: CachedTypesetter.Missing, at range: SourceRange
  ) -> RenderedMathematics {
    var result = RenderedMathematics()
    let problem =
      switch missing {
      case .kaTeX:
        Diagnostic(
          .missingKaTeX, "KaTeX is not installed, so formulas are shown as their source", at: range,
          severity: .warning,
          help: "run './setup', which installs the Debian packages libjs-katex and fonts-katex")
      case .javaScriptCore:
        Diagnostic(
          .missingJavaScriptCore,
          "JavaScriptCore can't be started, so formulas are shown as their source", at: range,
          severity: .warning,
          help: "run './setup', which installs the Debian package libjavascriptcoregtk-4.1-0")
      }
    result.problems = [problem]
    return result
  }
}
