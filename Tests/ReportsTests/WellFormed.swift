/// Checks that markup is what a strict reader accepts: tags match, attributes are quoted and
/// come once, nothing stands unescaped.
enum WellFormed {
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  /// What well-formed markup holds.
  struct Survey {
    /// The `id`s, and the references to them.
    var defined: [String] = []
    var referred: [String] = []
    /// The elements in the order of their tags.
    var elements: [(name: String, attributes: [String: String])] = []
  }

  static func check(_ markup: String) throws -> Survey {
    var survey = Survey()
    var open: [String] = []
    var rest = Substring(markup)
    while let start = rest.firstIndex(of: "<") {
      try checkText(rest[..<start])
      rest = rest[start...].dropFirst()
      if rest.hasPrefix("!") {
        rest = rest[(rest.firstIndex(of: ">") ?? rest.endIndex)...].dropFirst()
        continue
      }
      guard let end = endOfTag(rest) else { throw Problem(description: "A tag has no end") }
      let tag = rest[..<end]
      rest = rest[end...].dropFirst()
      if tag.hasPrefix("/") {
        let name = String(tag.dropFirst())
        guard open.popLast() == name else {
          throw Problem(description: "</\(name)> is out of place")
        }
      } else {
        let name = String(tag.prefix { $0 != " " && $0 != "/" })
        survey.elements.append((name, [:]))
        try checkAttributes(tag.dropFirst(name.count), &survey)
        if !tag.hasSuffix("/") { open.append(name) }
        if name == "style", let close = rest.range(of: "</style") { rest = rest[close...] }
      }
    }
    guard open.isEmpty else { throw Problem(description: "Left open: \(open)") }
    return survey
  }

  private static func endOfTag(_ text: Substring) -> Substring.Index? {
    var isQuoted = false
    return text.indices.first { index in
      if text[index] == "\"" { isQuoted.toggle() }
      return text[index] == ">" && !isQuoted
    }
  }

  private static func checkText(_ text: Substring) throws {
    var rest = text
    guard !text.contains(">") else { throw Problem(description: "'>' in \(text)") }
    while let start = rest.firstIndex(of: "&") {
      rest = rest[start...].dropFirst()
      guard ["amp;", "lt;", "gt;", "quot;", "#x27;"].contains(where: rest.hasPrefix) else {
        throw Problem(description: "'&' in \(text)")
      }
    }
  }

  private static func checkAttributes(_ text: Substring, _ survey: inout Survey) throws {
    var names: Set<String> = []
    var rest = text.drop { $0 == " " }
    while !rest.isEmpty, rest != "/" {
      let name = String(rest.prefix { $0 != "=" })
      rest = rest.dropFirst(name.count)
      guard rest.hasPrefix("=\""), names.insert(name).inserted else {
        throw Problem(description: "Attribute \(name) in \(text)")
      }
      let value = rest.dropFirst(2).prefix { $0 != "\"" }
      guard !value.contains("<") else { throw Problem(description: "'<' in \(value)") }
      try checkText(value)
      if name == "id" { survey.defined.append(String(value)) }
      if name == "aria-labelledby" {
        survey.referred += value.split(separator: " ").map(String.init)
      }
      if name == "href", value.hasPrefix("#") { survey.referred.append(String(value.dropFirst())) }
      survey.elements[survey.elements.count - 1].attributes[name] = String(value)
      rest = rest.dropFirst(2 + value.count + 1).drop { $0 == " " }
    }
  }
}

extension Substring {
  fileprivate func range(of text: String) -> Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }
}
