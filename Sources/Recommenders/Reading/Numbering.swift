import LinearAlgebra

/// Numbers the identifiers of a column from zero without gaps, in ascending order.
///
/// Integers go by value, words by their UTF-8 bytes. So the numbers depend neither on the order
/// of the rows nor on how often something occurs, nor on the parts in which a file was read.
struct Numbering {
  /// Where the number of each row's identifier goes.
  let numbers: UnsafeMutableBufferPointer<Int32>
  let threads: Int

  /// Numbers the identifiers that stand where their numbers go, and gives them in their order.
  func ofSmall() -> Identities.Identifiers {
    let size = max(1, min(1 << 18, numbers.count))
    let parts = stride(from: 0, to: numbers.count, by: size).map { start in
      UnsafeBufferPointer(rebasing: numbers[start..<min(start + size, numbers.count)])
    }
    return .numbers(ofIntegers(parts).map(Int64.init))
  }

  /// Numbers the identifiers of parts, and gives them in their order.
  func ofParts(_ parts: [KeyColumn]) -> Identities.Identifiers {
    var integers: [[Int64]] = []
    var words: [DistinctKeys<[UInt8]>] = []
    for part in parts {
      switch part {
      case .small: preconditionFailure("small identifiers are in place")
      case .large(let part): integers.append(part)
      case .words(let part): words.append(part)
      }
    }
    guard words.isEmpty else {
      let order = number(words) { $0.lexicographicallyPrecedes($1) }
      return .words(order.map { String(decoding: $0, as: UTF8.self) })
    }
    return .numbers(ofIntegers(integers))
  }

  private func ofIntegers<Part: Collection>(_ parts: [Part]) -> [Part.Element]
  where Part.Element: FixedWidthInteger & SignedInteger {
    let ranges = mapParts(parts, threads: threads) { part -> (Part.Element, Part.Element)? in
      guard var least = part.first else { return nil }
      var greatest = least
      for key in part {
        least = min(least, key)
        greatest = max(greatest, key)
      }
      return (least, greatest)
    }.compactMap { $0 }
    guard let least = ranges.map(\.0).min(), let greatest = ranges.map(\.1).max() else {
      return []
    }
    let (span, overflow) = Int(greatest).subtractingReportingOverflow(Int(least))
    // A table with four bytes for each possible identifier is worth it if it is no larger than
    // the column itself.
    if !overflow && span < max(1 << 16, 2 * numbers.count) {
      return ofDense(parts, least: least, span: span + 1)
    }
    return number(mapParts(parts, threads: threads) { DistinctKeys($0) }, precedes: <)
  }

  /// Numbers identifiers of a range that is small enough for a table.
  private func ofDense<Part: Collection>(
    _ parts: [Part], least: Part.Element, span: Int
  ) -> [Part.Element] where Part.Element: FixedWidthInteger & SignedInteger {
    // Which identifiers each thread has seen, a bit for each.
    let wordCount = Pieces(of: span, size: 64).count
    let threads = usableThreads(threads)
    let seen = ScratchMemory<UInt64>(repeating: 0, count: threads * wordCount)
    parallelFor(parts.count, threads: threads) { part, thread in
      let seen = seen.pointer + thread * wordCount
      for key in parts[part] {
        let slot = Int(key) &- Int(least)
        seen[slot >> 6] |= 1 << UInt64(slot & 63)
      }
    }
    var table = [Int32](repeating: 0, count: span)
    var distinct: [Part.Element] = []
    for word in 0..<wordCount {
      var bits = (0..<threads).reduce(0) { $0 | seen.pointer[$1 * wordCount + word] }
      while bits != 0 {
        let slot = word << 6 + bits.trailingZeroBitCount
        table[slot] = Int32(distinct.count)
        distinct.append(Part.Element(Int(least) + slot))
        bits &= bits - 1
      }
    }
    table.withUnsafeBufferPointer { table in
      write(parts) { table[Int($0) &- Int(least)] }
    }
    return distinct
  }

  /// Numbers keys in ascending order, and gives them in it.
  private func number<Key: Hashable>(
    _ parts: [DistinctKeys<Key>], precedes: (Key, Key) -> Bool
  ) -> [Key] {
    let order = Set(parts.flatMap(\.keys)).sorted(by: precedes)
    var numberOfKey = [Key: Int32](minimumCapacity: order.count)
    for (number, key) in order.enumerated() { numberOfKey[key] = Int32(number) }
    let tables = parts.map { part in part.keys.map { numberOfKey[$0] ?? 0 } }
    let rows = parts.indices.map { part in
      parts[part].positions.lazy.map { tables[part][Int($0)] }
    }
    write(rows) { $0 }
    return order
  }

  /// Writes the number of each key, part behind part.
  @inline(__always)
  private func write<Part: Collection>(_ parts: [Part], number: (Part.Element) -> Int32) {
    var starts: [Int] = []
    var total = 0
    for part in parts {
      starts.append(total)
      total += part.count
    }
    parallelFor(parts.count, threads: threads) { part, _ in
      let start = starts[part]
      for (offset, key) in parts[part].enumerated() { numbers[start + offset] = number(key) }
    }
  }
}
