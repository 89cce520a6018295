/// Values for a notebook's parameters that are given from outside, as by `-p factors=20`.
public struct ParameterOverrides: Sendable {
  public var entries: [YAMLNode.Entry] = []

  public init() {}

  /// Adds `name=value`, written on the command line.
  ///
  /// A value in brackets is a list, as in a cell; anything else stands for itself.
  public mutating func add(argument: String, problems: inout [Diagnostic]) {
    let file = SourceFile(path: "-p", text: argument)
    let whole = SourceRange(0..<file.utf8.count, in: file)
    guard let sign = file.utf8.firstIndex(of: UInt8(ascii: "=")), sign > 0 else {
      problems.append(
        Diagnostic(
          .invalidOverride, "A parameter is written as 'name=value'", at: whole,
          help: "write -p factors=20"))
      return
    }
    let name = SourceRange(0..<sign, in: file)
    let written = SourceRange(sign + 1..<file.utf8.count, in: file)
    var value = YAMLNode(.scalar(written.text, isQuoted: false), range: written)
    if let first = written.text.first, "[\"'".contains(first) {
      guard let list = YAMLNode.read(written, problems: &problems) else { return }
      value = list
    }
    add(YAMLNode.Entry(key: name.text, keyRange: name, value: value), problems: &problems)
  }

  /// Adds all parameters of a file of `name: value` lines.
  public mutating func add(file: SourceFile, problems: inout [Diagnostic]) {
    let whole = SourceRange(0..<file.utf8.count, in: file)
    guard let node = YAMLNode.read(whole, problems: &problems) else { return }
    guard case .mapping(let entries) = node.content else {
      problems.append(
        Diagnostic(
          .notNamedValues, "A parameter file must be lines of 'name: value'", at: node.range))
      return
    }
    for entry in entries { add(entry, problems: &problems) }
  }

  private mutating func add(_ entry: YAMLNode.Entry, problems: inout [Diagnostic]) {
    if let earlier = entries.first(where: { $0.key == entry.key }) {
      problems.append(
        Diagnostic(
          .duplicateKey, "'\(entry.key)' is given twice", at: entry.keyRange,
          notes: [.init("first given here", at: earlier.keyRange)], help: "keep one of them"))
    } else {
      entries.append(entry)
    }
  }
}
