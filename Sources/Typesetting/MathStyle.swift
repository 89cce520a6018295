import Files

/// KaTeX's stylesheet, cut down to what a page uses.
struct MathStyle {
  /// KaTeX's own, such as `0.16.4`.
  let version: String
  private let stylesheet: Stylesheet

  init(_ text: String) {
    var stylesheet = Stylesheet(text)
    for index in stylesheet.rules.indices {
      stylesheet.rules[index].selectors = stylesheet.rules[index].selectors.map(Self.withOwnClasses)
    }
    self.stylesheet = stylesheet
    let mark = stylesheet.rules.first { $0.selectors.contains { $0.contains("katex-version") } }
    version = mark?["content"]?.filter { $0 != "\"" } ?? "unknown"
  }

  /// A selector in which `.text` is `.k-text`, as in the markup (`KaTeX`).
  private static func withOwnClasses(_ selector: String) -> String {
    selector.split(separator: ".", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 || $1.hasPrefix("katex") ? String($1) : "k-\($1)" }
      .joined(separator: ".")
  }

  /// Which fonts and rules some formulas need.
  func use(by markup: [String]) -> FontUse {
    var use = FontUse(stylesheet)
    for markup in markup { use.add(markup) }
    return use
  }

  /// The rules and fonts for some formulas, and the files of fonts that can't be read.
  func text(for markup: [String], fonts: String) -> (text: String, missing: [String]) {
    guard !markup.isEmpty else { return ("", []) }
    let use = use(by: markup)
    var lines = [Self.notice(version: version)]
    var missing: [String] = []
    for face in use.files {
      if let font = try? File.read("\(fonts)/\(face.file)") {
        lines.append(Self.rule(for: face, font))
      } else {
        missing.append(face.file)
      }
    }
    for var rule in stylesheet.rules {
      // Only classes, no element of the page: `body` and `@font-face` fall away.
      rule.selectors.removeAll { selector in
        let needed = Stylesheet.classes(in: selector)
        return needed.isEmpty || !needed.allSatisfy(use.classes.contains)
      }
      rule.declarations.removeAll { $0.name.hasPrefix("-ms-") }
      if !rule.selectors.isEmpty && !rule.declarations.isEmpty { lines.append(rule.text) }
    }
    return ((lines + [Self.ours]).joined(separator: "\n") + "\n", missing)
  }

  private static func rule(for face: FontFace, _ font: [UInt8]) -> String {
    """
    @font-face{font-family:\(face.family);font-weight:\(face.isBold ? 700 : 400);\
    font-style:\(face.isItalic ? "italic" : "normal");\
    src:url(data:font/woff2;base64,\(font.base64)) format("woff2")}
    """
  }

  /// Letters are about as high as those of the text, and a short formula doesn't break.
  ///
  /// A wide one scrolls, with room for what hangs over its lines; what only screen readers see is
  /// clipped together with its formula.
  private static let ours = """
    .katex{position:relative;font-size:1.08em;font-variant:normal;hyphens:none;white-space:nowrap}
    .\(MathRenderer.longClass) .katex{white-space:normal}
    .\(MathRenderer.displayClass){display:block;overflow-x:auto;overflow-y:hidden}
    .\(MathRenderer.displayClass){padding:.3em .1em;margin:.6em 0}
    .\(MathRenderer.displayClass)>.katex-display{margin:0;min-width:max-content}
    """

  private static func notice(version: String) -> String {
    """
    /*! KaTeX \(version)
    Copyright (c) 2013-2020 Khan Academy and other contributors

    Permission is hereby granted, free of charge, to any person obtaining a copy of this software
    and associated documentation files (the "Software"), to deal in the Software without
    restriction, including without limitation the rights to use, copy, modify, merge, publish,
    distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
    Software is furnished to do so, subject to the following conditions:

    The above copyright notice and this permission notice shall be included in all copies or
    substantial portions of the Software.

    THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
    BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
    NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
    DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
    OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE. */
    """
  }
}
