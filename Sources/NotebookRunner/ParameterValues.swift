import NotebookSyntax
import Operations

/// What `${name}` stands for in one notebook: its own defaults, or what was given instead.
struct ParameterValues: Sendable {
  /// The values in the order of their declaration.
  private(set) var entries: [YAMLNode.Entry]
  /// Whether these are all that there are; else it is unknown what other names are.
  let isComplete: Bool

  /// Puts overrides in the place of a notebook's defaults.
  init(of frontMatter: FrontMatter, overrides: ParameterOverrides, problems: inout [Diagnostic]) {
    entries = frontMatter.parameters
    isComplete = frontMatter.knowsAllParameters
    let names = entries.map(\.key)
    for override in overrides.entries {
      if let index = names.firstIndex(of: override.key) {
        entries[index].value = override.value
      } else if isComplete {
        problems.append(
          Diagnostic(
            .undeclaredParameter, "The notebook has no parameter '\(override.key)'",
            at: override.keyRange,
            help: suggestion(for: override.key, among: names)
              ?? "declare it in the front matter, under 'params:'"))
      }
    }
    for entry in entries where entry.value.hasPlaceholder {
      problems.append(
        Diagnostic(
          .nestedParameter, "'\(entry.key)' can't refer to other parameters",
          at: entry.value.range,
          help: "write the value itself"))
    }
  }

  subscript(name: String) -> YAMLNode? { entries.first { $0.key == name }?.value }

  /// Which fact a parameter is, when prose quotes it.
  func scalar(_ name: String) -> ScalarValue? {
    guard let node = self[name] else { return nil }
    if let number = try? Int(yaml: node) { return .integer(number) }
    if let number = try? Double(yaml: node) { return .real(number) }
    return .text(node.description)
  }

  /// What an inline value of a parameter stands for; nil if it is of something else.
  func scalar(quotedBy value: InlineValue) -> ScalarValue? {
    guard value.path[0] == InlineValue.parameters else { return nil }
    return scalar(value.path.dropFirst().joined(separator: "."))
  }

  /// A value with the parameters put in, and the names of those it used.
  func substitute(
    in node: YAMLNode, used: inout Set<String>, problems: inout [Diagnostic]
  ) -> YAMLNode {
    switch node.content {
    case .mapping(var entries):
      for index in entries.indices {
        entries[index].value = substitute(
          in: entries[index].value, used: &used, problems: &problems)
      }
      return YAMLNode(.mapping(entries), range: node.range)
    case .sequence(let items):
      let items = items.map { substitute(in: $0, used: &used, problems: &problems) }
      return YAMLNode(.sequence(items), range: node.range)
    case .scalar(let text, let isQuoted):
      let placeholders = Placeholder.all(in: text)
      for placeholder in placeholders where isComplete && self[placeholder.name] == nil {
        problems.append(
          Diagnostic(
            .undeclaredParameter, "The front matter declares no parameter '\(placeholder.name)'",
            at: node.range,
            help: suggestion(for: placeholder.name, among: entries.map(\.key))
              ?? "declare it there, under 'params:'"))
      }
      guard let first = placeholders.first, placeholders.allSatisfy({ self[$0.name] != nil })
      else { return node }
      used.formUnion(placeholders.map(\.name))
      if first.range == text.startIndex..<text.endIndex, let value = self[first.name] {
        // A value alone keeps what it is, so that a list stays a list.
        let note = Diagnostic.Note("'\(first.name)' is set here", at: value.range)
        return YAMLNode(value.content, range: node.range, origin: note)
      }
      let result = substitute(in: text, at: node.range, problems: &problems)
      return YAMLNode(.scalar(result, isQuoted: isQuoted), range: node.range)
    }
  }

  /// The most bytes that a text may have with its parameters put in.
  private static let longestText = 1_000_000

  /// A text with the parameters put in that exist.
  func substitute(
    in text: String, at range: SourceRange, problems: inout [Diagnostic]
  ) -> String {
    let placeholders = Placeholder.all(in: text)
    var values: [String: String] = [:]
    for name in Set(placeholders.map(\.name)) { values[name] = self[name]?.description }
    let length = placeholders.reduce(text.utf8.count) { length, placeholder in
      values[placeholder.name].map { length + $0.utf8.count - placeholder.name.utf8.count - 3 }
        ?? length
    }
    guard length <= Self.longestText else {
      problems.append(
        Diagnostic(
          .textTooLong, "With its parameters put in, the text has \(length) bytes", at: range,
          help: "use fewer or shorter parameters; it may have \(Self.longestText)"))
      return text
    }
    var result = ""
    var position = text.startIndex
    for placeholder in placeholders {
      guard let value = values[placeholder.name] else { continue }
      result += text[position..<placeholder.range.lowerBound] + value
      position = placeholder.range.upperBound
    }
    return result + text[position...]
  }
}
