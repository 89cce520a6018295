import FoundationEssentials
import Glibc

/// Where Debian's packages put KaTeX: `libjs-katex` and `fonts-katex`.
struct KaTeXFiles: Sendable {
  var script = "/usr/share/javascript/katex/katex.min.js"
  var style = "/usr/share/javascript/katex/katex.min.css"
  /// The folder of `KaTeX_Main-Regular.woff2` and the others.
  var fonts = "/usr/share/fonts/truetype/katex"
}

/// The text of a file; nil if it can't be read.
func textOfFile(_ path: String) -> String? {
  guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
  return String(decoding: data, as: UTF8.self)
}

/// How many bytes a file holds; nil if there is none.
func sizeOfFile(_ path: String) -> Int? {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : nil
}

/// KaTeX in an engine of its own.
final class KaTeX {
  /// What KaTeX makes of a formula.
  enum Outcome: Equatable {
    case markup(String)
    /// KaTeX's own words, and where in the formula if that is sure, in UTF-16.
    case problem(String, at: Range<Int>?)
  }

  private let engine: ScriptEngine

  init(script: String) throws(ScriptEngine.Failure) {
    engine = try ScriptEngine()
    try engine.evaluate(script, name: "katex.js")
    try engine.evaluate(Self.glue, name: "nbrun.js")
  }

  /// The outcome as text, which is what a cache keeps; see `Outcome.init(_:)`.
  func typeset(_ tex: String, isDisplay: Bool) throws(ScriptEngine.Failure) -> String {
    try engine.call("typeset", tex, isDisplay ? "display" : "inline")
  }

  /// `+` and the markup, or `-`, a place, a line feed and KaTeX's words.
  ///
  /// The place is sure if the excerpt in KaTeX's message stands there: places inside of the
  /// definition of a macro are counted from its own beginning.
  ///
  /// Links, pictures and attributes are refused: KaTeX itself would print such a command in red.
  ///
  /// KaTeX's classes have names such as `text` and `base`, which a page may have too: all get a `k-`,
  /// as they do in the stylesheet (`MathStyle`).
  ///
  /// Left out of the markup: the TeX that KaTeX adds to its MathML, which programs that take a
  /// page's text would show, and names of namespaces, which HTML does without.
  private static let glue = #"""
    function typeset(tex, style) {
      var refused;
      function isTrusted(context) { refused = refused || context.command; return false; }
      function problem(place, words) { return '-' + place + '\n' + words; }
      try {
        var markup = katex.renderToString(tex, {
          output: 'htmlAndMathml', displayMode: style === 'display', throwOnError: true,
          strict: 'ignore', trust: isTrusted, maxExpand: 1000, maxSize: 50
        }).replace(/<annotation encoding="application\/x-tex">[^<]*<\/annotation>| xmlns="[^"]*"/g, '')
          .replace(/ class="([^"]*)"/g, function (_, names) {
            var own = names.trim().split(/\s+/).map(function (name) {
              return /^katex/.test(name) ? name : 'k-' + name;
            });
            return names.trim() ? ' class="' + own.join(' ') + '"' : '';
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

extension KaTeX.Outcome {
  /// Reads what `KaTeX.typeset` returns.
  init?(_ text: String) {
    switch text.first {
    case "+": self = .markup(String(text.dropFirst()))
    case "-":
      let parts = text.dropFirst().split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let place = parts[0].split(separator: " ").compactMap { Int($0) }
      let isPlace = place.count == 2 && place[0] >= 0 && place[0] <= place[1]
      self = .problem(String(parts[1]), at: isPlace ? place[0]..<place[1] : nil)
    default: return nil
    }
  }
}
