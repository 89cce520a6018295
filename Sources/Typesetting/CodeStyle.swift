/// The colours of code, for paper and for the dark.
enum CodeStyle {
  struct Colour {
    var name: String
    /// On a light ground, and on a dark one.
    var light: String
    var dark: String
    /// The classes of highlight.js that have it.
    var classes: [String]
  }

  static let colours = [
    Colour(
      name: "comment", light: "#6a645c", dark: "#a39b8f",
      classes: ["comment", "quote", "meta", "deletion"]),
    Colour(
      name: "keyword", light: "#8a2f6b", dark: "#e3a1cf",
      classes: ["keyword", "selector-tag", "literal", "doctag"]),
    Colour(
      name: "name", light: "#1b5587", dark: "#8fbbe4",
      classes: ["attr", "attribute", "title", "section", "name", "selector-id", "selector-class"]),
    Colour(
      name: "type", light: "#00666f", dark: "#7ac7ce",
      classes: ["type", "class", "built_in", "builtin-name", "symbol", "bullet", "link"]),
    Colour(
      name: "string", light: "#2f6427", dark: "#9bcb8f",
      classes: ["string", "regexp", "addition", "meta-string"]),
    Colour(
      name: "number", light: "#914008", dark: "#f0ab7c",
      classes: ["number", "variable", "template-variable", "subst-variable"]),
  ]

  /// The colours follow the scheme of the page, whoever chose it.
  ///
  /// A browser that can't choose between two colours leaves code in the colour of its text.
  static let text: String = {
    let rules = colours.map { colour in
      let selectors = colour.classes.map { ".hljs-\($0)" }.joined(separator: ",")
      return "\(selectors){color:light-dark(\(colour.light),\(colour.dark))}"
    }
    return """
      \(rules.joined(separator: "\n"))
      .hljs-comment,.hljs-quote,.hljs-emphasis{font-style:italic}
      .hljs-built_in,.hljs-section,.hljs-strong{font-weight:600}

      """
  }()
}
