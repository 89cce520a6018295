extension CellOptions {
  /// Reads the `#|` lines at the head of a cell's body, and takes them off it.
  init(takenFrom body: inout ClosedRange<Int>?, of file: SourceFile, reader: inout CommonMarkReader)
  {
    self.init()
    guard let lines = body else { return }
    let count = lines.prefix { Self.isOptionLine(file.line($0)) }.count
    for line in lines.dropFirst(count) where Self.isOptionLine(file.line(line)) {
      reader.problems.append(
        Diagnostic(
          .misplacedOption, "Options must come first in a cell",
          at: file.range(ofLines: line...line),
          help: "move the line up, directly under the fence"))
    }
    guard count > 0 else { return }
    body = count < lines.count ? lines.lowerBound + count...lines.upperBound : nil
    let range = file.range(ofLines: lines.lowerBound...lines.lowerBound + count - 1)
    let text = range.text.split(separator: "\n").map { $0.replacingOptionMark }
      .joined(separator: "\n")
    guard let node = YAMLNode.read(range, as: text, problems: &reader.problems) else { return }
    read(node, allowed: Key.allCases, reader: &reader)
  }

  enum Key: String, CaseIterable {
    case caption, alt, echo, output, include, error

    /// Those that make sense for all cells at once.
    static let defaults: [Key] = [.echo, .output, .include, .error]
  }

  /// Reads options from a mapping.
  mutating func read(_ node: YAMLNode, allowed: [Key], reader: inout CommonMarkReader) {
    guard case .mapping(let entries) = node.content else {
      reader.problems.append(
        Diagnostic(.notNamedValues, "Options must be lines of 'name: value'", at: node.range))
      return
    }
    for entry in entries {
      guard let key = Key(rawValue: entry.key), allowed.contains(key) else {
        reader.problems.append(
          Diagnostic(
            .unknownOption, "There is no option '\(entry.key)'", at: entry.keyRange,
            help: Self.namesElsewhere[entry.key]
              ?? suggestion(for: entry.key, among: allowed.map(\.rawValue))))
        continue
      }
      do throws(Diagnostic) {
        switch key {
        case .caption:
          guard case .mapping(let outputs) = entry.value.content else {
            caption = try reader.text(of: entry)
            continue
          }
          for output in outputs {
            let text = try reader.text(of: output)
            captions.append(OfOutput(name: output.key, range: output.keyRange, text: text))
          }
        case .alt:
          guard case .mapping(let outputs) = entry.value.content else {
            alt = try reader.plainText(of: entry)
            continue
          }
          for output in outputs {
            let text = try reader.plainText(of: output)
            alts.append(OfOutput(name: output.key, range: output.keyRange, text: text))
          }
        case .echo:
          echo = try Echo(entry)
        case .output: output = try entry.flag()
        case .include: include = try entry.flag()
        case .error: error = try entry.flag()
        }
      } catch {
        reader.problems.append(error)
      }
    }
  }

  /// What other notebook runners call things.
  private static let namesElsewhere = [
    "fig-cap": "did you mean 'caption'?", "tbl-cap": "did you mean 'caption'?",
    "fig-alt": "did you mean 'alt'?",
    "label": "a cell's label is the name in its head: ```{operation name}",
    "code-fold": "did you mean 'echo: fold'?",
  ]
}

extension CellOptions.Echo {
  fileprivate init(_ entry: YAMLNode.Entry) throws(Diagnostic) {
    if entry.value.plainText == Self.folded.rawValue {
      self = .folded
    } else if let isShown = entry.value.plainText.flatMap(Bool.init(yaml:)) {
      self = isShown ? .shown : .hidden
    } else {
      throw entry.mismatch("'true', 'false' or 'fold'")
    }
  }
}

extension CommonMarkReader {
  /// Text that is shown as it is written.
  mutating func plainText(of entry: YAMLNode.Entry) throws(Diagnostic) -> String {
    guard let text = entry.value.text else { throw entry.mismatch("text") }
    if let problem = entry.lostText { problems.append(problem) }
    return text
  }

  /// Text that may be formatted and hold values, such as a caption.
  mutating func text(of entry: YAMLNode.Entry) throws(Diagnostic) -> [MarkdownInline] {
    guard let text = entry.value.text, !text.isEmpty else { throw entry.mismatch("text") }
    if let problem = entry.lostText { problems.append(problem) }
    return inlines(of: Placeholder.asValues(in: text), at: entry.value.range)
  }
}

extension YAMLNode.Entry {
  func mismatch(_ expectation: String) -> Diagnostic {
    Diagnostic(.invalidValue, "'\(key)' must be \(expectation)", at: value.range)
  }

  func flag() throws(Diagnostic) -> Bool {
    guard let flag = value.plainText.flatMap(Bool.init(yaml:)) else {
      throw mismatch("true or false")
    }
    return flag
  }
}

extension Bool {
  /// Reads a truth value in the words that YAML 1.1 has for it.
  package init?(yaml text: String) {
    switch text.lowercased() {
    case "true", "yes", "on": self = true
    case "false", "no", "off": self = false
    default: return nil
    }
  }
}

extension Substring {
  /// An option line with spaces in place of its `#|`.
  fileprivate var replacingOptionMark: String {
    guard let mark = firstIndex(of: "#") else { return String(self) }
    return self[..<mark] + "  " + self[index(mark, offsetBy: 2)...]
  }
}
