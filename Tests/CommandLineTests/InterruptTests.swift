import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct InterruptTests {
  /// A notebook whose third cell is in a library that hears nothing, and whose last goes on for hours.
  private static let notebook = """
    ```{load small}
    dataset: planted
    users: 20
    items: 20
    ratings: 100
    ```

    ```{load}
    dataset: planted
    users: 3000
    items: 3000
    ratings: 3000
    ```

    ```{svd}
    data: load
    missing: zero
    method: eigen
    ```

    ```{bpmf}
    data: load
    samples: 100000
    ```
    """

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func endsWithTheReportOfWhatWasDone(_ signal: Int32, _ exitCode: Int32) async throws {
    try await withTemporaryDirectory { folder in
      try Data(Self.notebook.utf8).write(to: folder.appending(component: "n.md"))
      let running = try Program.start(["n.md"], in: folder.path)
      // Not by a task, which would wait for other tests while the program computes on.
      usleep(2_000_000)
      kill(running.processIdentifier, signal)
      let start = ContinuousClock.now
      running.waitUntilExit()
      #expect(ContinuousClock.now - start < .seconds(20))
      #expect(running.terminationReason == .exit && running.terminationStatus == exitCode)
      let page = try String(contentsOf: folder.appending(path: "output/n.html"), encoding: .utf8)
      #expect(page.contains("interrupted") && page.hasSuffix("</html>\n"))
    }
  }

  @Test func isNotHeardTooEarly() async throws {
    try await withTemporaryDirectory { folder in
      try Data(Self.notebook.utf8).write(to: folder.appending(component: "n.md"))
      for milliseconds in [0, 2, 5, 10, 20, 40, 80, 160] {
        let running = try Program.start(["n.md"], in: folder.path)
        usleep(UInt32(milliseconds) * 1000)
        kill(running.processIdentifier, SIGINT)
        running.waitUntilExit()
        // By the signal itself as long as the program is being loaded, and no later than that.
        let status = (running.terminationReason, running.terminationStatus)
        #expect(status == (.exit, 130) || status == (.uncaughtSignal, SIGINT), "\(milliseconds)")
      }
    }
  }
}

@Suite struct HostileSystemTests {
  @Test(arguments: [
    ("/dev/zero", "pipe or a device"), ("pipe", "pipe or a device"), (".", "is a folder"),
    ("huge.md", "larger than 32 MB"), ("nothing.md", "no file 'nothing.md'"),
  ])
  func refusesWhatIsNoNotebook(_ path: String, _ words: String) async throws {
    try await withTemporaryDirectory { folder in
      mkfifo(folder.appending(component: "pipe").path, 0o600)
      let huge = folder.appending(component: "huge.md")
      try Data().write(to: huge)
      truncate(huge.path, 1 << 30)
      for command in ["run", "check"] {
        let run = try Program.run(command, path, in: folder.path)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains(words), "\(run.errors)")
      }
    }
  }

  @Test(arguments: ["ulimit -n 4", "ulimit -s 128", "ulimit -v 300000"])
  func saysWhichLimitIsTooLow(_ limit: String) async throws {
    try await withTemporaryDirectory { folder in
      try Data("A word.\n".utf8).write(to: folder.appending(component: "n.md"))
      let run = try Program.run("n.md", in: folder.path, after: limit)
      // With so little some systems don't even load the program.
      #expect(run.exitCode == 1 || run.exitCode == 127, "\(run.exitCode)")
      #expect(run.errors.contains("ulimit") || run.exitCode == 127, "\(run.errors)")
    }
  }

  @Test func runsOnAnyNumberOfThreads() async throws {
    try await withTemporaryDirectory { folder in
      try Data("```{load}\ndataset: planted\n```\n\n```{als}\ndata: load\nepochs: 1\n```\n".utf8)
        .write(to: folder.appending(component: "n.md"))
      for threads in ["1", "300", "1024", "9223372036854775807"] {
        let run = try Program.run("n.md", "--threads", threads, in: folder.path)
        #expect(run.exitCode == 0, "\(threads): \(run.errors)")
      }
      for threads in ["0", "-1", "x", "9223372036854775808"] {
        let run = try Program.run("n.md", "--threads=\(threads)", in: folder.path)
        #expect(run.exitCode == 2 && run.errors.contains("--threads"), "\(run.errors)")
      }
    }
  }
}
