/// What a code means, for someone who asks with `nbrun explain`, with an example.
public struct DiagnosticExplanation: Sendable {
  public var code: DiagnosticCode
  /// What the rule is and why there is one, in a few sentences.
  public var text: String
  /// The smallest notebook that breaks the rule; empty if none can be shown.
  public var wrong = ""
  /// Whether only a run finds what is wrong with it, and a check doesn't.
  public var isFoundInRun = false
  /// The same notebook as it should be.
  public var mended = ""
  /// What is given with `-p` when the wrong notebook is run.
  public var arguments: [String] = []
  /// The files beside the notebooks, by their names.
  public var files: [String: String] = [:]

  /// The first sentence.
  public var headline: String {
    let words = text.replacing("\n", with: " ")
    guard let end = words.firstRange(of: ". ") else { return words }
    return String(words[..<end.lowerBound]) + "."
  }

  /// Reads explanations that are written one after the other.
  ///
  /// Each begins with a line of `# ` and its code. Examples stand between lines of tildes, of which
  /// the first says what they are: `wrong`, or `wrong when run` if only a run finds that; `mended`;
  /// `parameters`; or `file` and a name. `empty` and a name is a file without anything in it.
  public static func read(_ source: String) -> [DiagnosticExplanation] {
    var all: [DiagnosticExplanation] = []
    var example: (kind: Substring, lines: [Substring])?
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = example {
        if line == Self.fence {
          all[all.count - 1].add(open.lines.joined(separator: "\n"), as: open.kind)
          example = nil
        } else {
          example?.lines.append(line)
        }
      } else if line.hasPrefix("# ") {
        all.append(DiagnosticExplanation(code: DiagnosticCode(String(line.dropFirst(2))), text: ""))
      } else if !all.isEmpty {
        if line.hasPrefix(Self.fence) {
          example = (line.dropFirst(Self.fence.count + 1), [])
        } else if !line.isEmpty {
          all[all.count - 1].text += (all[all.count - 1].text.isEmpty ? "" : "\n") + line
        }
      }
    }
    return all
  }

  private static let fence = "~~~~"

  private mutating func add(_ example: String, as kind: Substring) {
    switch kind {
    case "wrong", "wrong when run":
      wrong = example + "\n"
      isFoundInRun = kind != "wrong"
    case "mended": mended = example + "\n"
    case "parameters": arguments = example.split(separator: "\n").map(String.init)
    default:
      let name = kind.drop { $0 != " " }.dropFirst()
      files[String(name)] = kind.hasPrefix("empty") ? "" : example + "\n"
    }
  }
}
