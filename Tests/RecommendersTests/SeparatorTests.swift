import Files
import Foundation
import TestSupport
import Testing

@testable import Recommenders

/// Ratings as the programs of many people write them.
@Suite struct SeparatorTests {
  /// The ratings of a table as lines, in its order.
  private func lines(_ table: RatingTable) -> [String] {
    (0..<table.count).map { row in
      let (user, item) = (Int(table.userIndices[row]), Int(table.itemIndices[row]))
      let time = table.timestamps.map { " \($0[row])" } ?? ""
      return "\(table.users.identifier(of: user)) \(table.items.identifier(of: item)) "
        + "\(table.values[row])\(time)"
    }
  }

  @Test(
    arguments: [
      ("filmtrust.txt", "1 1 2\n1 2 4\n2 1 3.5\n"),
      ("aligned", "   1    1   2\n   1    2   4\n   2    1   3.5\n"),
      ("tail", "1 1 2 \n1 2 4\t \r\n2 1 3.5"),
      ("mixed", "1 \t 1\t2\n1\t 2 4\n2 1 3.5\n"),
      ("named", "user item rating\r\n1 1 2\r\n1 2 4\r\n2 1 3.5\r\n"),
      ("r.csv", "1;1;2\n1;2;4\n2;1;3,5\n"),
      ("r.csv", "\"User-ID\";\"ISBN\";\"Book-Rating\"\n\"1\";\"1\";\"2\"\n1;2;4\n2;1;3,50\n"),
      ("r.txt", "user;item;rating\n1;1;2,0\n1;2;4,0\n2;1;3,5\n"),
      ("r.csv", "sep=;\r\nuser;item;rating\r\n1;1;2\r\n1;2;4\r\n2;1;3,5\r\n"),
      ("r.csv", "\u{FEFF}sep=,\n1,1,2\n1,2,4\n2,1,3.5\n"),
      ("r.csv", "\u{FEFF}user,item,rating\n1,1,2\n1,2,4\n2,1,\"3,5\"\n"),
      ("r.data", "1|1|2\n1|2|4\n2|1|3.5\n"),
      ("bars", "user | item | rating\n1 | 1 | 2\n1 | 2 | 4\n2 | 1 | 3.5\n"),
      ("r.tsv", "\"1\"\t\"1\"\t\"2\"\n1\t2\t\"4\"\n2\t1\t3.5\n"),
      ("r.tsv", "user\titem\trating\n1\t1\t2\n1\t2\t4\n2\t1\t3,5\n"),
      ("r.dat", "UserID::MovieID::Rating\n1::1::2\n1::2::4\n2::1::3.5\n"),
      ("r.dat", "1,1,2\n1,2,4\n2,1,3.5\n"),
      ("trailing.csv", "1,1,2,\n1,2,4,\n2,1,3.5\n"),
      ("trailing.csv", "user,item,rating,\n1,1,2,\n1,2,4\n2,1,3.5,\n"),
      ("trailing.csv", "user,item,rating\n1,1,2,\n1,2,4,\n2,1,3.5,\n"),
      ("trailing.dat", "1::1::2::\n1::2::4::\n2::1::3.5::\n"),
      ("mac.csv", "user,item,rating\r1,1,2\r1,2,4\r2,1,3.5\r"),
      ("mac.csv", "1,1,2\r1,2,4\r\n2,1,3.5\n"),
      ("ends.csv", "1,1,2\r\n\r\n1,2,4\n \n2,1,3.5"),
      ("out.konect", "% bip weighted\n% 3 2 2\n1 1 2\n1 2 4\n2 1 3.5\n"),
      ("out.konect", "% 3 2 2\n1\t1\t2\n1\t2\t4\n2\t1\t3.5\n"),
      ("r.csv", "# exported by hand, 2020\n#\n1,1,2\n1,2,4\n2,1,3.5\n"),
      ("r.csv", "# rating,item,user\n2,1,1\n4,2,1\n3.5,1,2\n"),
      ("r.csv", "#rating,item,user\n2,1,1\n4,2,1\n3.5,1,2\n"),
      ("r.txt", "#made by a program\n# item user rating\n1 1 2\n2 1 4\n1 2 3.5\n"),
      ("r.txt", "#made by another\nuser item rating\n1 1 2\n1 2 4\n2 1 3.5\n"),
    ])
  func readsWhatSeparatesFields(name: String, content: String) async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(component: name)
      try Data(content.utf8).write(to: url)
      let table = try RatingTable(reading: RatingFileRequest(path: url.path))
      #expect(lines(table) == ["1 1 2.0", "1 2 4.0", "2 1 3.5"])
      #expect(table.source.files[0].sha256 == SHA256.digest(of: Array(content.utf8)))
    }
  }

  @Test(
    arguments: [
      (.spaces, "a b 3\n"), (.spaces, "\"a\" \"b\" 3\n"), (.semicolon, "a;b;3\n"),
      (.bar, "a|b|3\n"),
      (.csv, "a,b,3\n"), (.csv, "a;b;3\n"), (.tsv, "a\tb\t3\n"), (.doubleColon, "a::b::3\n"),
    ] as [(RatingFileFormat, String)])
  func formatsCanBeNamed(format: RatingFileFormat, content: String) throws {
    for rest in ["", "c,d\te;f|g h::i"] {
      // Whatever else stands in a line that isn't read.
      let bytes = Array((content + rest).utf8)
      let table = try RatingTable(
        bytes: bytes, request: RatingFileRequest(path: "x", format: format, limit: 1))
      #expect(lines(table) == ["a b 3.0"])
    }
  }

  @Test func separatorsInsideOfFieldsAreNone() throws {
    #expect(
      lines(try read("user,item,rating\n\"a;b\",c;d,1\n\"e,f\",g,2\n"))
        == ["a;b c;d 1.0", "e,f g 2.0"])
    #expect(lines(try read("1\ta b,c\t3\n2\td\t4\n", path: "x")) == ["1 a b,c 3.0", "2 d 4.0"])
    #expect(lines(try read("1,a b c,3\n", path: "x")) == ["1 a b c 3.0"])
    #expect(lines(try read("1;2;3,5;4,5\n", columns: .init(user: .position(1)))) == ["1 2 3.5"])
    #expect(lines(try read("#a,b,3\nc,d,4\n")) == ["#a b 3.0", "c d 4.0"])
    #expect(lines(try read("a,\"b\tc\",3\n1,x\"y,4\n")) == ["a b\tc 3.0", "1 x\"y 4.0"])
    #expect(lines(try read("a\t\"b\"c\t3\n", path: "x")) == ["a \"b\"c 3.0"])
  }

  @Test(arguments: [("1,250", true), ("1,234,567", true), ("1,234.5", true), ("0,125", false)])
  func commasMayBeAmbiguous(text: String, isAmbiguous: Bool) throws {
    if isAmbiguous {
      let line = MalformedLine(line: 1, text: "1;2;\(text)", problem: .ambiguousComma(found: text))
      #expect(throws: ReadingError.malformed(path: "r.csv", lines: [line], others: 0)) {
        try read("1;2;\(text)\n", path: "r.csv")
      }
    } else {
      #expect(try read("1;2;\(text)\n").values == [0.125])
    }
    for wrong in ["1,2,3", ",", "1,", "a,5", "1.2,5", "1,-5"] {
      #expect(throws: ReadingError.self, "\(wrong)") { try read("1;2;4\n1;3;\(wrong)\n") }
    }
  }

  // MARK: Quotation

  @Test func quotedFieldsMayHoldLineEnds() throws {
    let content =
      "user,item,rating,comment\n1,\"a\nb\",3,\"good, \"\"very\ngood\"\"\"\n2,c,4,bad\n"
      + "\"3\r\n4\",c,5,\"\n\"\n"
    let expected = ["1 a\nb 3.0", "2 c 4.0", "3\r\n4 c 5.0"]
    #expect(lines(try read(content)) == expected)
    for (threads, partSize) in [(1, 1), (2, 7), (3, 40)] {
      let table = try RatingTable(
        bytes: Array(content.utf8), request: RatingFileRequest(path: "r.csv"), threads: threads,
        partSize: partSize)
      #expect(lines(table) == expected)
    }
    #expect(lines(try read(content, limit: 2)) == Array(expected.prefix(2)))
    #expect(lines(try read("\"user\nname\",item,rating,user\n7,8,9,1\n")) == ["1 8 9.0"])
  }

  @Test func numbersStayNumbersBesideLineEndsInQuotes() throws {
    let table = try read("user,item,rating,note\n10,1,3,\"x\ny,z,1,2\"\n9,1,4,w\n")
    #expect(table.users.identifiers == .numbers([9, 10]))
  }

  @Test func linesAreCountedThroughQuotation() {
    let content = "user,item,rating\n1,\"a\nb\",3\n2,c,x\n1,\"a\nb\",4\n"
    let bad = MalformedLine(line: 4, text: "2,c,x", problem: .notANumber(.rating, found: "x"))
    #expect(throws: ReadingError.malformed(path: "ratings.csv", lines: [bad], others: 0)) {
      try read(content)
    }
    let twice = MalformedLine(
      line: 4, text: "1,\"a", problem: .duplicate(firstLine: 2, firstText: "1,\"a"))
    #expect(throws: ReadingError.malformed(path: "ratings.csv", lines: [twice], others: 0)) {
      try read(content.replacing("2,c,x\n", with: ""))
    }
  }

  @Test func aQuotationThatMakesNoSenseIsToldByLines() {
    let open = MalformedLine(line: 2, text: "1,\"a,3", problem: .unclosedQuote)
    for rest in ["2,b,4\n", "2,\"b\",4\n", "2,b,4\n3,\"c\"x,1\n"] {
      let error = #expect(throws: ReadingError.self) {
        try read("user,item,rating\n1,\"a,3\n\(rest)")
      }
      guard case .malformed(_, let lines, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(lines.first == open, "\(rest)")
    }
  }

  @Test func titlesMayHoldLineEnds() throws {
    let file = try TitleFile(
      bytes: Array("movieId;title\n1;\"Usual,\nThe\"\n2;Heat\n".utf8),
      request: TitleFileRequest(path: "movies.csv"))
    #expect(file.titles == ["1": "Usual,\nThe", "2": "Heat"])
  }

  // MARK: Columns

  @Test(
    arguments: [
      ("3,-7.82,8.79,99,4.12,99\n2,4.08,99,-0.29,99,99\n", 6, true),
      ("3,-7.82,8.79,99\n2,4.08,99,-0.29\n", 4, true),
      ("5 3 4 3 3\n4 3 4 3 5\n", 5, true),
      ("userId,1,2,3\n1,4.0,3,5\n", 4, true),
      (",10,20,30,40\n1,4.0,,5,\n", 5, true),
      ("1;2;3,5;978300760;x\n", 5, false),
      ("1,2,3,978300760,a,b,c\n", 7, false),
    ])
  func columnsWithoutNamesAreNotGuessed(content: String, count: Int, isMatrix: Bool) throws {
    let first = String(content.prefix { $0 != "\n" })
    for columns in [RatingColumns(), RatingColumns(user: .position(1))] {
      #expect(
        throws: ReadingError.unnamedColumns(
          path: "ratings.csv", count: count, isMatrix: isMatrix, firstLine: first)
      ) { try read(content, columns: columns) }
    }
    let named = RatingColumns(
      user: .position(1), item: .position(2), rating: .position(3), readsTimestamps: false)
    #expect((try? read(content, columns: named)) != nil || content.contains(",,"))
  }

  @Test func fourColumnsAreAsMovieLensHasThem() throws {
    #expect(lines(try read("1,2,3.5,978300760\n")) == ["1 2 3.5 978300760"])
    #expect(lines(try read("1,2,3.5,978300760,\n")) == ["1 2 3.5 978300760"])
    #expect(lines(try read("1.0,2.0,3.5,978300760\n")) == ["1.0 2.0 3.5 978300760"])
  }

  @Test func longLinesAreRefusedAtOnce() {
    let long = String(repeating: "1,", count: 600_000)
    #expect(throws: ReadingError.lineTooLong(path: "ratings.csv", limit: TextHead.longestLine)) {
      try read(long)
    }
    let error = #expect(throws: ReadingError.self) { try read("1,2,3\n\(long)\n1,3,3\n") }
    guard case .malformed(_, let lines, 0) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lines.count == 1 && lines[0].line == 2 && lines[0].text.count < 100)
  }

  @Test func identifiersGoByBytes() throws {
    let table = try read("user,item,rating\n\u{E9},1,3\ne\u{301},1,4\nz,1,5\n")
    #expect(table.users.count == 3)
    for user in 0..<3 {
      #expect(try table.users.number(named: table.users.identifier(of: user)) == user)
    }
    #expect(table.users.lookalikes.map { [$0.first, $0.second] } == [[0, 2]])
    #expect(table.items.lookalikes.isEmpty)
    let one = try read("user,item,rating\n\u{E9},1,3\nz,1,5\n")
    #expect(try one.users.number(named: "e\u{301}") == 1)
    #expect(one.users.lookalikes.isEmpty)
    let titles = try TitleFile(
      bytes: Array("item,title\n\u{E9},one\ne\u{301},other\n".utf8),
      request: TitleFileRequest(path: "t.csv"))
    #expect(titles.titles == ["\u{E9}": "one", "e\u{301}": "other"])
  }

  @Test func identifiersHoldNoZeroByte() {
    let line = MalformedLine(line: 2, text: "a\0b,2,3", problem: .zeroByte(.user))
    #expect(throws: ReadingError.malformed(path: "ratings.csv", lines: [line], others: 0)) {
      try read("c,2,3\na\0b,2,3\n")
    }
  }
}

/// What is written is read again as it was.
@Suite struct RoundTripTests {
  /// A rating with its names, the names by their bytes.
  private struct Rating: Hashable {
    var user: Identifier
    var item: Identifier
    var value: Float
    var time: Int64?
  }

  private func ratings(_ table: RatingTable) -> [Rating] {
    (0..<table.count).map {
      Rating(
        user: Identifier(table.users.identifier(of: Int(table.userIndices[$0]))),
        item: Identifier(table.items.identifier(of: Int(table.itemIndices[$0]))),
        value: table.values[$0], time: table.timestamps?[$0])
    }
  }

  @Test(arguments: 0..<60)
  func tablesAreReadAsTheyWereWritten(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let characters = Array(
      ",;\"'\t\n\r |:#%-+.0123456789eE\\/é\u{301}e\u{FEFF}ñ日😀abcXYZ\u{A0}\u{85}\u{2028}"
        .unicodeScalars)
    func identities() -> Identities {
      let count = Int.random(in: 1...20, using: &generator)
      if Int.random(in: 0..<4, using: &generator) == 0 {
        let least = Int64.random(in: (.min)...(.max - 40), using: &generator)
        return Identities(.numbers((0..<Int64(count)).map { least + 2 * $0 }))
      }
      let words = (0..<count).map { _ in
        var word = String.UnicodeScalarView()
        for _ in 0...Int.random(in: 0..<6, using: &generator) {
          word.append(characters.randomElement(using: &generator)!)
        }
        return Identifier(String(word))
      }
      return Identities(.words(Set(words).map(\.text)))
    }
    let (users, items) = (identities(), identities())
    let pairs = (0..<users.count * items.count).filter { _ in
      Int.random(in: 0..<3, using: &generator) == 0
    }
    guard !pairs.isEmpty else { return }
    let values = pairs.map { _ -> Float in
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: Float(Int.random(in: -5...5, using: &generator))
      case 1: Float.random(in: -1e12...1e12, using: &generator)
      case 2: Float(bitPattern: .random(in: 0...0x2F00_0000, using: &generator))
      default: Float(Int.random(in: 0...10, using: &generator)) / 2
      }
    }
    let times: [Int64]? =
      Bool.random(using: &generator)
      ? pairs.map { _ in .random(in: -62_135_596_800...253_402_300_799, using: &generator) } : nil
    let table = RatingTable(
      users: users, items: items, userIndices: pairs.map { Int32($0 / items.count) },
      itemIndices: pairs.map { Int32($0 % items.count) }, values: values, timestamps: times,
      source: RatingSource(name: "r"))

    let expected = ratings(table)
    let csv = table.csv()
    let lines = try RatingTable(bytes: csv, request: RatingFileRequest(path: "r.csv"))
    #expect(ratings(lines) == expected, "seed \(seed): \(String(decoding: csv, as: UTF8.self))")
    let arrays = try RatingTable(
      arrays: table.npz(), request: RatingFileRequest(path: "r.npz"))
    #expect(Set(ratings(arrays)) == Set(expected), "seed \(seed)")
    #expect(arrays.users.identifiers == users.identifiers, "seed \(seed)")
  }
}
