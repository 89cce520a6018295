/// Mathematics in TeX, written `$…$`, `$$…$$` or `\begin{…}…\end{…}`.
public struct Formula: Sendable {
  /// What stands between the dollars; for an environment, all of it.
  public var tex: String
  /// Whether the formula stands on a line of its own, and large.
  public var isDisplay: Bool
  /// The name that `{#eq-name}` or `\label{eq:name}` gives it, without `eq-`.
  public var label: String?
  /// Where the formula is written, dollars included.
  public var range: SourceRange

  public init(tex: String, isDisplay: Bool, label: String? = nil, range: SourceRange) {
    self.tex = tex
    self.isDisplay = isDisplay
    self.label = label ?? (isDisplay ? Self.labels(in: tex).first : nil)
    self.range = range
  }
}

extension Formula {
  /// The name that a label of LaTeX's is here: `eq:loss` and `loss` are `loss`.
  ///
  /// What can't stand in a name becomes a hyphen.
  package static func name(ofLabel label: String) -> String {
    let prefix = ["eq:", "eqn:", "eq-"].first { label.hasPrefix($0) } ?? ""
    return String(label.dropFirst(prefix.count).map { $0.isNamePart ? $0 : "-" })
  }

  /// The names that each `\label{…}` in TeX gives.
  package static func labels(in tex: String) -> [String] {
    arguments(of: "label", in: tex).map(name(ofLabel:)).filter { !$0.isEmpty }
  }

  /// What `\tag{…}` sets in place of a number; nil without one.
  package var tag: String? {
    guard isDisplay else { return nil }
    return Self.arguments(of: "tag", in: tex).first?.filter { $0 != "$" && $0 != "\\" }
  }

  /// What stands in braces behind each `\command`.
  private static func arguments(of command: String, in tex: String) -> [String] {
    var found: [String] = []
    var rest = tex[...]
    while let backslash = rest.firstIndex(of: "\\") {
      rest = rest[backslash...].dropFirst()
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      // A backslash and one other sign, such as `\\`.
      rest = rest[name.endIndex...].dropFirst(name.isEmpty ? 1 : 0)
      guard name == command else { continue }
      let open = rest.drop { $0 == "*" || $0.isWhitespace }
      guard open.first == "{", let close = open.firstIndex(of: "}") else { continue }
      found.append(String(open[..<close].dropFirst()).trimmed)
      rest = open[close...]
    }
    return found
  }
}
