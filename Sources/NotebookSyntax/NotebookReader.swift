extension Notebook {
  /// Reads a notebook, and adds whatever is wrong with how it is written to the problems.
  ///
  /// What can be read is there all the same, so that a check can go on to find more.
  public init(reading file: SourceFile, problems: inout [Diagnostic]) {
    self.init(file: file, frontMatter: FrontMatter(), blocks: [])
    if file.utf8.allSatisfy({ [0x20, 0x09, .lineFeed].contains($0) }) {
      problems.append(
        Diagnostic(
          .emptyNotebook, "The notebook is empty", at: SourceRange(0..<0, in: file),
          help: "write prose, and cells such as ```{load ratings}"))
      return
    }
    var firstLine = 1
    var head: SourceRange?
    if Self.isMark(1, "---", of: file) {
      guard
        let last = (1..<file.lineCount).map({ $0 + 1 })
          .first(where: { Self.isMark($0, "---", of: file) || Self.isMark($0, "...", of: file) })
      else {
        problems.append(
          Diagnostic(
            .unclosedFrontMatter, "The front matter is not closed", at: file.range(ofLines: 1...1),
            help: "end it with a line of '---'"))
        return
      }
      if last > 2 { head = file.range(ofLines: 2...last - 1) }
      firstLine = last + 1
    }
    var reader = CommonMarkReader(file: file)
    var nesting = CalloutNesting()
    let read = reader.blocks(fromLine: firstLine)
    if let head { frontMatter = FrontMatter(reading: head, reader: &reader) }
    for block in read {
      switch block {
      case .prose(let block): nesting.append(Notebook.Block(block))
      case .mark(let mark): nesting.append(mark, reader: &reader)
      case .fence(let fence):
        if !fence.isClosed {
          reader.problems.append(
            Diagnostic(
              .unclosedFence, "A fence is not closed",
              at: file.range(ofLines: fence.lines.lowerBound...fence.lines.lowerBound),
              help: "end the block with a line of the same ``` or ~~~"))
        }
        if !fence.info.text.isCellHead {
          nesting.append(.prose(fence.block))
        } else if let cell = Cell(fence, in: file, reader: &reader) {
          nesting.append(.cell(cell))
        }
      }
    }
    blocks = nesting.finish(problems: &reader.problems)
    footnotes = reader.footnotes
    problems += reader.problems
    readAttributes(problems: &problems)
    problems += foreignSyntax
  }

  /// Whether a line begins or ends the front matter.
  private static func isMark(_ line: Int, _ mark: String, of file: SourceFile) -> Bool {
    let text = file.line(line)
    return text.hasPrefix(mark) && text.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
  }
}

extension Cell {
  /// Reads a cell from a fence whose info string begins with a brace; nil if it has no name.
  fileprivate init?(_ fence: Fence, in file: SourceFile, reader: inout CommonMarkReader) {
    guard let (operation, result) = Self.names(in: fence.info, problems: &reader.problems) else {
      return nil
    }
    var body = fence.body
    let options = CellOptions(takenFrom: &body, of: file, reader: &reader)
    let end = file.bytes(ofLine: fence.lines.upperBound).lowerBound
    let range = body.map { file.range(ofLines: $0) } ?? SourceRange(end..<end, in: file)
    var parameters: YAMLNode?
    var problems: [Diagnostic] = []
    // A cell without an end holds whatever comes after it.
    if fence.isClosed { parameters = YAMLNode.read(range, problems: &problems) }
    if let node = parameters, !node.isMapping {
      problems.append(
        Diagnostic(
          .notNamedValues, "The body of a cell must be lines of 'name: value'", at: node.range))
      parameters = nil
    }
    self.init(
      operation: operation, result: result ?? operation, options: options, parameters: parameters,
      parameterProblems: problems, range: file.range(ofLines: fence.lines))
  }

  /// The operation and the result in `{operation result}`; nil if that isn't what is written.
  private static func names(
    in info: SourceRange, problems: inout [Diagnostic]
  ) -> (operation: Spelling, result: Spelling?)? {
    let help = "write ```{operation} or ```{operation name}"
    guard info.text.hasSuffix("}") else {
      problems.append(
        Diagnostic(.invalidCellHead, "A cell's head must end with '}'", at: info, help: help))
      return nil
    }
    let inner = info.bytes.lowerBound + 1..<info.bytes.upperBound - 1
    let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let words = info.file.utf8[inner].split(whereSeparator: isSpace).map { word in
      let range = SourceRange(word.startIndex..<word.endIndex, in: info.file)
      return Spelling(text: range.text, range: range)
    }
    guard let operation = words.first, words.count <= 2 else {
      problems.append(
        Diagnostic(
          .invalidCellHead, "A cell names one operation, and at most one result", at: info,
          help: help))
      return nil
    }
    for word in words where !word.text.isName || word.text == InlineValue.parameters {
      problems.append(
        word.text == InlineValue.parameters
          ? Diagnostic(
            .invalidName, "'params' is reserved for the front matter's parameters", at: word.range,
            help: "choose another name")
          : Diagnostic(
            .invalidName, "'\(word.text)' is not a name", at: word.range,
            help: "a name consists of letters, digits, '-' and '_', and begins with a letter; "
              + "code that is only shown has no braces: ```python"))
      return nil
    }
    return (operation, words.dropFirst().first)
  }
}

extension String {
  /// Whether a fence with this behind it is a cell; `{.python}` is Pandoc's way to name a language.
  var isCellHead: Bool { hasPrefix("{") && !hasPrefix("{.") && !hasPrefix("{#") }
}
