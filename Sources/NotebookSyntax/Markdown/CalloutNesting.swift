/// Puts the blocks of a document, a quote or an item into the callouts they stand in.
struct CalloutNesting {
  /// The blocks outside of all callouts, and in each callout that is open.
  private var levels: [[Notebook.Block]] = [[]]
  private var open: [(mark: CalloutMark, callout: Callout?)] = []

  mutating func append(_ block: Notebook.Block) { levels[levels.count - 1].append(block) }

  mutating func append(_ mark: CalloutMark, reader: inout CommonMarkReader) {
    switch mark.meaning {
    case .opening where open.count >= CommonMarkReader.maximumDepth:
      if open.count == CommonMarkReader.maximumDepth {
        reader.problems.append(
          Diagnostic(
            .nestedTooDeep, "Callouts are nested more than \(CommonMarkReader.maximumDepth) deep",
            at: mark.range))
      }
      open.append((mark, nil))
      levels.append([])
    case .opening(let kind, let title):
      let title = title.map { reader.inlines(of: $0.text, at: $0) }
      open.append((mark, Callout(kind: kind, title: title, blocks: [], range: mark.range)))
      levels.append([])
    case .unknown:
      open.append((mark, nil))
      levels.append([])
    case .closing:
      if open.isEmpty {
        reader.problems.append(
          Diagnostic(
            .unopenedCallout, "There is no callout to close", at: mark.range,
            help: "open one with a line such as '::: note'"))
      } else {
        close()
      }
    }
  }

  /// The blocks of the whole.
  mutating func finish(problems: inout [Diagnostic]) -> [Notebook.Block] {
    while let last = open.last {
      if last.callout != nil {
        problems.append(
          Diagnostic(
            .unclosedCallout, "A callout is not closed", at: last.mark.range,
            help: "end it with a line of ':::'"))
      }
      close()
    }
    return levels[0]
  }

  private mutating func close() {
    let blocks = levels.removeLast()
    guard var callout = open.removeLast().callout else {
      levels[levels.count - 1] += blocks
      return
    }
    callout.blocks = blocks
    append(.callout(callout))
  }
}
