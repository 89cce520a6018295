private import CYAML

extension YAMLNode {
  /// Reads the value that is written on a stretch of a file; nil if it isn't YAML.
  ///
  /// Nothing at all is an empty mapping. What is wrong is added to the problems; a key
  /// given twice doesn't keep the rest from being read. Where the YAML is only a part of
  /// what is written, `text` is the range's text with spaces in place of the rest.
  package static func read(
    _ range: SourceRange, as text: String? = nil, problems: inout [Diagnostic]
  ) -> YAMLNode? {
    if let problem = tabInIndentation(of: range) {
      problems.append(problem)
      return nil
    }
    var reader = YAMLReader(range: range, text: text ?? range.text)
    do {
      let node = try reader.read()
      problems += reader.problems
      return node
    } catch {
      problems += reader.problems + [error]
      return nil
    }
  }

  /// What to say about the first line that is indented by a tab.
  private static func tabInIndentation(of range: SourceRange) -> Diagnostic? {
    let file = range.file
    var lineStart = range.bytes.lowerBound
    while lineStart < range.bytes.upperBound {
      let line = file.utf8[lineStart..<range.bytes.upperBound].prefix { $0 != .lineFeed }
      let indentation = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if let tab = indentation.firstIndex(of: UInt8(ascii: "\t")), indentation.count < line.count {
        return Diagnostic(
          .yamlTab, "A tab can't be used to indent YAML",
          at: SourceRange(tab..<indentation.endIndex, in: file),
          help: "indent with spaces")
      }
      lineStart = line.endIndex + 1
    }
    return nil
  }
}

/// Turns libyaml's events into nodes.
private struct YAMLReader {
  /// How deep values may be nested; more is a mistake or an attack.
  static let maximumDepth = 32

  let range: SourceRange
  /// The offset in the file of each code point, which is what libyaml counts in, and of the end.
  let offsets: [Int]
  let mask: PlaceholderMask
  /// What libyaml reads.
  let body: [UInt8]
  var parser = yaml_parser_t()
  var problems: [Diagnostic] = []

  init(range: SourceRange, text: String) {
    self.range = range
    mask = PlaceholderMask(text)
    body = Array(mask.hidden.utf8)
    var offset = range.bytes.lowerBound
    var offsets = [offset]
    for scalar in range.text.unicodeScalars {
      offset += UTF8.width(scalar)
      offsets.append(offset)
    }
    self.offsets = offsets
  }

  mutating func read() throws(Diagnostic) -> YAMLNode {
    guard yaml_parser_initialize(&parser) == 1 else {
      throw Diagnostic(.outOfMemory, "Out of memory", at: range)
    }
    defer { yaml_parser_delete(&parser) }
    let body = body
    return try body.withUnsafeBufferPointer { bytes throws(Diagnostic) in
      yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      _ = try next()  // stream start
      let first = try next()
      guard first.type == YAML_DOCUMENT_START_EVENT else {
        let start = range.bytes.lowerBound
        return YAMLNode(.mapping([]), range: SourceRange(start..<start, in: range.file))
      }
      let node = try node(next(), depth: 0)
      _ = try next()  // document end
      let last = try next()
      guard last.type == YAML_STREAM_END_EVENT else {
        throw Diagnostic(
          .severalYAMLDocuments, "A cell holds one YAML document", at: last.range,
          help: "remove the '---'")
      }
      return node
    }
  }

  private mutating func node(_ event: Event, depth: Int) throws(Diagnostic) -> YAMLNode {
    guard depth < Self.maximumDepth else {
      throw Diagnostic(
        .nestedTooDeep, "Values are nested more than \(Self.maximumDepth) deep", at: event.range)
    }
    if event.hasAnchorOrTag {
      problems.append(
        Diagnostic(
          .yamlAnchor, "Anchors and tags are not part of a notebook's YAML", at: event.range,
          help: "write the value itself, in quotes if it is text that starts with '&' or '!'"))
    }
    switch event.type {
    case YAML_SCALAR_EVENT:
      return YAMLNode(.scalar(event.value, isQuoted: event.isQuoted), range: event.range)
    case YAML_SEQUENCE_START_EVENT:
      var items: [YAMLNode] = []
      var item = try next()
      while item.type != YAML_SEQUENCE_END_EVENT {
        items.append(try node(item, depth: depth + 1))
        item = try next()
      }
      return YAMLNode(.sequence(items), range: event.range.joined(to: item.range))
    case YAML_MAPPING_START_EVENT:
      var entries: [YAMLNode.Entry] = []
      var keys: [String: SourceRange] = [:]
      var key = try next()
      while key.type != YAML_MAPPING_END_EVENT {
        guard key.type == YAML_SCALAR_EVENT else {
          throw Diagnostic(.yamlKey, "A key must be a single word", at: key.range)
        }
        let value = try node(next(), depth: depth + 1)
        if let earlier = keys[key.value] {
          problems.append(
            Diagnostic(
              .duplicateKey, "'\(key.value)' is given twice", at: key.range,
              notes: [.init("first given here", at: earlier)], help: "keep one of them"))
        } else {
          keys[key.value] = key.range
          entries.append(.init(key: key.value, keyRange: key.range, value: value))
        }
        key = try next()
      }
      let end = entries.last?.value.range ?? event.range
      return YAMLNode(.mapping(entries), range: event.range.joined(to: end))
    default:
      throw Diagnostic(
        .yamlAnchor, "References to anchors are not part of a notebook's YAML", at: event.range,
        help: "write the value itself, in quotes if it is text that starts with '*'")
    }
  }

  // MARK: libyaml's events

  private struct Event {
    var type: yaml_event_type_t
    var value = ""
    var isQuoted = false
    var hasAnchorOrTag = false
    var range: SourceRange
  }

  private mutating func next() throws(Diagnostic) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else { throw failure }
    defer { yaml_event_delete(&event) }
    var result = Event(type: event.type, range: range(event.start_mark, event.end_mark))
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      result.value = mask.reveal(String(decoding: bytes, as: UTF8.self))
      result.isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
      result.hasAnchorOrTag = scalar.anchor != nil || scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      result.hasAnchorOrTag = start.anchor != nil || start.tag != nil
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      result.hasAnchorOrTag = start.anchor != nil || start.tag != nil
    default: break
    }
    return result
  }

  private func range(_ start: yaml_mark_t, _ end: yaml_mark_t) -> SourceRange {
    let lower = offset(of: start)
    return SourceRange(lower..<max(lower, offset(of: end)), in: range.file)
  }

  private func offset(of mark: yaml_mark_t) -> Int { offsets[min(mark.index, offsets.count - 1)] }

  /// Why libyaml stopped, in the words of someone who writes notebooks.
  private var failure: Diagnostic {
    let problem = parser.problem.map { String(cString: $0) } ?? "unreadable"
    if parser.error == YAML_READER_ERROR {
      // Here libyaml counts bytes of what it was given, where a placeholder takes three a sign.
      let point = String(decoding: body.prefix(parser.problem_offset), as: UTF8.self)
        .unicodeScalars.count
      let offset = offsets[min(point, offsets.count - 1)]
      return Diagnostic(
        .yamlControlCharacter, "A control character isn't allowed in YAML",
        at: SourceRange(offset..<offset, in: range.file),
        help: "remove it")
    }
    let place = range(parser.problem_mark, parser.problem_mark)
    let context = range(parser.context_mark, parser.problem_mark)
    switch problem {
    case "found unexpected end of stream" where parser.context != nil,
      "found unexpected document indicator" where parser.context != nil:
      let quote = range.file.utf8[context.bytes.lowerBound] == UInt8(ascii: "'") ? "'" : "\""
      return Diagnostic(
        .yamlUnclosedQuote, "A quote is not closed",
        at: SourceRange(start(of: context, width: 1), in: range.file),
        help: "close it with \(quote)")
    case "found character that cannot start any token":
      let sign =
        range.file.utf8.indices.contains(place.bytes.lowerBound)
        ? String(UnicodeScalar(range.file.utf8[place.bytes.lowerBound])) : ""
      return Diagnostic(
        .yamlValueStart, "A value can't start with '\(sign)'",
        at: SourceRange(start(of: place, width: 1), in: range.file),
        help: "put the value in quotes")
    case "mapping values are not allowed in this context"
    where !textBefore(place).contains(":"):
      return Diagnostic(
        .yamlIndentation, "A line is indented more than the one before it",
        at: wholeLine(of: place),
        help: "start every line of 'name: value' in the same column")
    case "mapping values are not allowed in this context":
      return Diagnostic(
        .yamlSecondColon, "A second ':' in a line",
        at: SourceRange(start(of: place, width: 1), in: range.file),
        help: "put a value that has ': ' in it in quotes; write 'name: value', one per line")
    case "could not find expected ':'":
      return Diagnostic(
        .yamlMissingColon, "A line without a ':'", at: wholeLine(of: context),
        help: "write 'name: value'")
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      let bracket = problem.hasSuffix("']'") ? "]" : "}"
      return Diagnostic(
        .yamlUnclosedBracket, "A bracket is not closed",
        at: SourceRange(start(of: context, width: 1), in: range.file),
        help: "close it with '\(bracket)', and put ',' between what is in it")
    case "did not find expected key", "did not find expected '-' indicator",
      "did not find expected <document start>":
      return Diagnostic(
        .yamlIndentation, "A line doesn't fit the lines before it", at: wholeLine(of: place),
        help: "start every line of a list or of 'name: value' in the same column; "
          + "put text that goes on after a closing quote inside the quotes")
    default:
      return Diagnostic(.invalidYAML, "Not YAML: \(problem)", at: place)
    }
  }

  private func start(of place: SourceRange, width: Int) -> Range<Int> {
    let start = place.bytes.lowerBound
    return start..<min(start + width, range.file.utf8.count)
  }

  /// What stands before a place on its line.
  private func textBefore(_ place: SourceRange) -> String {
    let line = range.file.bytes(ofLine: place.start.line)
    let end = max(line.lowerBound, place.bytes.lowerBound)
    return SourceRange(line.lowerBound..<end, in: range.file).text
  }

  /// The text on the line where a place begins, without white space around it.
  private func wholeLine(of place: SourceRange) -> SourceRange {
    let bytes = range.file.bytes(ofLine: place.start.line)
    let text = range.file.utf8[bytes]
    let start = text.firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.lowerBound
    return SourceRange(start..<max(start, bytes.upperBound), in: range.file)
  }
}
