extension YAMLNode.Entry {
  /// What YAML takes away from a text, or makes of it, where its author hardly meant that.
  ///
  /// In YAML ` #` begins a comment, and a backslash in double quotes a sign that can't be typed: so
  /// a caption ends before "#2", and `$\beta$` begins with a sign that rubs out the one before it.
  var lostText: Diagnostic? {
    guard case .scalar(let text, let isQuoted) = value.content else { return nil }
    return isQuoted ? misreadEscape(of: text) : cutOff
  }

  /// What follows a text without quotes on its line, or on a line below that is indented.
  private var cutOff: Diagnostic? {
    let file = value.range.file
    let end = value.range.bytes.upperBound
    let line = file.bytes(ofLine: file.line(of: end))
    let rest = file.utf8[end..<line.upperBound].drop(while: \.isSpace)
    guard rest.first == UInt8(ascii: "#") else { return nil }
    return Diagnostic(
      .textCutOff, "In YAML, ' #' begins a comment, and '\(key)' ends before it",
      at: SourceRange(rest.startIndex..<line.upperBound, in: file), severity: .warning,
      help: "put the text in quotes, or the comment on a line of its own")
  }

  /// The first escape in double quotes that rather is a command of TeX's.
  private func misreadEscape(of text: String) -> Diagnostic? {
    let range = value.range
    let bytes = range.file.utf8[range.bytes]
    guard bytes.first == UInt8(ascii: "\"") else { return nil }
    var index = bytes.startIndex
    while index + 2 < bytes.endIndex {
      guard bytes[index] == .backslash else {
        index += 1
        continue
      }
      let isUsual = "ntNLP_0".utf8.contains(bytes[index + 1])
      let isOdd = "abefvr".utf8.contains(bytes[index + 1])
      if bytes[index + 2].isLetter, isOdd || isUsual && text.contains("$") {
        let end = bytes[(index + 1)...].prefix(while: \.isLetter).endIndex
        let word = SourceRange(index..<end, in: range.file)
        return Diagnostic(
          .yamlEscape,
          "In double quotes, '\\\(word.text.dropFirst().prefix(1))' is a special character",
          at: word,
          help: "put the text in single quotes, where a backslash is just a backslash")
      }
      index += 2
    }
    return nil
  }
}
