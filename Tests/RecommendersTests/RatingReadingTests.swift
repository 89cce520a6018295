import Files
import Foundation
import TestSupport
import Testing

@testable import Recommenders

@Suite struct RatingReadingTests {
  @Test func readsMovieLensCSV() throws {
    let table = try read(
      """
      userId,movieId,rating,timestamp
      7,31,2.5,1260759144
      1,1029,3.0,1260759179
      7,1029,.5,1260759182

      """)
    #expect(numbers(table.users) == [1, 7])
    #expect(numbers(table.items) == [31, 1029])
    #expect(table.userIndices == [1, 0, 1])
    #expect(table.itemIndices == [0, 1, 1])
    #expect(table.values == [2.5, 3, 0.5])
    #expect(table.timestamps == [1_260_759_144, 1_260_759_179, 1_260_759_182])
    #expect(table.source.name == "ratings.csv")
  }

  @Test(arguments: [
    ("ratings.dat", "1::1193::5::978300760\n1::661::3::978302109\n"),
    ("u.data", "1\t1193\t5\t978300760\n1\t661\t3\t978302109\n"),
    (
      "ml.inter",
      "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t1193\t5\t978300760\n1\t661\t3\t978302109.7\n"
    ),
    ("ratings.tsv", "User ID\tItem\tScore\tTime\n1\t1193\t5\t978300760\n1\t661\t3\t978302109\n"),
    ("ratings.tsv", "1\t1193\t5\t978300760\n1\t661\t3\t978302109\n"),
    ("ratings", "1,1193,5,978300760\n1,661,3,978302109\n"),
    ("ratings", "1::1193::5::978300760\n1::661::3::978302109\n"),
    ("ratings.csv", "1\t1193\t5\t978300760\n1\t661\t3\t978302109\n"),
    (
      "ratings",
      "\u{FEFF}user,item,rating,timestamp\r\n1,1193,5,978300760\r\n\r\n1,661,3,978302109\r\n \r\n"
    ),
    ("ratings.csv", " 1 , \"1193\" ,5,978300760\n\"1\",661, 3e0 ,9.78302109e8"),
  ])
  func tellsTheFormat(name: String, content: String) throws {
    let table = try read(content, path: name)
    #expect(numbers(table.users) == [1])
    #expect(numbers(table.items) == [661, 1193])
    #expect(table.itemIndices == [1, 0])
    #expect(table.values == [5, 3])
    #expect(table.timestamps == [978_300_760, 978_302_109])
  }

  @Test func columnsAreFoundByNameOrPosition() throws {
    let content = "when,Stars,who,what\n1,4.5,a,x\n2,-1e-1,b,x\n"
    let columns = [
      RatingColumns(
        user: .name("who"), item: .name("WHAT"), rating: .name("stars"), timestamp: .name("when")),
      RatingColumns(
        user: .position(3), item: .position(4), rating: .position(2), timestamp: .position(1)),
    ]
    for columns in columns {
      let table = try read(content, columns: columns)
      #expect(words(table.users) == ["a", "b"])
      #expect(words(table.items) == ["x"])
      #expect(table.values == [4.5, -0.1])
      #expect(table.timestamps == [1, 2])
    }
  }

  @Test func timeIsNotGuessedByPlaceOnceAColumnIsGiven() throws {
    let table = try read("1,2,5,some text\n", columns: RatingColumns(user: .position(1)))
    #expect(table.timestamps == nil)
    #expect(try read("1,2,5\n").timestamps == nil)
    let dated = "user,item,rating,timestamp\n1,2,5,last summer\n"
    #expect(throws: ReadingError.self) { try read(dated) }
    #expect(try read(dated, columns: RatingColumns(readsTimestamps: false)).timestamps == nil)
  }

  @Test func numbersDoNotDependOnTheOrderOfRows() throws {
    let rows = ["10,b,1", "9,a,2", "-3,c,3", "9223372036854775807,é,4", "10,\"a,\"\"b\"\"\",5"]
    let table = try read(rows.joined(separator: "\n"))
    let reversed = try read(rows.reversed().joined(separator: "\n"))
    for table in [table, reversed] {
      #expect(numbers(table.users) == [-3, 9, 10, .max])
      #expect(words(table.items) == ["a", "a,\"b\"", "b", "c", "é"])
    }
    #expect(table.userIndices == reversed.userIndices.reversed())
    #expect(table.itemIndices == [2, 0, 3, 4, 1])
  }

  @Test(arguments: ["007", "+7", "9223372036854775808", "7.0", "x", "-0"])
  func identifiersOfAnotherSpellingMakeAllOfTheColumnWords(spelling: String) throws {
    let table = try read("7,1,5\n\(spelling),1,4\n")
    #expect(words(table.users)?.sorted() == ["7", spelling].sorted())
    #expect(numbers(table.items) == [1])
  }

  @Test(
    arguments: [
      ("5", 5), ("4.5", 4.5), ("-1", -1), ("+2", 2), ("1e3", 1000), ("2.5E-1", 0.25), (".5", 0.5),
      ("5.", 5), ("0.1", 0.1), ("16777217", 16_777_216),
      ("1e12", RatingTable.largestValue), ("-999999999999", -1e12),
      ("1e-50", 0), ("123456789012.345678901234567890", 1.2345679e11), ("0.30000001192092896", 0.3),
      ("1.0000000596046448", 1.0000001), ("-0.000", 0),
    ] as [(String, Float)])
  func readsNumbers(text: String, value: Float) throws {
    #expect(try read("1,2,\(text)\n").values == [value])
  }

  @Test func numbersAreRoundedAsTheStandardLibraryDoes() {
    var generator = SplitMix(state: 11)
    for _ in 0..<20_000 {
      var text = ["", "-", "+"].randomElement(using: &generator)!
      for _ in 0...Int.random(in: 0..<22, using: &generator) {
        text += String(Int.random(in: 0...9, using: &generator))
      }
      if Bool.random(using: &generator) {
        text.insert(
          ".",
          at: text.index(text.startIndex, offsetBy: .random(in: 1...text.count, using: &generator)))
      }
      if Bool.random(using: &generator) {
        text += "e\(Int.random(in: -48...38, using: &generator))"
      }
      let number = Array(text.utf8).withUnsafeBufferPointer { DecimalNumber($0[...]) }
      let bytes = Array(text.utf8)
      bytes.withUnsafeBufferPointer { buffer in
        #expect(number != nil, "\(text)")
        #expect(DecimalNumber(buffer[...])?.float == Float(text), "\(text)")
        #expect(DecimalNumber(buffer[...])?.double == Double(text), "\(text)")
      }
    }
  }

  @Test func timesAreRoundedDown() throws {
    let table = try read("1,1,5,-0.5\n1,2,5,1.9e1\n1,3,5,299999999999.9\n")
    #expect(table.timestamps == [-1, 19, 299_999_999_999])
  }

  @Test func duplicatesAreResolvedByRule() throws {
    let content = "2,1,5,10\n1,1,1,20\n2,1,2,40\n2,2,3,50\n2,1,2,30\n"
    let first = try read(content, duplicates: .first)
    #expect(first.values == [5, 1, 3])
    #expect(first.timestamps == [10, 20, 50])
    let last = try read(content, duplicates: .last)
    #expect(last.values == [1, 3, 2])
    #expect(last.timestamps == [20, 50, 30])
    #expect(last.userIndices == [0, 1, 1])
    let mean = try read(content, duplicates: .mean)
    #expect(mean.values == [3, 1, 3])
    #expect(mean.timestamps == [40, 20, 50])
  }

  @Test func readsTheFirstRatingsOnly() throws {
    let table = try read("user,item,rating\n5,1,5\n4,2,4\nbroken", limit: 2)
    #expect(table.count == 2)
    #expect(numbers(table.users) == [4, 5])
  }

  @Test func aTableOfItsOwnSizeIsReadBeyondTheFirstGuess() throws {
    // Long lines after many short ones, and identifiers too far apart for a table.
    var content = ""
    for row in 0..<70_000 { content += "\(row % 300),\(row / 300),\(row % 5)\n" }
    content += "1000000000000,4611686018427387904,2.25\n"
    let table = try read(content)
    #expect(table.count == 70_001)
    #expect(table.users.count == 301 && table.items.count == 235)
    #expect(table.items.identifier(of: 234) == "4611686018427387904")
    #expect(table.itemIndices.last == 234 && table.values.last == 2.25)
  }

  @Test func filesAreReadWithTheirDigest() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory.appending(component: "abc.csv").path
      try Data("1,2,3\n".utf8).write(to: URL(fileURLWithPath: path))
      let table = try RatingTable(reading: RatingFileRequest(path: path))
      #expect(
        table.source.files == [
          .init(
            name: path,
            sha256: "7a8988e95e356e2b5b8fecf5e31f7c2e7e8fb44a5cd9d89ebb0d1e60b1f5c689")
        ])
    }
  }

  @Test func readingCanBeCancelled() {
    struct Cancelled: Error {}
    #expect(throws: Cancelled.self) {
      try RatingTable(bytes: Array("1,2,3\n".utf8), request: .init(path: "a.csv")) { _ in
        throw Cancelled()
      }
    }
  }
}

// MARK: What is wrong

@Suite struct RatingReadingErrorTests {
  @Test func tellsTheFirstTenLinesAndTheNumberOfOthers() throws {
    let problems: [(String, LineProblem)] = [
      ("1,2", .fieldCount(expected: 4, found: 2)),
      ("1,2,3,4,5", .fieldCount(expected: 4, found: 5)),
      ("1,2,good,4", .notANumber(.rating, found: "good")),
      ("1,2,NaN,4", .notFinite(.rating, found: "NaN")),
      ("1,2,-inf,4", .notFinite(.rating, found: "-inf")),
      ("1,2,1e39,4", .outOfRange(.rating, found: "1e39")),
      ("1,2,3,1e19", .outOfRange(.timestamp, found: "1e19")),
      ("1,2,3,", .missing(.timestamp)),
      (",2,3,4", .missing(.user)),
      ("1,\"2,3,4", .unclosedQuote),
      ("1,\"2\"3,4,5", .textAfterQuote),
      ("1,2,0x10,4", .notANumber(.rating, found: "0x10")),
    ]
    let content =
      "user,item,rating,timestamp\n"
      + problems.enumerated().map { "8,\($0.offset),3,4\n\($0.element.0)\n" }.joined()
    let expected = problems.prefix(10).enumerated().map {
      MalformedLine(line: 3 + 2 * $0.offset, text: $0.element.0, problem: $0.element.1)
    }
    #expect(throws: ReadingError.malformed(path: "ratings.csv", lines: expected, others: 2)) {
      try read(content)
    }
    for (line, problem) in problems {
      #expect(
        throws: ReadingError.malformed(
          path: "ratings.csv", lines: [MalformedLine(line: 3, text: line, problem: problem)],
          others: 0)
      ) {
        try read("user,item,rating,timestamp\n1,1,1,1\n\(line)\n")
      }
    }
  }

  @Test func duplicatesTellBothLines() {
    #expect(
      throws: ReadingError.malformed(
        path: "ratings.csv",
        lines: [
          MalformedLine(
            line: 5, text: "2,1,4", problem: .duplicate(firstLine: 2, firstText: "2,1,5")),
          MalformedLine(
            line: 6, text: "2,1,3", problem: .duplicate(firstLine: 2, firstText: "2,1,5")),
        ], others: 0)
    ) {
      try read("user,item,rating\n2,1,5\n\n1,1,5\n2,1,4\n2,1,3\n")
    }
  }

  @Test func longLinesAreCut() {
    let line = "1,2," + String(repeating: "é", count: 1000)
    #expect(
      throws: ReadingError.malformed(
        path: "ratings.csv",
        lines: [
          MalformedLine(
            line: 1, text: String(line.prefix(80)) + "…",
            problem: .notANumber(.rating, found: String(repeating: "é", count: 80) + "…"))
        ], others: 0)
    ) { try read(line) }
  }

  @Test func identifiersMustBeUTF8() {
    let bytes = Array("1,a,5\n1,".utf8) + [0xE9] + Array(",4\n".utf8)
    #expect(
      throws: ReadingError.malformed(
        path: "a.csv",
        lines: [MalformedLine(line: 2, text: "1,\u{FFFD},4", problem: .notUTF8(.item))], others: 0)
    ) { try RatingTable(bytes: bytes, request: .init(path: "a.csv")) }
  }

  @Test func columnsThatAreNotThere() {
    let content = "who,movie_id,rating\n1,2,3\n"
    let header = ["who", "movie_id", "rating"]
    #expect(
      throws: ReadingError.columnNotRecognized(path: "ratings.csv", .user, header: header)
    ) { try read(content) }
    #expect(
      throws: ReadingError.columnNotFound(
        path: "ratings.csv", .user, name: "whom", header: header)
    ) { try read(content, columns: RatingColumns(user: .name("whom"))) }
    for position in [0, 4, -1] {
      #expect(
        throws: ReadingError.columnOutOfRange(
          path: "ratings.csv", .timestamp, position: position, count: 3)
      ) {
        try read(
          content, columns: RatingColumns(user: .position(1), timestamp: .position(position)))
      }
    }
    #expect(
      throws: ReadingError.columnUsedTwice(path: "ratings.csv", .user, .item, position: 2)
    ) { try read(content, columns: RatingColumns(user: .position(2))) }
    #expect(
      throws: ReadingError.noHeader(
        path: "ratings.csv", .rating, name: "rating", firstLine: "1,2,3")
    ) { try read("1,2,3\n", columns: RatingColumns(rating: .name("rating"))) }
    #expect(
      throws: ReadingError.columnOutOfRange(path: "u.data", .rating, position: 3, count: 2)
    ) { try read("1\t2\n", path: "u.data") }
    #expect(
      throws: ReadingError.columnAmbiguous(
        path: "ratings.csv", .user, name: "user", header: ["user", "User", "item", "rating"])
    ) { try read("user,User,item,rating\n1,2,3,4\n") }
  }

  @Test func aFirstLineWithAMistakeIsNotTakenForAHeader() {
    #expect(
      throws: ReadingError.malformed(
        path: "ratings.csv",
        lines: [
          MalformedLine(line: 1, text: "1,2,abc", problem: .notANumber(.rating, found: "abc"))
        ], others: 0)
    ) { try read("1,2,abc\n1,3,4\n") }
  }

  @Test func filesWithoutRatings() {
    #expect(throws: ReadingError.onlyHeader(path: "ratings.csv")) {
      try read("user,item,rating\n\n")
    }
    for content in ["\n\n", "\u{FEFF}", " "] {
      #expect(throws: ReadingError.nothingInside(path: "ratings.csv")) {
        try RatingTable(
          bytes: Array(content.utf8), request: .init(path: "ratings.csv", format: .csv))
      }
    }
    #expect(throws: ReadingError.unknownFormat(path: "notes.txt", firstLine: "Dear diary")) {
      try read("Dear diary\ntoday\n", path: "notes.txt")
    }
  }

  @Test func filesThatCanNotBeRead() async throws {
    try await withTemporaryDirectory { directory in
      func expect(_ reason: UnreadableFile, _ path: String) {
        #expect(throws: ReadingError.unreadable(path: path, reason)) {
          try RatingTable(reading: RatingFileRequest(path: path))
        }
      }
      let base = directory.path
      expect(.refused(.missing), base + "/none.csv")
      expect(.refused(.missing), "")
      expect(.refused(.isFolder), base)
      expect(.refused(.notRegular), "/dev/null")
      // Its size is said to be 0.
      expect(.refused(.changing), "/proc/self/status")
      func create(_ name: String, _ bytes: [UInt8], permissions: Int = 0o600) {
        let isCreated = FileManager.default.createFile(
          atPath: base + name, contents: Data(bytes),
          attributes: [.posixPermissions: permissions])
        #expect(isCreated)
      }
      create("/empty.csv", [])
      expect(.empty, base + "/empty.csv")
      create("/zip.csv", [0x50, 0x4B, 3, 4, 0, 0])
      expect(.otherKind(.zip), base + "/zip.csv")
      if geteuid() != 0 {
        create("/secret.csv", Array("1,2,3".utf8), permissions: 0)
        expect(.refused(.notPermitted), base + "/secret.csv")
      }
    }
  }
}

// MARK: Titles

@Suite struct TitleReadingTests {
  @Test(arguments: [
    (
      "movies.csv",
      "movieId,title,genres\n1,Toy Story (1995),Animation\n2,\"Usual, \"\"The\"\" (1995)\",Crime\n9,Unrated (1999),x\n"
    ),
    ("movies.dat", "1::Toy Story (1995)::Animation\n2::Usual, \"The\" (1995)::Crime\n"),
    (
      "u.item",
      "1|Toy Story (1995)|01-Jan-1995||http://x|0\n2|Usual, \"The\" (1995) |01-Jan-1995||http://x|0\n"
    ),
    (
      "ml.item",
      "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n1\tToy Story\t1995\tx\n2\tUsual, \"The\"\t1995\ty\n"
    ),
    ("titles.tsv", "1\tToy Story (1995)\n2\tUsual, \"The\" (1995)\n"),
    ("titles", "item\tname\r\n1\tToy Story (1995)\r\n2\tUsual, \"The\" (1995)\r\n"),
  ])
  func readsTitles(name: String, content: String) throws {
    let file = try TitleFile(bytes: Array(content.utf8), request: TitleFileRequest(path: name))
    #expect(file.titles["1"] == "Toy Story (1995)")
    #expect(file.titles["2"] == "Usual, \"The\" (1995)")
  }

  @Test func latinTitlesAreTakenForWhatTheyAre() throws {
    let latin = Array("1|Mis".utf8) + [0xE9] + Array("rables, Les (1995)|x\n".utf8)
    let request = TitleFileRequest(path: "u.item")
    #expect(try TitleFile(bytes: latin, request: request).titles == ["1": "Misérables, Les (1995)"])
    let utf8 = Array("1|Misérables, Les (1995)|x\n".utf8)
    #expect(try TitleFile(bytes: utf8, request: request).titles == ["1": "Misérables, Les (1995)"])
    // A line of each, and a dash of Windows.
    let mixed = utf8 + Array("2|Caf".utf8) + [0xE9, 0x20, 0x96] + Array(" Zoë|x\n".utf8)
    #expect(
      try TitleFile(bytes: mixed, request: request).titles
        == ["1": "Misérables, Les (1995)", "2": "Café – Zoë"])
  }

  @Test func bytesThatAreNoUTF8AreTakenForWindows1252() {
    func repaired(_ bytes: [UInt8]) -> String {
      String(decoding: repairedUTF8(bytes), as: UTF8.self)
    }
    #expect(repaired(Array("é€😀".utf8)) == "é€😀")
    #expect(repaired([0x80, 0x81, 0x9F, 0xA0, 0xFF]) == "€\u{81}Ÿ\u{A0}ÿ")
    // Cut off, a surrogate, and longer than need be.
    #expect(repaired([0xC3]) == "Ã" && repaired([0xE2, 0x82]) == "â‚")
    #expect(repaired([0xED, 0xA0, 0x80]) == "í\u{A0}€" && repaired([0xC0, 0x80]) == "À€")
    for byte in UInt8.min...UInt8.max {
      #expect(String(validating: repairedUTF8([byte, 0x41]), as: UTF8.self)?.last == "A")
    }
  }

  @Test func itemsWithoutTitleKeepTheirIdentifier() async throws {
    try await withTemporaryDirectory { directory in
      let base = directory.path
      try "1,2,3\n1,5,3\n".write(toFile: base + "/r.csv", atomically: false, encoding: .utf8)
      try "5,Five\n6,Six\n".write(toFile: base + "/t.csv", atomically: false, encoding: .utf8)
      try "7,Seven\n".write(toFile: base + "/other.csv", atomically: false, encoding: .utf8)
      let table = try RatingTable(
        reading: RatingFileRequest(path: base + "/r.csv", titles: .init(path: base + "/t.csv")))
      #expect(table.items.titles == ["2", "Five"])
      #expect(table.source.files.map(\.name) == [base + "/r.csv", base + "/t.csv"])
      #expect(throws: ReadingError.noTitleMatches(path: base + "/other.csv")) {
        try RatingTable(
          reading: RatingFileRequest(
            path: base + "/r.csv", titles: .init(path: base + "/other.csv")))
      }
      #expect(throws: ReadingError.unreadable(path: base + "/none", .refused(.missing))) {
        try RatingTable(
          reading: RatingFileRequest(path: base + "/r.csv", titles: .init(path: base + "/none")))
      }
    }
  }

  @Test func problemsTellTheirLines() {
    let content = "movieId,title\n1,A\n1,A\n1,B\n,C\n2,\"D\n3,E,F\n"
    let lines = [
      MalformedLine(line: 4, text: "1,B", problem: .duplicate(firstLine: 2, firstText: "1,A")),
      MalformedLine(line: 5, text: ",C", problem: .missing(.item)),
      MalformedLine(line: 6, text: "2,\"D", problem: .unclosedQuote),
      MalformedLine(line: 7, text: "3,E,F", problem: .fieldCount(expected: 2, found: 3)),
    ]
    #expect(throws: ReadingError.malformed(path: "movies.csv", lines: lines, others: 0)) {
      try TitleFile(bytes: Array(content.utf8), request: TitleFileRequest(path: "movies.csv"))
    }
  }
}

// MARK: Helpers

/// Reads a text as the content of a file.
@discardableResult
func read(
  _ content: String, path: String = "ratings.csv", columns: RatingColumns = RatingColumns(),
  duplicates: DuplicateRule = .error, limit: Int? = nil
) throws -> RatingTable {
  try RatingTable(
    bytes: Array(content.utf8),
    request: RatingFileRequest(
      path: path, columns: columns, duplicates: duplicates, limit: limit))
}

private func numbers(_ identities: Identities) -> [Int64]? {
  guard case .numbers(let numbers) = identities.identifiers else { return nil }
  return numbers
}

private func words(_ identities: Identities) -> [String]? {
  guard case .words(let words) = identities.identifiers else { return nil }
  return words
}

/// A small generator with a seed (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
