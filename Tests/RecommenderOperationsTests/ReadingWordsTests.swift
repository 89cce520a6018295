import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import Recommenders
import TestSupport
import Testing

@testable import RecommenderOperations

/// What a person reads about a file that isn't read as it should be.
@Suite struct ReadingWordsTests {
  private let load = notebook(("load", "path: r.csv"))

  @Test func wordsEveryKindOfFile() throws {
    var lines: [String] = []
    for kind in FileKind.allCases {
      let uses: [FileKind.Use] = [.ratings, .titles, .model]
      let advice = uses.map { kind.advice(for: "data/yelp.json", as: $0) }
      lines.append("\(kind): \(kind.inWords)")
      for (use, text) in zip(uses, advice) where use == .ratings || text != advice[0] {
        lines.append("  \(use): \(text)")
      }
    }
    try expectSnapshot(lines.joined(separator: "\n") + "\n", named: "file-kinds.txt")
  }

  @Test func wordsWhatIsWrongInLines() async throws {
    let header = "user,item,rating,timestamp\n"
    let cases = [
      ("ratings that are too large", "user,item,rating\n0,1,1e+20\n0,2,3e38\n1,1,inf\n1,2,\n"),
      ("commas", "user;item;rating\n1;2;1,250\n1;3;3,5\n"),
      ("dates", header + "1,2,3,2005-02-30\n1,3,3,1109700000\n1,4,3,soon\n"),
      ("numbers for times", header + "1,2,3,1588687728923\n1,3,3,1588687728\n"),
      ("date among numbers", header + "1,2,3,5\n1,3,3,2005-02-20\n"),
      ("zero byte", "user,item,rating\na,2,3\na\0b,3,3\n"),
      ("matrix", "3,-7.82,8.79,99,4.12,99\n2,4.08,99,-0.29,99,99\n"),
      ("five columns", "1,2,3,978300760,good\n"),
      ("matrix with names", "userId,1,2,3,4,5\n1,5,,,4,\n"),
      ("only a header", "user,item,rating\n"),
      ("one column", "Dear diary\ntoday\n"),
      ("quotation", "user,item,rating\n1,\"a,3\n2,\"b\"c,4\n"),
      ("a long line", String(repeating: "1,", count: 600_000)),
      ("JSON lines", "{\"user_id\":\"a\",\"business_id\":\"b\",\"stars\":3.0}\n"),
      ("a page", "<!DOCTYPE html>\n<title>404 Not Found</title>\n"),
    ]
    var texts: [String] = []
    for (name, content) in cases {
      let run = try await runNotebooks([load], files: ["r.csv": content])[0]
      texts.append("### \(name)\n\n\(try run.failure("load"))\n")
    }
    try expectSnapshot(texts.joined(separator: "\n"), named: "reading-failures.txt")
  }

  @Test func wordsDamagedAndOtherFiles() async throws {
    // user,item,rating 1,2,3.5 packed by gzip, with a bit of its checksum flipped.
    let packed: [UInt8] =
      [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 25, 0, 0xE6, 0xFF,
      ] + Array("user,item,rating\n1,2,3.50\n".utf8) + [1, 2, 3, 4, 25, 0, 0, 0]
    let arrays: [(String, [UInt8])] = [
      ("wrong checksum", packed), ("cut off", Array(packed.prefix(30))),
      ("UTF-16", Array("1,2,3\n".utf8).flatMap { [$0, 0] }),
      ("zip", [0x50, 0x4B, 3, 4, 20, 0]),
    ]
    var texts: [String] = []
    for (name, content) in arrays {
      let run = try await runNotebooks([load], arrays: ["r.csv": content])[0]
      texts.append("### \(name)\n\n\(try run.failure("load"))\n")
    }
    let titles = notebook(("load", "path: r.csv\ntitles: t.csv"))
    let model = notebook(("restore", "path: m.npz"))
    let run = try await runNotebooks(
      [titles, model], files: ["r.csv": "1,2,3\n"],
      arrays: ["t.csv": [0x50, 0x4B, 3, 4, 20, 0], "m.npz": [0x93] + Array("NUMPY".utf8)])
    texts.append("### titles\n\n\(try run[0].failure("load"))\n")
    texts.append("### model\n\n\(try run[1].failure("restore"))\n")
    try expectSnapshot(texts.joined(separator: "\n"), named: "damaged-files.txt")
  }

  @Test func readsDatesOfAnyKind() async throws {
    for time in ["1588687728923", "1588687728923456", "2020-05-05 14:08:48", "1588687728"] {
      let run = try await runNotebooks(
        [notebook(("load", "path: r.csv"), ("show", "value: load"))],
        files: ["r.csv": "user_id,item_id,rating,timestamp\nAE1,B01,5.0,\(time)\n"])[0]
      guard case .table(let table) = try run.outputs("show").first else {
        Issue.record("What is shown is a table")
        return
      }
      #expect(table.columns.last?.values == .text(["2020-05-05"]), "\(time)")
    }
  }

  @Test func tellsOfNamesThatLookTheSame() async throws {
    let cells = notebook(
      ("load", "path: r.csv"), ("als", "factors: 1"), ("predict", "user: \"e\u{301}\"\nitem: a"))
    let run = try await runNotebooks(
      [cells], files: ["r.csv": "user,item,rating\n\u{E9},a,1\ne\u{301},a,5\n\u{E9},b,1\n"])[0]
    #expect(try run.warnings("load") == ["lookalike-identities"])
    let warning = try #require(try run.result("load").warnings.first)
    #expect(
      warning.details == [
        "'e\u{301}' consists of the bytes 65 CC 81", "'\u{E9}' consists of the bytes C3 A9",
      ])
    let answer = "\(try run.outputs("predict"))"
    #expect(answer.utf8.contains(0xCC), "\(answer)")
  }
}
