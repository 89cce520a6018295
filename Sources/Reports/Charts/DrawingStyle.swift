import Typesetting

/// The rules for one drawing by itself: those of a page that it needs, with colours in place of
/// variables, as not all programs that show drawings know these.
struct DrawingStyle {
  /// The rules, light and then what is different in the dark.
  let text: String

  /// The rules that the classes of a drawing ask for.
  init(of drawing: HTMLNode) {
    let classes = drawing.classes
    var (light, dark) = (["svg{background:\(Self.light["page"] ?? "none")}"], [String]())
    dark.append("svg{background:\(Self.dark["page"] ?? "none")}")
    for var rule in Self.rules {
      rule.selectors = rule.selectors.flatMap(Self.expanded).filter {
        $0 != ".plot" && Stylesheet.classes(in: $0).allSatisfy(classes.contains)
      }
      guard !rule.selectors.isEmpty else { continue }
      let pairs = rule.declarations.map { name, value in
        (name: name, light: Self.resolved(value, Self.light), dark: Self.resolved(value, Self.dark))
      }
      rule.declarations = pairs.map { ($0.name, $0.light) }
      light.append(rule.text)
      rule.declarations = pairs.filter { $0.light != $0.dark }.map { ($0.name, $0.dark) }
      if !rule.declarations.isEmpty { dark.append(rule.text) }
    }
    text =
      light.joined(separator: "\n")
      + "\n@media (prefers-color-scheme: dark){\n\(dark.joined(separator: "\n"))\n}"
  }

  // MARK: The rules of a page

  private static let rules = Stylesheet(text(PackageResources.plots_css)).rules

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// What variables stand for in the light, and in the dark.
  private static let (light, dark) = {
    var (light, dark): ([String: String], [String: String]) = ([:], [:])
    for sheet in [PackageResources.colours_css, PackageResources.page_css] {
      let rule = Stylesheet(text(sheet)).rules.first { $0.selectors == [":root"] }
      for (name, value) in rule?.declarations ?? [] where name.hasPrefix("--") {
        let name = String(name.dropFirst(2))
        let pair = value.split(separator: "(", maxSplits: 1).last?.split { ",)".contains($0) }
        if value.hasPrefix("light-dark("), let pair, pair.count == 2 {
          light[name] = String(pair[0])
          dark[name] = String(pair[1].drop { $0 == " " })
        } else {
          (light[name], dark[name]) = (value, value)
        }
      }
    }
    return (light, dark)
  }()

  /// A value with what its variables stand for; those that the drawing sets itself are left.
  private static func resolved(_ value: String, _ variables: [String: String]) -> String {
    variables.reduce(value) { $0.replacing("var(--\($1.key))", with: $1.value) }
  }

  /// A selector for each of those that stand in `:is(…)`, of which there is one at most.
  private static func expanded(_ selector: String) -> [String] {
    guard let start = selector.firstRange(of: ":is("),
      let end = selector[start.upperBound...].firstIndex(of: ")")
    else { return [selector] }
    let before = String(selector[..<start.lowerBound])
    let after = String(selector[selector.index(after: end)...])
    let choices = selector[start.upperBound..<end].split(separator: ",")
    return choices.map { choice in "\(before)\(choice.drop { $0 == " " })\(after)" }
  }
}

extension HTMLNode {
  /// The classes of an element and of all in it.
  fileprivate var classes: Set<String> {
    guard case .element(let element) = self else { return [] }
    var classes: Set<String> = []
    for attribute in element.attributes where attribute.name == "class" {
      if case .text(let names) = attribute.value {
        classes.formUnion(names.split(separator: " ").map(String.init))
      }
    }
    return element.children.reduce(into: classes) { $0.formUnion($1.classes) }
  }
}
