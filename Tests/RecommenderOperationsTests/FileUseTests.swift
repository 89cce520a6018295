import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import TestSupport
import Testing

@testable import RecommenderOperations

/// Which files cells read and write is known before they run.
@Suite struct FileUseTests {
  /// What the check finds in a notebook in a folder `in`, whose report goes to the folder `out`.
  private func problems(_ text: String, output: String = "out") async throws -> [String] {
    try await withTemporaryDirectory { directory in
      let base = directory.path
      let files = FileManager.default
      for folder in ["in/sub", "out"] {
        try files.createDirectory(atPath: "\(base)/\(folder)", withIntermediateDirectories: true)
      }
      try "user,item,rating\n1,2,3\n".write(
        toFile: base + "/in/r.csv", atomically: true, encoding: .utf8)
      try files.createSymbolicLink(atPath: base + "/in/link.csv", withDestinationPath: "r.csv")
      try files.createSymbolicLink(
        atPath: base + "/out/there.csv", withDestinationPath: "../in/sub/../r.csv")
      try files.createSymbolicLink(atPath: base + "/out/page.csv", withDestinationPath: "n.html")
      #expect(mkfifo(base + "/in/pipe.csv", 0o600) == 0)
      let settings = CheckSettings(
        folder: base + "/in", outputFolder: "\(base)/\(output)",
        reservedFiles: [base + "/out/n.html": "the report itself"])
      return CheckedNotebook(
        SourceFile(path: "n.md", text: text), operations: .recommenders, settings: settings
      ).problems.map {
        "\($0.range.start.line): \($0.code.rawValue)"
      }
    }
  }

  private let load = "```{load}\npath: r.csv\n```\n"

  @Test(arguments: ["r.csv", "./r.csv", "sub/.//sub2/r.csv", "new/r.csv"])
  func whatIsReadIsNotOverwritten(path: String) async throws {
    let save = "```{save}\nvalue: load\npath: \(path)\n```\n"
    let isSame = path.hasSuffix("/r.csv") ? path == "./r.csv" : true
    #expect(
      try await problems(load + save, output: "in") == (isSame ? ["6: overwritten-file"] : []))
    #expect(try await problems(load + save) == [])
  }

  @Test func linksAreSeenThrough() async throws {
    func save(_ path: String) -> String { "```{save}\nvalue: load\npath: \(path)\n```\n" }
    #expect(try await problems(load + save("link.csv"), output: "in") == ["6: overwritten-file"])
    #expect(try await problems(load + save("there.csv")) == ["6: overwritten-file"])
    #expect(try await problems(load + save("page.csv")) == ["6: overwritten-file"])
    let byLink = "```{load}\npath: ../in/sub/../link.csv\n```\n"
    #expect(try await problems(byLink + save("r.csv"), output: "in") == ["6: overwritten-file"])
  }

  @Test func nothingIsWrittenTwice() async throws {
    let cells = load + "```{split}\ndata: load\n```\n"
    func save(_ name: String, _ value: String, _ path: String) -> String {
      "```{save \(name)}\nvalue: \(value)\npath: \(path)\n```\n"
    }
    let pairs = [
      (save("a", "load", "x.csv") + save("b", "load", "x.csv"), false),
      (save("a", "load", "x-train.csv") + save("b", "split", "x.csv"), false),
      (save("a", "split", "x.csv") + save("b", "load", "x-test.csv"), false),
      // There is no part for validation, and no file of the whole.
      (save("a", "load", "x-validation.csv") + save("b", "split", "x.csv"), true),
      (save("a", "load", "x.csv") + save("b", "split", "x.csv"), true),
      (save("a", "load", "new/x.csv") + save("b", "load", "new/../new/x.csv"), false),
      (save("a", "load", "x.csv") + save("b", "load", "x.npz"), true),
      (save("a", "load", "x.csv") + save("b", "load", "new/x.csv"), true),
    ]
    for (saves, isRight) in pairs {
      let codes = try await problems(cells + saves).map { $0.split(separator: " ").last ?? "" }
      let expected: [[Substring]] =
        isRight ? [[]] : [["overwritten-file"], ["path-outside-output"]]
      #expect(expected.contains(codes), "\(saves)")
    }
  }

  @Test func whatACellWritesIsThereForLaterOnes() async throws {
    func save(_ path: String) -> String { "```{save}\nvalue: load\npath: \(path)\n```\n" }
    let read = "```{load again}\npath: new/x.csv\n```\n"
    #expect(try await problems(load + save("new/x.csv") + read, output: "in") == [])
    let other = try await problems(load + save("new/y.csv") + read, output: "in")
    #expect(other == ["9: missing-file"])
    let early = try await problems(read + load + save("new/x.csv"), output: "in")
    #expect(early == ["2: missing-file", "9: overwritten-file"])
  }

  @Test func whatIsSavedMayBeReadAfterwards() async throws {
    let text = """
      ```{load first}
      path: r.csv
      ```

      ```{save}
      value: first
      path: link.npz
      ```
      """
    #expect(try await problems(text, output: "in") == [])
  }

  @Test(arguments: [
    ("sub", "unreadable-file"), ("pipe.csv", "unreadable-file"), ("none.csv", "missing-file"),
    ("\"r.csv\\0.csv\"", "missing-file"),
  ]) func filesThatAreNoneAreToldBeforeTheRun(path: String, code: String) async throws {
    #expect(try await problems("```{load}\npath: \(path)\n```\n") == ["2: \(code)"])
    #expect(try await problems("```{restore}\npath: \(path)\n```\n") == ["2: \(code)"])
    #expect(
      try await problems("```{load}\npath: r.csv\ntitles: \(path)\n```\n") == ["3: \(code)"])
  }
}
