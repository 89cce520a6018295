import Foundation
import Testing

@testable import Recommenders

/// What is read agrees with a plain reader that goes by strings.
@Suite struct RatingReadingReferenceTests {
  @Test(arguments: 0..<60)
  func agreesWithAPlainReader(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let file = RandomFile(&generator)
    let expected = plainRead(file)
    let table = try RatingTable(
      bytes: Array(file.text.utf8),
      request: RatingFileRequest(path: "x", format: file.format, duplicates: .last))
    #expect(table.count == expected.count, "seed \(seed)")
    for (row, rating) in expected.enumerated() where row < table.count {
      #expect(
        table.users.identifier(of: Int(table.userIndices[row])) == rating.user, "seed \(seed)")
      #expect(
        table.items.identifier(of: Int(table.itemIndices[row])) == rating.item, "seed \(seed)")
      #expect(table.values[row] == rating.value, "seed \(seed)")
      #expect(table.timestamps?[row] == rating.time, "seed \(seed)")
    }
    #expect(Set(table.userIndices).count == table.users.count)
    #expect(Set(table.itemIndices).count == table.items.count)
  }

  @Test(arguments: 0..<100)
  func partsAndThreadsMakeNoDifference(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    var bytes = Array(RandomFile(&generator).text.utf8)
    // A blank line, a word, or something that can't be read, somewhere.
    for change in ["\n \n", "x", ",", "123456789012345678", "\""]
    where Int.random(in: 0..<4, using: &generator) == 0 {
      bytes.insert(
        contentsOf: Array(change.utf8), at: Int.random(in: 0...bytes.count, using: &generator))
    }
    let request = RatingFileRequest(path: "x", duplicates: .mean)
    let whole = Result { try Outcome(RatingTable(bytes: bytes, request: request)) }
    for (threads, partSize) in [(1, 1), (2, 7), (3, 40), (2, 400)] {
      let parts = Result {
        try Outcome(
          RatingTable(bytes: bytes, request: request, threads: threads, partSize: partSize))
      }
      switch (whole, parts) {
      case (.success(let a), .success(let b)): #expect(a == b, "seed \(seed)")
      case (.failure(let a), .failure(let b)):
        #expect(a as? ReadingError == b as? ReadingError, "seed \(seed)")
        #expect(a is ReadingError)
      default: Issue.record("seed \(seed): \(whole) is not \(parts)")
      }
    }
  }

  /// All that is in a table.
  struct Outcome: Equatable {
    var columns: [[Int64]]
    var values: [Float]
    var identifiers: [String]
    var digests: [String]

    init(_ table: RatingTable) {
      columns = [
        table.userIndices.map(Int64.init), table.itemIndices.map(Int64.init),
        table.timestamps ?? [],
      ]
      values = table.values
      identifiers =
        (0..<table.users.count).map(table.users.identifier(of:))
        + (0..<table.items.count).map(table.items.identifier(of:))
      digests = table.source.files.map(\.sha256)
    }
  }

  struct Rating {
    var user: String
    var item: String
    var value: Float
    var time: Int64?
  }

  /// Reads the simple layouts of `RandomFile`, keeping the last of duplicates.
  func plainRead(_ file: RandomFile) -> [Rating] {
    let separator = file.format == .csv ? "," : file.format == .doubleColon ? "::" : "\t"
    var ratings: [Rating] = []
    for line in file.text.split(whereSeparator: \.isNewline).dropFirst(file.hasHeader ? 1 : 0) {
      let fields = String(line).components(separatedBy: separator).map {
        $0.hasPrefix("\"")
          ? String($0.dropFirst().dropLast()).components(separatedBy: "\"\"").joined(
            separator: "\"") : $0
      }
      let rating = Rating(
        user: fields[0], item: fields[1], value: Float(fields[2])!,
        time: fields.count > 3 ? Int64(fields[3])! : nil)
      ratings.removeAll { $0.user == rating.user && $0.item == rating.item }
      ratings.append(rating)
    }
    return ratings
  }

  /// A valid file with a layout and content by chance.
  struct RandomFile {
    var text = ""
    var format: RatingFileFormat
    var hasHeader: Bool

    init(_ generator: inout SplitMix) {
      format = [.csv, .tsv, .doubleColon, .uData, .inter].randomElement(using: &generator)!
      hasHeader =
        format == .inter
        || ((format == .csv || format == .tsv) && Bool.random(using: &generator))
      let separator = format == .csv ? "," : format == .doubleColon ? "::" : "\t"
      let lineEnd = ["\n", "\r\n"].randomElement(using: &generator)!
      let hasTime = Bool.random(using: &generator)
      let hasWords = hasHeader && Bool.random(using: &generator)
      let scale: Int64 = [5, 1000, 100_000_000_000, .max].randomElement(using: &generator)!
      // As most files are, and read by a way of its own.
      let isPlain = Bool.random(using: &generator)
      var lines: [String] = []
      if hasHeader {
        let names = ["user_id:token", "item_id:token", "rating:float", "timestamp:float"]
        lines.append(names.prefix(hasTime ? 4 : 3).joined(separator: separator))
      }
      for _ in 0..<Int.random(in: 1...120, using: &generator) {
        var item = String(Int64.random(in: 0...scale, using: &generator))
        if hasWords { item = "é\(item)" }
        if format == .csv && !isPlain && Bool.random(using: &generator) {
          item = hasWords ? "\"\(item)\"\"x\"\"\"" : "\"\(item)\""
        }
        var fields = [
          String(Int64.random(in: (isPlain ? 0 : -scale)...scale, using: &generator)), item,
          isPlain
            ? ["1", "2.5", "3", "4.0", "0.5"].randomElement(using: &generator)!
            : String(Float.random(in: -5...5, using: &generator)),
        ]
        if hasTime { fields.append(String(Int64.random(in: 0...2_000_000_000, using: &generator))) }
        lines.append(fields.joined(separator: separator))
      }
      text = lines.joined(separator: lineEnd)
      if Bool.random(using: &generator) { text += lineEnd }
      if Bool.random(using: &generator) { text += lineEnd }
    }
  }
}

/// Whatever the bytes are, reading ends with a table or with an error of its own.
@Suite struct RatingReadingMutationTests {
  static let originals: [(RatingFileFormat?, String)] = [
    (nil, "userId,movieId,rating,timestamp\n1,\"2\",3.5,964982703\n2,\"a,\"\"b\"\"\",1e0,1\n"),
    (.csv, "\u{FEFF}1,2,3\r\n4,5,6\r\n\r\n"),
    (.doubleColon, "1::2::3::4\n5::6::7::8\n"),
    (.uData, "1\t2\t3\t4\n5\t6\t7\t8"),
    (.inter, "user_id:token\titem_id:token\trating:float\n1\té\t3\n-9223372036854775808\t3\t-4\n"),
  ]

  @Test(arguments: 0..<12)
  func changedFilesAreReadOrRefused(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    for _ in 0..<1000 {
      let (format, text) = Self.originals.randomElement(using: &generator)!
      let bytes = mutated(Array(text.utf8), &generator)
      let rule = DuplicateRule.allCases.randomElement(using: &generator)!
      do {
        let table = try RatingTable(
          bytes: bytes,
          request: RatingFileRequest(
            path: "x", format: format, duplicates: rule,
            limit: Bool.random(using: &generator) ? nil : 2))
        #expect(table.count > 0 && table.values.allSatisfy(\.isFinite), "seed \(seed) \(bytes)")
        #expect(table.userIndices.allSatisfy { $0 >= 0 && $0 < table.users.count })
        #expect(table.itemIndices.allSatisfy { $0 >= 0 && $0 < table.items.count })
      } catch is ReadingError {
      }
      do {
        let format = TitleFileFormat.all.randomElement(using: &generator)!
        _ = try TitleFile(bytes: bytes, request: TitleFileRequest(path: "x", format: format))
      } catch is ReadingError {
      }
    }
  }

  /// The bytes with some taken out, repeated, moved or replaced.
  func mutated(_ original: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
    var bytes = original
    let special = Array(",\t:|\"\n\r -+.eE0123456789nNaAiIfF".utf8) + [0, 0x80, 0xC3, 0xFF, 0xEF]
    for _ in 0...Int.random(in: 0..<6, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let other = Int.random(in: 0...bytes.count, using: &generator)
      let range = min(place, other)..<min(max(place, other), min(place, other) + 9)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.insert(special.randomElement(using: &generator)!, at: place)
      case 1: bytes.removeSubrange(range)
      case 2: bytes.insert(contentsOf: bytes[range], at: place)
      case 3: bytes.removeSubrange(place...)
      default:
        if place < bytes.count {
          bytes[place] = special.randomElement(using: &generator)!
        }
      }
    }
    return bytes
  }
}
