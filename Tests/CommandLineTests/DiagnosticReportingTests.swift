import Foundation
import TestSupport
import Testing

/// What the program says is wrong, in which form, and with which exit code.
@Suite struct DiagnosticReportingTests {
  private static let ratings = "```{load ratings}\npath: ratings.csv\n```\n\n"

  private static func failing(_ name: String, _ options: String = "") -> String {
    "```{load \(name)}\n\(options)path: broken.csv\n```\n\n"
  }

  private func withBroken(_ text: String, _ body: (String) throws -> Void) async throws {
    try await SampleNotebook.inFolder { folder in
      try "user,item,rating\n1,2\n".write(
        toFile: folder + "/broken.csv", atomically: true, encoding: .utf8)
      try SampleNotebook.write(text, in: folder)
      try body(folder)
    }
  }

  @Test(arguments: [
    "# The loss $\\frac{1}$\n", "---\ntitle: On $\\badcommand$\n---\n\nText.\n",
    ratings + "```{describe}\n#| caption: Where $x^$ is\ndata: ratings\n```\n",
    "$$\n\\begin{matrix} 1\n$$\n", "A note.[^a]\n\n[^a]: With $\\frac$.\n",
  ]) func refusesAFormulaThatIsNone(_ text: String) async throws {
    try await withBroken(text) { folder in
      for command in ["check", "run"] {
        let run = try Program.run(command, "n.md", in: folder)
        #expect(run.exitCode == 3)
        #expect(run.errors.contains("error[invalid-tex]: "), "\(run.errors)")
        #expect(run.output.isEmpty)
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/output/n.html"))
    }
  }

  @Test func writesObjectsForPrograms() async throws {
    let text = "Unclosed\n\n```{als}\nfactor: 1\nepochs: [1,\n  2]\n```\n\n\u{1D53C} `{als.x}`\n"
    try await withBroken(Self.ratings + text) { folder in
      let run = try Program.run("check", "n.md", "--diagnostics", "json", in: folder)
      #expect(run.exitCode == 3)
      let objects = try objects(run.errors)
      #expect(
        objects.map { $0["code"] as? String } == [
          "unknown-parameter", "invalid-value", "unknown-part",
        ])
      let first = try #require(objects.first)
      #expect(first["severity"] as? String == "error")
      #expect(first["message"] as? String == "'als' has no parameter 'factor'")
      #expect(first["help"] as? String == "did you mean 'factors'?")
      #expect(first["file"] as? String == "n.md")
      let source = Self.ratings + text
      for object in objects {
        let place = try ["line", "column", "endLine", "endColumn", "start", "end"].map {
          try #require(object[$0] as? Int)
        }
        // The offsets and the lines say the same.
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        func offset(_ line: Int, _ column: Int) -> Int {
          lines[..<(line - 1)].reduce(0) { $0 + $1.utf8.count + 1 }
            + lines[line - 1].prefix(column - 1).utf8.count
        }
        #expect(offset(place[0], place[1]) == place[4])
        #expect(offset(place[2], place[3]) == place[5])
      }
      let notes = try #require(objects[2]["notes"] as? [[String: Any]])
      #expect(notes.first?["message"] as? String == "'als' is a factor model")
      #expect(notes.first?["line"] as? Int == 7)
    }
  }

  @Test func writesNothingButObjectsOfARun() async throws {
    try await withBroken(Self.failing("a") + Self.failing("b") + "`{a.ratings}`\n") { folder in
      let run = try Program.run("n.md", "--diagnostics", "json", in: folder)
      #expect(run.exitCode == 1)
      let objects = try objects(run.errors)
      #expect(objects.map { $0["code"] as? String } == ["malformed-line", "malformed-line"])
      #expect(objects[0]["details"] as? [String] == ["broken.csv:2: 2 fields instead of 3: 1,2"])
      for arguments in [["nowhere.md", "-p", "a=1"], ["n.md", "--params", "nowhere.yaml"]] {
        let run = try Program.run(
          arguments[0], arguments[1], arguments[2], "--diagnostics=json", in: folder)
        #expect(run.exitCode == 2)
        #expect(try self.objects(run.errors).map { $0["code"] as? String } == ["missing-file"])
      }
    }
  }

  @Test func tellsNothingButErrorsQuietly() async throws {
    let text = "---\nparams:\n  unused: 1\n---\n\n![](a.png)\n\n" + Self.failing("a")
    try await withBroken(text) { folder in
      try SampleNotebook.writePicture("a.png", in: folder)
      let run = try Program.run("n.md", "-q", in: folder)
      #expect(run.exitCode == 1)
      #expect(run.output.isEmpty)
      #expect(run.errors.hasPrefix("n.md:"))
      #expect(!run.errors.contains("warning") && !run.errors.contains("[1/1]"))
      #expect(run.errors.components(separatedBy: "error[").count == 2)
      let strict = try Program.run("n.md", "-q", "--strict", in: folder)
      #expect(strict.exitCode == 3)
      #expect(strict.errors.contains("error[unused-parameter]"))
    }
  }

  @Test func tellsAHundredAtMostAndErrorsFirst() async throws {
    let warnings = String(repeating: "![](a.png)\n\n", count: 70)
    let errors = (0..<60).map { "`{nobody.n\($0)}`\n" }.joined()
    try await withBroken(warnings + errors) { folder in
      try SampleNotebook.writePicture("a.png", in: folder)
      let run = try Program.run("check", "n.md", in: folder)
      #expect(run.errors.components(separatedBy: "error[").count == 61)
      #expect(run.errors.components(separatedBy: "warning[").count == 41)
      #expect(run.errors.hasSuffix("and 30 warnings more\n"))
      let json = try Program.run("check", "n.md", "--diagnostics", "json", in: folder)
      let objects = try objects(json.errors)
      #expect(objects.count == 101)
      #expect(objects.last?["omittedErrors"] as? Int == 0)
      #expect(objects.last?["omittedWarnings"] as? Int == 30)
    }
  }

  @Test func keepsQuotesShortAndHarmless() async throws {
    let name = String(repeating: "x", count: 5000)
    let cells = """
      ```{\(name)}
      ```

      ```{als \(name)}
      \(name): \(name)
      ```

      `{\(name).a}` @fig-\(name) ![a](\(name).png) [^\(name)]

      $\\\(name)$ ::: \(name)

      """
    try await withBroken(cells) { folder in
      for line in try Program.run("check", "n.md", in: folder).errors.split(separator: "\n") {
        #expect(line.count <= 300, "\(line)")
      }
      let escape = "\u{1B}[31m\u{9B}2J\u{7}"
      try "user,item,rating\n1\(escape),2\n".write(
        toFile: folder + "/broken.csv", atomically: true, encoding: .utf8)
      try "user,item,rating\n1\(escape)1,2,3\n2,3,4\n".write(
        toFile: folder + "/named.csv", atomically: true, encoding: .utf8)
      try SampleNotebook.write(
        Self.failing("a") + "```{load}\npath: named.csv\n```\n\n```{als}\ndata: load\nepochs: 1\n"
          + "```\n\n```{recommend}\nuser: 111\n```\n", in: folder)
      let run = try Program.run("n.md", in: folder)
      #expect(run.exitCode == 1)
      #expect(run.errors.contains("has no user '111'") || run.errors.contains("no user '111'"))
      #expect(
        !run.errors.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{7}" })
    }
  }

  // MARK: One list decides

  @Test func takesAnExpectedFailureCalmly() async throws {
    try await withBroken(Self.failing("a", "#| error: true\n") + Self.ratings) { folder in
      let run = try Program.run("n.md", in: folder)
      #expect(run.exitCode == 0)
      #expect(!run.errors.contains("error["))
      #expect(run.errors.contains("a (load): failed as expected: A line of 'broken.csv' can't be"))
      #expect(try SampleNotebook.read("output/n.json", in: folder).contains("\"status\": \"ok\""))
      #expect(try Program.run("n.md", "-q", in: folder).errors == "")
    }
  }

  @Test(arguments: [
    ("```{describe}\ndata: a\n```\n", "cell-not-run"),
    ("It has `{a.ratings}` ratings.\n", "unavailable-value"),
    ("See @tbl-a.\n", "unavailable-output"),
    ("```{describe}\n#| error: true\ndata: a\n```\n\nSee @fig-describe.\n", "unavailable-output"),
  ]) func failsWhereAnExpectedFailureLeavesAGap(_ text: String, _ code: String) async throws {
    try await withBroken(Self.failing("a", "#| error: true\n") + text) { folder in
      let run = try Program.run("n.md", "-q", in: folder)
      #expect(run.exitCode == 1)
      #expect(run.errors.components(separatedBy: "error[").count == 2)
      #expect(run.errors.contains("error[\(code)]: "), "\(run.errors)")
      let report = try SampleNotebook.read("output/n.json", in: folder)
      #expect(report.contains("\"status\": \"failed\""))
      #expect(report.contains("\"code\": \"\(code)\""))
    }
  }

  /// Only the cause is told, not what follows from it.
  @Test func tellsAFailureOnce() async throws {
    let text =
      Self.failing("a")
      + "```{describe}\ndata: a\n```\n\n`{a.mean}` @fig-describe `{describe.mean}`\n"
    try await withBroken(text) { folder in
      let run = try Program.run("n.md", "-q", in: folder)
      #expect(run.exitCode == 1)
      #expect(run.errors.components(separatedBy: "error[").count == 2)
    }
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }
}
