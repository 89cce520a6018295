/// KaTeX in an engine of its own.
final class KaTeX {
  /// What KaTeX makes of a formula.
  enum Outcome: Equatable {
    case markup(String)
    /// KaTeX's own words, and where in the formula if that is sure, in UTF-16.
    case problem(String, at: Range<Int>?)
    /// It takes too much time or memory.
    case exhausted
  }

  private let engine: ScriptEngine

  /// What the next formula may use.
  var limits: ScriptEngine.Limits {
    get { engine.limits }
    set { engine.limits = newValue }
  }

  /// Loads KaTeX's script into an engine, which a library holds.
  init(engine library: String, script: String) throws(ScriptEngine.Failure) {
    engine = try ScriptEngine(library: library)
    try engine.evaluate(script, name: "katex.js")
    try engine.evaluate(Self.glue, name: "nbrun.js")
  }

  /// The outcome as text, which is what a cache keeps; see `Outcome.init(_:)`.
  ///
  /// The definitions are those of the macros that the formula uses, as TeX.
  func typeset(
    _ tex: String, isDisplay: Bool, definitions: String
  ) throws(ScriptEngine.Failure) -> String {
    try engine.call("typeset", tex, isDisplay ? "display" : "inline", definitions)
  }

  /// `+` and the markup, or `-`, a place, a line feed and KaTeX's words.
  ///
  /// The place is sure if the excerpt in KaTeX's message stands there: places inside of the
  /// definition of a macro are counted from its own beginning.
  ///
  /// Colours that authors call by name become ones that can be read in the light and in the dark.
  ///
  /// Links, pictures and attributes are refused: KaTeX itself would print such a command in red.
  ///
  /// KaTeX's classes have names such as `text` and `base`, which a page may have too: all get a `k-`,
  /// as they do in the stylesheet (`MathStyle`).
  ///
  /// A formula is written from left to right, whatever the direction of the text around it.
  ///
  /// Left out of the markup: the TeX that KaTeX adds to its MathML, which programs that take a
  /// page's text would show, and names of namespaces, which HTML does without.
  private static let glue = #"""
    var colours = { \#(colours) };
    function typeset(tex, style, definitions) {
      var refused, macros = {};
      function isTrusted(context) { refused = refused || context.command; return false; }
      function problem(place, words) { return '-' + place + '\n' + words; }
      try {
        if (definitions) katex.__parse(definitions, {
          macros: macros, globalGroup: true, throwOnError: true, strict: 'ignore', maxExpand: 1000
        });
        var markup = katex.renderToString(tex, {
          macros: macros, output: 'htmlAndMathml', displayMode: style === 'display', throwOnError: true,
          strict: 'ignore', trust: isTrusted, maxExpand: 1000, maxSize: 50
        }).replace(/^<span class="katex(-display)?"/, '$& dir="ltr"')
          .replace(/<annotation encoding="application\/x-tex">[^<]*<\/annotation>| xmlns="[^"]*"/g, '')
          .replace(/ class="([^"]*)"/g, function (_, names) {
            var own = names.trim().split(/\s+/).map(function (name) {
              return /^katex/.test(name) ? name : 'k-' + name;
            });
            return names.trim() ? ' class="' + own.join(' ') + '"' : '';
          })
          .replace(/ style="([^"]*)"/g, function (_, style) {
            return ' style="' + style.replace(/(^|;)color:([a-z]+);/g, function (all, before, name) {
              return colours[name] ? before + 'color:' + colours[name] + ';' : all;
            }) + '"';
          });
        if (!refused) return '+' + markup;
        var at = tex.indexOf(refused), isOne = at >= 0 && at === tex.lastIndexOf(refused);
        return problem(isOne ? at + ' ' + (at + refused.length) : '', refused + ' is not allowed');
      } catch (error) {
        if (!(error instanceof katex.ParseError)) throw error;
        var parts = /^(?:KaTeX parse error: )?([^]*?)(?: at (position \d+|end of input): ([^]*))?$/
          .exec(error.message);
        var place = '', excerpt = (parts[3] || '').replace(/…/g, '');
        var start = error.position, end = start + excerpt.split('\u0332').length - 1;
        var written = tex.slice(Math.max(0, start - 15), end + 15).replace(/…/g, '');
        if (end > start && written === excerpt.replace(/\u0332/g, '')) place = start + ' ' + end;
        return problem(place, parts[1]);
      }
    }
    """#
}

extension KaTeX {
  /// Colours by their names, on a light ground and on a dark one.
  static let namedColours: KeyValuePairs = [
    "red": ("#b3261e", "#f2938c"), "blue": ("#1d4fb8", "#8fb4f5"), "green": ("#1f6b2a", "#86c98c"),
    "orange": ("#914008", "#f0ab7c"), "brown": ("#7a4a1e", "#d3a77f"),
    "yellow": ("#755800", "#e0c562"), "purple": ("#6f3aa0", "#c9a6ee"),
    "violet": ("#6f3aa0", "#c9a6ee"), "magenta": ("#9c1f7a", "#ec9bd3"),
    "cyan": ("#00666f", "#7ac7ce"), "teal": ("#00666f", "#7ac7ce"), "gray": ("#66605a", "#a59e94"),
    "grey": ("#66605a", "#a59e94"),
  ]

  private static let colours =
    (["black: 'inherit'"] + namedColours.map { "\($0): 'light-dark(\($1.0),\($1.1))'" })
    .joined(separator: ", ")
}

extension KaTeX.Outcome {
  /// What a cache keeps of a formula that takes too much time or memory.
  static let exhaustedText = "~"

  /// Reads what `KaTeX.typeset` returns.
  init?(_ text: String) {
    let content = text.unicodeScalars.dropFirst()
    switch text.unicodeScalars.first {
    case "+": self = .markup(String(content))
    case "-":
      let parts = String(content).split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let place = parts[0].split(separator: " ").compactMap { Int($0) }
      let isPlace = place.count == 2 && place[0] >= 0 && place[0] <= place[1]
      self = .problem(String(parts[1]), at: isPlace ? place[0]..<place[1] : nil)
    case "~": self = .exhausted
    default: return nil
    }
  }
}
