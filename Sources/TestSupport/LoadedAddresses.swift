import Foundation

/// What a page makes a browser load from elsewhere, as far as its markup can tell.
///
/// A link loads nothing until somebody follows it, and what an address holds itself comes
/// from nowhere. Everything else does.
public enum LoadedAddresses {
  /// The attributes that make a browser load something, by the elements they belong to.
  private static let loading: [String: Set<String>] = [
    "audio": ["src"], "base": ["href"], "body": ["background"], "button": ["formaction"],
    "embed": ["src"], "feimage": ["href", "xlink:href"], "form": ["action"], "frame": ["src"],
    "iframe": ["src", "srcdoc"], "image": ["href", "xlink:href"], "img": ["src", "srcset"],
    "input": ["src", "formaction"], "link": ["href", "imagesrcset"], "object": ["data"],
    "script": ["src", "href", "xlink:href"], "source": ["src", "srcset"], "table": ["background"],
    "track": ["src"], "use": ["href", "xlink:href"], "video": ["src", "poster"],
  ]

  /// Each thing that is loaded, as it is written.
  public static func find(in page: String) -> [String] {
    let markup = page.replacing(#/<!--.*?-->/#.dotMatchesNewlines(), with: "")
    var found: [String] = []
    for tag in markup.matches(of: #/<([A-Za-z][^\s\/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/#) {
      let element = tag.1.lowercased()
      var attributes: [String: String] = [:]
      for match in tag.2.matches(
        of: #/([^\s=\/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/#)
      {
        attributes[match.1.lowercased()] = String(match.2 ?? match.3 ?? match.4 ?? "")
      }
      for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
        let isLoading = loading[element]?.contains(name) ?? false
        if isLoading, !isHeld(value) { found.append("<\(element) \(name)=\"\(value)\">") }
        if name == "style" { found += addresses(inRules: value) }
        if ["fill", "stroke", "filter", "mask", "clip-path", "cursor"].contains(name) {
          found += addresses(inRules: value)
        }
      }
      if element == "meta", attributes["http-equiv"]?.lowercased() == "refresh" {
        found.append("<meta http-equiv=\"refresh\">")
      }
      if element == "script" { found.append("<script>") }
    }
    for style in markup.matches(of: #/<style[^>]*>(.*?)</style>/#.dotMatchesNewlines()) {
      found += addresses(inRules: String(style.1))
    }
    return found
  }

  private static func isHeld(_ address: String) -> Bool {
    address.lowercased().hasPrefix("data:") || address.hasPrefix("#")
  }

  private static func addresses(inRules text: String) -> [String] {
    let rules = text.replacing("&quot;", with: "\"")
      .replacing(#/\/\*.*?\*\//#.dotMatchesNewlines(), with: "")
    var found = rules.contains("@import") ? ["@import"] : []
    for match in rules.matches(of: #/(?:url|image-set|src)\(\s*["']?([^"')]*)/#.ignoresCase())
    where !isHeld(String(match.1)) {
      found.append("url(\(match.1))")
    }
    return found
  }
}
