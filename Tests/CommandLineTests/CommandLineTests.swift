import Foundation
import Operations
@testable import RecommenderOperations
import TestSupport
import Testing

@Suite struct CommandLineTests {
  /// Libraries of linear algebra complain to the terminal, on their own, of what they can't take.
  @Test func nothingIsLeftOfAConstantMatrixAndNobodyComplains() async throws {
    try await SampleNotebook.inFolder { folder in
      let cells = ["eigen", "lanczos"].flatMap { method in
        ["none", "global", "user", "item"].map { center in
          "```{svd \(method)-\(center)}\ndata: constant\nmethod: \(method)\ncenter: \(center)\n```"
        }
      }
      let text = "```{matrix constant}\nrows: [[4, 4, 4], [4, 4, 4]]\n```\n\n"
      try (text + cells.joined(separator: "\n\n")).write(
        toFile: "\(folder)/constant.md", atomically: true, encoding: .utf8)
      let run = try Program.run("-q", "constant.md", in: folder)
      #expect(run.exitCode == 0)
      #expect(run.errors == "")
    }
  }

  @Test func writesReportsAndSaysWhere() async throws {
    try await SampleNotebook.inFolder { folder in
      let run = try Program.run("n.md", in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output == "output/n.html\n")
      let page = try SampleNotebook.read("output/n.html", in: folder)
      #expect(page.hasPrefix("<!doctype html>"))
      #expect(page.contains("<svg"))
      let json = try JSONSerialization.jsonObject(
        with: Data(SampleNotebook.read("output/n.json", in: folder).utf8))
      let report = try #require(json as? [String: Any])
      #expect(report["status"] as? String == "ok")
      #expect((report["cells"] as? [Any])?.count == 3)
    }
  }

  @Test func givesTheSameBytesAgainAndOnAnyNumberOfThreads() async throws {
    try await SampleNotebook.inFolder { folder in
      for (name, threads) in [("a", "1"), ("b", "1"), ("c", "2"), ("d", "3")] {
        let run = try Program.run("n.md", "--output", name, "--threads", threads, in: folder)
        #expect(run.exitCode == 0)
      }
      let pages = try ["a", "b", "c", "d"].map {
        try SampleNotebook.read("\($0)/n.html", in: folder)
      }
      #expect(Set(pages).count == 1)
    }
  }

  @Test func runsNothingOfAWrongNotebookAndLeavesItsReport() async throws {
    try await SampleNotebook.inFolder { folder in
      _ = try Program.run("n.md", in: folder)
      let before = try SampleNotebook.read("output/n.html", in: folder)
      let wrong = SampleNotebook.text.replacing("epochs: 3", with: "epohcs: 3")
      try wrong.write(toFile: folder + "/n.md", atomically: true, encoding: .utf8)
      for command in ["run", "check"] {
        let run = try Program.run(command, "n.md", in: folder)
        #expect(run.exitCode == 3)
        #expect(run.output.isEmpty)
      }
      let run = try Program.run("n.md", in: folder)
      #expect(
        run.errors == """
          n.md:18:1: error[unknown-parameter]: 'als' has no parameter 'epohcs'
          18 | epohcs: 3
             | ^^^^^^
          help: did you mean 'epochs'?

          """)
      #expect(try SampleNotebook.read("output/n.html", in: folder) == before)
    }
  }

  @Test func marksACellThatFailedAndThoseThatWereNotRun() async throws {
    try await SampleNotebook.inFolder { folder in
      try "userId,movieId,rating\n1,2\n".write(
        toFile: folder + "/ratings.csv", atomically: true, encoding: .utf8)
      let run = try Program.run("n.md", in: folder)
      #expect(run.exitCode == 1)
      #expect(run.output == "output/n.html\n")
      #expect(run.errors.contains("n.md:8:7: error[malformed-line]: A line of 'ratings.csv'"))
      #expect(run.errors.contains("ratings.csv:2: 2 fields instead of 3: 1,2"))
      #expect(run.errors.contains("[2/3] split: not run because 'ratings' failed"))
      let page = try SampleNotebook.read("output/n.html", in: folder)
      #expect(page.contains("A line of 'ratings.csv' can't be used"))
      #expect(page.contains("ratings.csv:2: 2 fields instead of 3: 1,2"))
      #expect(page.contains("Not run because 'ratings' failed"))
      #expect(
        try SampleNotebook.read("output/n.json", in: folder).contains("\"status\": \"failed\""))
    }
  }

  @Test func setsParametersFromTheCommandLineAndFromAFile() async throws {
    try await SampleNotebook.inFolder { folder in
      try "factors: 3\n".write(toFile: folder + "/p.yaml", atomically: true, encoding: .utf8)
      for (arguments, count) in [(["-p", "factors=1"], "1"), (["--params", "p.yaml"], "3")] {
        let run = try Program.run("n.md", arguments[0], arguments[1], in: folder)
        #expect(run.exitCode == 0)
        #expect(try SampleNotebook.read("output/n.html", in: folder).contains("<dd>\(count)</dd>"))
      }
    }
  }

  @Test func refusesAParameterThatTheNotebookDoesNotDeclare() async throws {
    try await SampleNotebook.inFolder { folder in
      let run = try Program.run("n.md", "-p", "factor=3", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.errors.contains("The notebook has no parameter 'factor'"))
      #expect(run.errors.contains("did you mean 'factors'?"))
    }
  }

  @Test(arguments: [
    (["missing.md"], "missing.md"), (["n.md", "--threads", "0"], "--threads"),
    (["n.md", "--to", "pdf"], "pdf"), (["n.md", "--to", ""], "name a format"),
    (["n.md", "--nonsense"], "--nonsense"), ([], "notebooks"),
    (["ops", "asl"], "did you mean 'als'?"), (["n.md", "sub/n.md"], "same report"),
    (["n.md", "-p", "factors"], "name=value"), (["n.md", "--params", "no.yaml"], "no.yaml"),
    (["n.md", "--output", "ratings.csv"], "ratings.csv"),
    (["n.md", "-o", "als.html"], "the folder where reports go, and 'als.html' looks like"),
    (["data", "movielens"], "there are planted, movielens-latest-small"),
    (["data", "--fetch"], "needs the name"), (["data", "planted", "--fetch"], "is generated"),
  ])
  func refusesWhatItDoesNotUnderstand(_ arguments: [String], _ message: String) async throws {
    try await SampleNotebook.inFolder { folder in
      var run = try Program.run("--version", in: folder)
      switch arguments.count {
      case 0: run = try Program.run(in: folder)
      case 1: run = try Program.run(arguments[0], in: folder)
      case 2: run = try Program.run(arguments[0], arguments[1], in: folder)
      default: run = try Program.run(arguments[0], arguments[1], arguments[2], in: folder)
      }
      #expect(run.exitCode == 2)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }

  @Test func treatsWarningsAsErrorsIfAskedTo() async throws {
    try await SampleNotebook.inFolder { folder in
      let text = SampleNotebook.text.replacing("factors: 2", with: "factors: 2\n  unused: 1")
      try text.write(toFile: folder + "/n.md", atomically: true, encoding: .utf8)
      #expect(try Program.run("check", "n.md", in: folder).exitCode == 0)
      #expect(try Program.run("check", "n.md", "--strict", in: folder).exitCode == 3)
    }
  }

  @Test func tellsOfAModelThatIsTestedOnWhatItHasLearnt() async throws {
    try await SampleNotebook.inFolder { folder in
      let text =
        SampleNotebook.text.replacing("als}\ndata: split", with: "als}\ndata: ratings")
        .replacing("The error is `{als.test.mse:.3f}`.", with: "```{evaluate}\ndata: split\n```\n")
      try text.write(toFile: folder + "/n.md", atomically: true, encoding: .utf8)
      let run = try Program.run("n.md", in: folder)
      #expect(run.exitCode == 0)
      let message =
        "Tested on what was learnt: 'als' was trained on 18 of the 18 test ratings (100%)"
      #expect(run.errors.contains("warning[tested-on-training]: \(message)"), "\(run.errors)")
      let page = try SampleNotebook.read("output/n.html", in: folder)
      #expect(page.contains("class=\"problem warning\""))
      #expect(page.contains("was trained on 18 of the 18 test ratings"))
      #expect(try SampleNotebook.read("output/n.json", in: folder).contains("\"warnings\""))
      #expect(try Program.run("n.md", "--quiet", in: folder).errors.isEmpty)
      let strict = try Program.run("n.md", "--strict", in: folder)
      #expect(strict.exitCode == 1)
      #expect(strict.errors.contains("error[tested-on-training]: \(message)"))
    }
  }

  @Test func carriesPicturesAndChecksThem() async throws {
    try await SampleNotebook.inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/images", withIntermediateDirectories: true)
      for path in ["images/a map.png", "up.png"] {
        try SampleNotebook.writePicture(path, in: folder)
      }
      func write(_ text: String) throws {
        try text.write(toFile: folder + "/sub/p.md", atomically: true, encoding: .utf8)
      }
      try write("![A map](../images/a%20map.png) ![Up](../up.png)\n")
      #expect(try Program.run("sub/p.md", "--strict", in: folder).exitCode == 0)
      let page = try SampleNotebook.read("output/p.html", in: folder)
      #expect(
        page.components(separatedBy: "<img src=\"data:image/png;base64,iVBORw0KGgo").count == 3)

      try write("![A map](../images/map.png)\n")
      let run = try Program.run("check", "sub/p.md", in: folder)
      #expect(run.exitCode == 3)
      #expect(
        run.errors == """
          sub/p.md:1:10: error[missing-picture]: There is no picture '../images/map.png'
          1 | ![A map](../images/map.png)
            |          ^^^^^^^^^^^^^^^^^
          help: did you mean '../images/a map.png'?

          """)
      try write("![A folder](../images)\n")
      #expect(try Program.run("check", "sub/p.md", in: folder).exitCode == 3)
    }
  }

  @Test func namesWhatMakesAPageHeavy() async throws {
    try await SampleNotebook.inFolder { folder in
      try SampleNotebook.writePicture("big.png", bytes: 1_800_000, in: folder)
      let text = SampleNotebook.text + "\n\nFrom above: ![The town](big.png)\n"
      try text.write(toFile: folder + "/n.md", atomically: true, encoding: .utf8)
      let run = try Program.run("n.md", in: folder)
      #expect(run.exitCode == 0)
      #expect(run.errors.contains("n.md:23:25: warning[heavy-picture]: The picture 'big.png' has"))
      #expect(run.errors.contains("n.md:23:25: warning[heavy-page]: The page is 2,"))
      #expect(run.errors.contains("kB, more than 2,000 kB\n"))
      #expect(run.errors.contains("\n2,401 kB  picture 'big.png'\n"))
      #expect(run.errors.contains("kB  style sheet\n"))
      #expect(try Program.run("n.md", "--strict", in: folder).exitCode == 3)

      // Each picture is small enough, but not all together.
      for name in ["a", "b"] {
        try SampleNotebook.writePicture("\(name).png", bytes: 900_000, in: folder)
      }
      try "![One](a.png) ![Two](b.png)\n".write(
        toFile: folder + "/n.md", atomically: true, encoding: .utf8)
      #expect(try Program.run("n.md", in: folder).exitCode == 0)
      let strict = try Program.run("n.md", "--strict", in: folder)
      #expect(strict.exitCode == 1)
      #expect(strict.errors.contains("n.md:1:8: error[heavy-page]: The page is 2,"))
    }
  }

  @Test func describesOperations() async throws {
    try await SampleNotebook.inFolder { folder in
      let list = try Program.run("ops", in: folder)
      #expect(list.exitCode == 0)
      #expect(list.output.contains("als "))
      let one = try Program.run("ops", "als", in: folder)
      try expectSnapshot(one.output, named: "ops-als.txt")
      let schema = try Program.run("ops", "als", "--json", in: folder)
      #expect(schema.exitCode == 0)
      #expect(schema.output == OperationRegistry.recommenders.schema(of: ALSOperation.self) + "\n")
      #expect(try Program.run("ops", "--json", "--markdown", in: folder).exitCode == 2)
    }
  }

  @Test func isCalledByTheNameOfItsFile() async throws {
    try await SampleNotebook.inFolder { folder in
      let path = folder + "/mynb"
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: Program.file.path)
      for (arguments, words) in [
        (["--help"], "USAGE: mynb <subcommand>"), (["ops"], "\nmynb ops NAME shows"),
        (["data"], " mynb data NAME describes"), (["explain"], "\nmynb explain CODE"),
        (["explain", "unknown-operation"], "`mynb ops` lists them"),
      ] {
        let run = try Program.run(arguments, in: folder, at: path)
        #expect(run.output.contains(words), "\(run.output)")
      }
      let wrong = try Program.run(["ops", "asl"], in: folder, at: path)
      #expect(wrong.errors.contains("Usage: mynb ops [<name>]"))
    }
  }

  @Test func tellsOfDatasets() async throws {
    try await SampleNotebook.inFolder { folder in
      let environment = ["XDG_CACHE_HOME": folder + "/cache"]
      let list = try Program.run("data", in: folder, environment: environment)
      #expect(list.exitCode == 0)
      try expectSnapshot(list.output, named: "data.txt")
      let one = try Program.run("data", "movielens-1m", in: folder, environment: environment)
      try expectSnapshot(one.output, named: "data-movielens-1m.txt")
      #expect(try Program.run("data", "planted", in: folder).output.contains("'noise' (0.3 stars)"))
    }
  }

  @Test func leavesNoSnapshotBehind() throws { try expectNoUnusedSnapshots() }
}
