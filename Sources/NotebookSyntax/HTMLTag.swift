/// What looks like HTML in running text.
package enum HTMLTag {
  /// Whether a browser knows it.
  ///
  /// It may be an element of HTML, of a drawing or of mathematics, one with a hyphen, which a page
  /// defines itself, or a comment. `<Float>` in `Array<Float>` is none.
  package static func isKnown(_ markup: String) -> Bool {
    let inner = markup.dropFirst().drop { $0 == "/" }
    guard let first = inner.first, first.isLetter else { return true }
    let name = inner.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == ":" }
    return name.contains("-") || elements.contains(name.lowercased())
  }

  /// The names that tags give by `id` or `name`.
  static func names(in markup: String) -> [String] {
    var names: [String] = []
    for attribute in ["id=", "name="] {
      for piece in markup.split(separator: attribute, omittingEmptySubsequences: false).dropFirst()
      {
        let quote = piece.first.flatMap { "\"'".contains($0) ? $0 : nil }
        let value =
          quote.map { quote in piece.dropFirst().prefix { $0 != quote } }
          ?? piece.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        names.append(String(value))
      }
    }
    return names
  }

  private static let elements = Set(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big
    blink blockquote body br button canvas caption center cite code col colgroup data datalist dd
    del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li
    link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol
    optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script search
    section select slot small source span strike strong style sub summary sup svg table tbody td
    template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
    circle clippath defs desc ellipse filter foreignobject g image line lineargradient marker mask
    path pattern polygon polyline radialgradient rect stop switch symbol text textpath tspan use view
    annotation maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
    munderover semantics
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
