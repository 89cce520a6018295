import Files

/// Colours code, with highlight.js.
public struct CodeHighlighter: Sendable {
  /// Code that a page shows.
  public struct Snippet: Hashable, Sendable {
    public var code: String
    /// A language's name as it follows a fence, such as `python`; a cell's `{…}` as it is written.
    public var language: String

    public init(_ code: String, language: String) {
      self.code = code
      self.language = language
    }
  }

  /// The colours, for a page with highlighted code.
  public static let style = CodeStyle.text

  private let cache: MarkupCache?
  private let script: String
  private let engineWillStart: @Sendable () -> Void

  /// Code longer than this many bytes is shown without colours.
  static let longest = 100_000

  /// - Parameter cache: A folder for what has been highlighted; nil keeps nothing.
  public init(cache: String?) {
    self.init(cache: cache, script: "/usr/share/javascript/highlight.js/highlight.min.js")
  }

  init(
    cache: String?, script: String, engineWillStart: @escaping @Sendable () -> Void = {}
  ) {
    self.cache = cache.map { MarkupCache(directory: $0) }
    self.script = script
    self.engineWillStart = engineWillStart
  }

  /// The markup of each snippet, to be put into a `code` element as it is; nil where the language is
  /// unknown or highlight.js isn't installed: the code is then shown as text.
  ///
  /// Cells and YAML need no engine.
  public func highlight(_ snippets: [Snippet]) -> [String?] {
    var typesetter = Typesetter(cache: cache, script: script, engineWillStart: engineWillStart)
    let markup = snippets.map { typesetter.markup(of: $0) }
    typesetter.keep()
    return markup
  }

  /// The markup of a cell as it is written, with its fences or without.
  public static func highlight(cell: String) -> String { YAMLHighlighter.highlight(cell: cell) }

  private struct Typesetter {
    let cache: MarkupCache?
    let script: String
    let engineWillStart: () -> Void
    private lazy var size = try? File.size(of: script)
    private var engine: ScriptEngine?
    private var isBroken = false
    private var known: [Snippet: String] = [:]
    private var new: [(key: String, text: String)] = []
    private var patience = Patience()
    private var count = 0

    init(cache: MarkupCache?, script: String, engineWillStart: @escaping () -> Void) {
      self.cache = cache
      self.script = script
      self.engineWillStart = engineWillStart
    }

    mutating func markup(of snippet: Snippet) -> String? {
      var language = snippet.language.lowercased()
      // For highlight.js, `shell` is what a terminal shows: it colours what follows a prompt.
      let isSession = snippet.code.hasPrefix("$ ") || snippet.code.contains("\n$ ")
      if ["shell", "console", "sh", "bash", "zsh"].contains(language) {
        language = isSession ? "shell" : "bash"
      }
      if language.hasPrefix("{") { return YAMLHighlighter.highlight(cell: snippet.code) }
      if language == "yaml" || language == "yml" {
        return YAMLHighlighter.highlight(yaml: snippet.code)
      }
      guard !language.isEmpty, snippet.code.utf8.count <= CodeHighlighter.longest, let size else {
        return nil
      }
      let key = "code 2, highlight.js \(size), \(language)\n\(snippet.code)"
      count += 1
      // A mark in front tells code of an unknown language from an empty markup.
      guard let text = known[snippet] ?? cache?[key] ?? highlighted(snippet, language, key) else {
        return nil
      }
      known[snippet] = text
      return text.utf8.first == UInt8(ascii: "+") ? String(text.unicodeScalars.dropFirst()) : nil
    }

    func keep() { cache?.keep(new, of: count) }

    private mutating func highlighted(
      _ snippet: Snippet, _ language: String, _ key: String
    ) -> String? {
      guard patience.isLeft, let engine = engine ?? start() else { return nil }
      self.engine = engine
      engine.limits = patience.limits
      do {
        let text = try engine.call("highlight", language, snippet.code)
        new.append((key, text))
        return text
      } catch {
        self.engine = nil
        guard error == .exhausted else { return nil }
        if patience.isWhole { new.append((key, Self.plain)) }
        patience.lose()
        return Self.plain
      }
    }

    /// What stands for code that is shown without colours.
    private static let plain = "-"

    private mutating func start() -> ScriptEngine? {
      guard !isBroken, let source = try? File.text(of: script) else { return nil }
      engineWillStart()
      do {
        let engine = try ScriptEngine()
        try engine.evaluate("var window = this;", name: "nbrun.js")
        try engine.evaluate(source, name: "highlight.js")
        try engine.evaluate(Self.glue, name: "nbrun.js")
        return engine
      } catch {
        isBroken = true
        return nil
      }
    }

    private static let glue = """
      function highlight(language, code) {
        return hljs.getLanguage(language) ? '+' + hljs.highlight(language, code, true).value : '-';
      }
      """
  }
}
