import Files
import LinearAlgebra

/// Reads a file of ratings in parts that are cut at line ends, several at a time.
///
/// Meanwhile the file's digest is computed, which takes one thread about as long as reading
/// takes another.
struct RatingFileParts {
  let bytes: UnsafeBufferPointer<UInt8>
  let layout: ColumnLayout
  let path: String
  let limit: Int?
  let threads: Int
  /// About how many bytes a part has.
  let partSize: Int
  let needsDigest: Bool

  /// A file that was read.
  struct Content {
    var columns: RatingArrays
    var users: Identities.Identifiers
    var items: Identities.Identifiers
    /// The SHA-256 of the whole file; empty if it isn't needed.
    var sha256: String
  }

  /// A part of the file: where it is, and the row at which there is room for it.
  private struct Part {
    var range: Range<Int>
    var firstRow: Int
  }

  /// More rows than this have no 32-bit numbers.
  private static let mostRows = Int(Int32.max)
  /// So many bytes that a part itself costs nothing to speak of, few enough that the threads
  /// end together.
  static let usualPartSize = 2 << 20
  /// How many parts are read between two checkpoints.
  private static let partsAtOnce = 16

  /// Reads the rows that are asked for.
  ///
  /// - Parameter checkpoint: is told now and then which fraction of the file is read; throws to
  ///   cancel.
  /// - Returns: the columns, numbered.
  /// - Throws: `ReadingError`, or what `checkpoint` throws.
  func read(checkpoint: (Double) throws -> Void) throws -> Content {
    // The rows of a file that is read in part are counted from its start.
    let ranges = limit == nil ? rangesOfWholeLines() : [layout.start..<bytes.count]
    let lineCounts = mapParts(ranges, threads: threads) { range in
      let lines = UnsafeBufferPointer(rebasing: bytes[range])
      return lineEnds(in: lines) + (lines.last == UInt8(ascii: "\n") ? 0 : 1)
    }
    var parts: [Part] = []
    var capacity = 0
    for (range, lineCount) in zip(ranges, lineCounts) {
      parts.append(Part(range: range, firstRow: capacity))
      capacity += lineCount
    }
    let most = min(limit ?? .max, Self.mostRows)
    if parts.count == 1 { capacity = min(capacity, most) }
    var kinds: (user: KeyKind, item: KeyKind) = (.small, .small)
    var openQuote: OpenQuote?
    while true {
      do {
        return try read(
          parts, capacity: max(capacity, 1), kinds: kinds, openQuote: openQuote, limit: most,
          checkpoint: checkpoint)
      } catch let error as KeyKind.TooNarrow {
        if error.column == .user { kinds.user = error.needed } else { kinds.item = error.needed }
      } catch let error as OpenQuote {
        // Where lines end in a quotation, the file can't be cut at any of them.
        openQuote = error
        kinds = (.small, .small)
        parts = [Part(range: layout.start..<bytes.count, firstRow: 0)]
      }
    }
  }

  /// Which problems a file has if quotations end where lines do, of which one isn't closed there.
  private struct OpenQuote: Error {
    var problems: LineProblems
  }

  private func read(
    _ parts: [Part], capacity: Int, kinds: (user: KeyKind, item: KeyKind), openQuote: OpenQuote?,
    limit: Int, checkpoint: (Double) throws -> Void
  ) throws -> Content {
    var (users, items) = (Identities.Identifiers.numbers([]), Identities.Identifiers.numbers([]))
    var sha256 = ""
    let columns = try RatingArrays(
      capacity: capacity, hasTimes: layout.fields[.timestamp] != nil
    ) { buffers in
      let read = try rows(
        of: parts, kinds: kinds, openQuote: openQuote, limit: limit, into: buffers,
        checkpoint: checkpoint)
      sha256 = read.sha256
      let count = closeGaps(of: parts, read.parts, in: buffers)
      if count == 0 {
        throw layout.hasHeader
          ? ReadingError.onlyHeader(path: path) : ReadingError.nothingInside(path: path)
      }
      if count >= Self.mostRows {
        throw ReadingError.tooManyRatings(path: path, limit: Self.mostRows)
      }
      func number(
        _ numbers: UnsafeMutablePointer<Int32>, _ kind: KeyKind,
        _ keys: KeyPath<RawRatings, KeyColumn>
      ) -> Identities.Identifiers {
        let numbering = Numbering(
          numbers: UnsafeMutableBufferPointer(start: numbers, count: count), threads: threads)
        return kind == .small
          ? numbering.ofSmall() : numbering.ofParts(read.parts.map { $0[keyPath: keys] })
      }
      users = number(buffers.users, kinds.user, \.users)
      items = number(buffers.items, kinds.item, \.items)
      return count
    }
    return Content(columns: columns, users: users, items: items, sha256: sha256)
  }

  /// Reads all parts, each to its room, and computes the digest.
  private func rows(
    of parts: [Part], kinds: (user: KeyKind, item: KeyKind), openQuote: OpenQuote?, limit: Int,
    into buffers: RatingBuffers, checkpoint: (Double) throws -> Void
  ) throws -> (parts: [RawRatings], sha256: String) {
    var digest = SHA256()
    var digested = 0
    var results: [RawRatings] = []
    for first in stride(from: 0, to: parts.count, by: Self.partsAtOnce) {
      try checkpoint(Double(digested) / Double(bytes.count))
      let batch = parts[first..<min(first + Self.partsAtOnce, parts.count)]
      let end = batch[batch.endIndex - 1].range.upperBound
      // The digest comes first since it takes longest.
      let outcomes = mapParts([nil] + batch.map(Optional.some), threads: threads) {
        part -> Result<RawRatings, KeyKind.TooNarrow>? in
        guard let part else {
          if needsDigest { digest.update(UnsafeBufferPointer(rebasing: bytes[digested..<end])) }
          return nil
        }
        return Result { () throws(KeyKind.TooNarrow) in
          try RawRatings(
            bytes, layout: layout, part: part.range, kinds: kinds,
            quotesSpanLines: openQuote != nil, limit: limit,
            into: buffers.advanced(by: part.firstRow))
        }
      }
      results += try outcomes.compactMap { try $0?.get() }
      digested = end
    }
    let problems = problems(of: results)
    if layout.dialect.quotes == .always, results.contains(where: \.hasOpenQuote) {
      guard let openQuote else { throw OpenQuote(problems: problems) }
      try openQuote.problems.check(path: path)
    }
    // If quotations don't make sense either way, lines are easier to mend.
    try (problems.concernQuotes ? openQuote?.problems ?? problems : problems).check(path: path)
    return (results, needsDigest ? digest.finish() : "")
  }

  /// What is wrong in any part, with line numbers of the file.
  private func problems(of parts: [RawRatings]) -> LineProblems {
    var problems = LineProblems()
    var line = layout.linesBefore
    for part in parts {
      problems.add(part.problems, lineOffset: line)
      line += part.lineCount
    }
    return problems
  }

  /// Moves the rows of parts that are shorter than their room together; how many there are.
  private func closeGaps(of parts: [Part], _ read: [RawRatings], in buffers: RatingBuffers) -> Int {
    var count = 0
    for (part, rows) in zip(parts, read) {
      if part.firstRow != count {
        buffers.advanced(by: count).moveRows(
          from: buffers.advanced(by: part.firstRow), count: rows.count)
      }
      count += rows.count
    }
    return count
  }

  /// Ranges of whole lines that cover the data.
  private func rangesOfWholeLines() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = layout.start
    while start < bytes.count {
      var end = min(start + partSize, bytes.count)
      while end < bytes.count, bytes[end - 1] != UInt8(ascii: "\n") { end += 1 }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }
}

/// How many line ends there are.
private func lineEnds(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
  let newlines: UInt64 = 0x0A0A_0A0A_0A0A_0A0A
  let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  let text = UnsafeRawBufferPointer(bytes)
  var count = 0
  var position = 0
  while position + 8 <= text.count {
    // Eight counters of a byte each take that many steps before one can be full.
    var counters: UInt64 = 0
    for _ in 0..<min(255, (text.count - position) / 8) {
      let differences = text.loadUnaligned(fromByteOffset: position, as: UInt64.self) ^ newlines
      // The top bit of a byte is set if it is zero (Warren, Hacker's Delight, 6-1).
      let equal = ~(((differences & lowBits) &+ lowBits) | differences | lowBits)
      counters &+= equal >> 7
      position += 8
    }
    for byte in 0..<8 { count += Int(counters >> UInt64(8 * byte) & 0xFF) }
  }
  return count + bytes[position...].count { $0 == UInt8(ascii: "\n") }
}
