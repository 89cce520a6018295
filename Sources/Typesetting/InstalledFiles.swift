/// Where Debian's packages put KaTeX, `libjs-katex` and `fonts-katex`, and what runs it.
struct KaTeXFiles: Sendable {
  var engine = ScriptEngine.library
  var script = "/usr/share/javascript/katex/katex.min.js"
  var style = "/usr/share/javascript/katex/katex.min.css"
  /// The folder of `KaTeX_Main-Regular.woff2` and the others.
  var fonts = "/usr/share/fonts/truetype/katex"
}
