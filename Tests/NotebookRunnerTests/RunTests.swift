import NotebookRunner
import NotebookSyntax
import Operations
import Synchronization
import TestSupport
import Testing

@Suite struct RunTests {
  @Test func runsCellsInOrderAndPassesResultsByName() async throws {
    let run = try await run(
      """
      ```{numbers squares}
      count: 4
      kind: square
      ```

      ```{describe}
      numbers: squares
      title: "Four"
      ```
      """)
    #expect(run.outputs == [[.table(numbers: [1, 4, 9, 16])], [.text("Four: 4")]])
    #expect(run.isComplete)
  }

  @Test func fillsAnInputThatOnlyOneResultFits() async throws {
    let run = try await run("```{numbers}\n```\n\n```{describe}\ntitle: T\n```\n")
    #expect(run.outputs.last == [.text("T: 3")])
  }

  @Test func leavesAnOptionalInputEmpty() async throws {
    let run = try await run(
      """
      ```{numbers}
      ```

      ```{describe first}
      title: One
      ```

      ```{describe}
      title: Two
      opening: first
      ```
      """)
    #expect(run.outputs.last == [.text("One: 3 Two: 3")])
  }

  @Test func refersToParts() async throws {
    let run = try await run(
      "```{numbers a}\ncount: 5\n```\n\n```{describe}\nnumbers: a.odd\ntitle: Odd\n```\n")
    #expect(run.outputs.last == [.text("Odd: 3")])
  }

  @Test func readsValuesByTheTypeOfTheParameter() async throws {
    let run = try await run(
      """
      ```{numbers}
      count: 1e1
      reversed: on
      scale-factor: 2
      without: [2, 4.0]
      ```
      """)
    #expect(run.outputs == [[.table(numbers: [20, 18, 16, 14, 12, 10, 8, 6])]])
    #expect(
      run.cells[0].settings == [
        Setting("count", "10"), Setting("kind", "count"), Setting("scale-factor", "2"),
        Setting("without", "[2, 4]"), Setting("reversed", "true"),
      ])
  }

  @Test func putsParametersIn() async throws {
    let text = """
      ---
      params:
        size: 2
        leave-out: [1]
        what: numbers
      ---

      ```{numbers}
      #| alt: Only ${size}
      count: ${size}
      without: ${leave-out}
      ```

      ```{describe}
      title: "${size} ${what} and no ${nothing"
      ```
      """
    let run = try await run(text)
    #expect(run.outputs == [[.table(numbers: [2])], [.text("2 numbers and no ${nothing: 1")]])
    #expect(run.cells[0].options.alt == "Only 2")
    let overridden = try await self.run(text, arguments: ["size=3", "leave-out=[1, 2]"])
    #expect(overridden.outputs.first == [.table(numbers: [3])])
    #expect(overridden.parameters.map(\.value) == ["3", "[1, 2]", "numbers"])
  }

  @Test func putsTheWarningsOfResultsInTheirPlace() async throws {
    let run = try await run(
      "```{numbers a}\ncount: 0\n```\n\n```{numbers b}\n```\n\n```{numbers c}\nwithout: [1, 2, 3]\n```\n"
    )
    #expect(run.isComplete)
    #expect(
      run.diagnostics.map(\.description) == [
        """
        n.md:2:8: warning[out-of-range]: There are no numbers
        2 | count: 0
          |        ^
        none at all
        help: make some
        """,
        """
        n.md:8:5: warning[out-of-range]: There are no numbers
        8 | ```{numbers c}
          |     ^^^^^^^
        none at all
        help: make some
        """,
      ])
  }

  @Test func goesOnAfterAFailureWithWhatDoesNotDependOnIt() async throws {
    let run = try await run(
      """
      ```{numbers a}
      limit: 2
      ```

      ```{describe b}
      numbers: a
      title: A
      ```

      ```{describe c}
      numbers: a
      opening: b
      title: A
      ```

      ```{numbers d}
      ```
      """)
    #expect(run.statuses == ["failed", "'a' failed", "'a' failed", "finished"])
    #expect(!run.isComplete)
  }

  @Test func tellsThatACellWasNotRunBecauseOneBeforeItWasNot() async throws {
    let run = try await run(
      """
      ```{numbers a}
      limit: 2
      ```

      ```{numbers z}
      ```

      ```{describe b}
      numbers: a
      title: A
      ```

      ```{describe c}
      numbers: z
      opening: b
      title: A
      ```
      """)
    #expect(run.statuses == ["failed", "finished", "'a' failed", "'b' was not run"])
  }

  @Test func pointsAtTheParameterThatAnErrorIsAbout() async throws {
    let marked = MarkedText("```{numbers}\nlimit: 1️⃣2\n```\n")
    let run = try await run(marked.text)
    guard case .failed(let problem) = run.cells[0].outcome else {
      Issue.record("The cell did not fail")
      return
    }
    #expect(problem.range.bytes.lowerBound == marked.offsets[0])
    #expect(
      problem.description == """
        n.md:2:8: error[cell-failed]: 3 is larger than the limit
        2 | limit: 2
          |        ^
        a detail
        help: raise the limit to 3
        """)
  }

  @Test func endsAtTheFirstFailureIfAskedTo() async throws {
    let run = try await run(
      "```{numbers a}\nlimit: 2\n```\n\n```{numbers b}\n```\n", failsFast: true)
    #expect(run.statuses == ["failed", "'a' failed"])
  }

  @Test func isCompleteWhenACellFailsThatMay() async throws {
    let run = try await run(
      "```{numbers a}\n#| error: true\nlimit: 2\n```\n\n```{numbers b}\n```\n", failsFast: true)
    #expect(run.statuses == ["failed", "finished"])
    #expect(run.isComplete)
  }

  @Test func takesOptionsFromTheDefaultsOfTheNotebook() async throws {
    let run = try await run(
      """
      ---
      defaults:
        echo: fold
        error: true
      ---

      ```{numbers a}
      limit: 2
      ```

      ```{numbers b}
      #| echo: false
      ```
      """)
    #expect(run.cells.map(\.options.echo) == [.folded, .hidden])
    #expect(run.isComplete)
  }

  @Test func keepsWhatWasMadeWhenItIsInterrupted() async throws {
    let run = try await run(
      """
      ```{numbers a}
      ```

      ```{interrupt}
      ```

      ```{describe}
      numbers: a
      title: A
      ```
      """)
    #expect(
      run.statuses == ["finished", "the run was interrupted", "the run was interrupted"])
    #expect(run.isInterrupted && !run.isComplete)
  }

  @Test func tellsOfAnInlineValueThatTheResultDoesNotHave() async throws {
    let marked = MarkedText(
      "```{numbers a}\nwithout: [1, 2, 3]\n```\n\nThe mean is `1️⃣{a.mean:.1f}`.\n")
    let run = try await run(marked.text)
    #expect(run.problems.map(\.range.bytes.lowerBound) == marked.offsets)
    #expect(run.problems.map(\.message) == ["This 'a' has no 'mean'"])
    #expect(!run.isComplete)
  }

  @Test func seedsACellByItsNameAndNotByItsPlace() async throws {
    let alone = try await run("```{numbers a}\n```\n")
    let later = try await run("```{numbers b}\n```\n\n```{numbers a}\ncount: 2\n```\n")
    let other = try await run("---\nseed: 2\n---\n\n```{numbers a}\n```\n")
    #expect(try alone.seed(of: "a") == later.seed(of: "a"))
    #expect(try later.seed(of: "a") != later.seed(of: "b"))
    #expect(try alone.seed(of: "a") != other.seed(of: "a"))
  }

  @Test func reportsEveryEventOfEveryCell() async throws {
    let events = Mutex<[String]>([])
    _ = try await run("```{numbers a}\ncount: 2\n```\n\n```{numbers b}\nlimit: 1\n```\n") {
      let text = "\($0.place.cell.result.text) \($0.kind.summary)"
      events.withLock { $0.append(text) }
    }
    #expect(
      events.withLock { $0 } == [
        "a started", "a number 1 of 2", "a number 2 of 2", "a finished",
        "b started", "b number 1 of 3", "b number 2 of 3", "b failed",
      ])
  }

  @Test func stopsAtACheckpointWhenCancelled() async throws {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      try OperationContext(seed: 0).checkpoint(Checkpoint("step", 1, of: 2))
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(.timeLimit(.minutes(5))) func leavesWorkAloneThatIsDeafToItsCancellation() async throws {
    let task = Task {
      try await run("```{numbers a}\n```\n\n```{deaf}\n```\n\n```{numbers b}\n```\n") { event in
        if case .started = event.kind, event.place.index == 1 {
          withUnsafeCurrentTask { $0?.cancel() }
        }
      }
    }
    let ended = try await task.value
    #expect(
      ended.statuses == ["finished", "the run was interrupted", "the run was interrupted"])
    #expect(ended.isInterrupted)
  }

  private func run(
    _ text: String, arguments: [String] = [], failsFast: Bool = false,
    onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> NotebookRun {
    var problems: [Diagnostic] = []
    var overrides = ParameterOverrides()
    for argument in arguments { overrides.add(argument: argument, problems: &problems) }
    try #require(problems.isEmpty)
    let checked = CheckedNotebook(
      SourceFile(path: "n.md", text: text), operations: operations,
      settings: CheckSettings(overrides: overrides))
    try #require(checked.problems.isEmpty, "\(checked.problems)")
    return await checked.run(RunSettings(failsFast: failsFast), onEvent: onEvent)
  }
}

extension Output {
  fileprivate static func table(numbers: [Int]) -> Output {
    .table("numbers", Table("Numbers", columns: [.init("n", .integer(numbers))]))
  }
}

extension NotebookRun {
  fileprivate var outputs: [[Output]] {
    cells.map { if case .finished(let result) = $0.outcome { result.outputs } else { [] } }
  }

  fileprivate var statuses: [String] {
    cells.map {
      switch $0.outcome {
      case .finished: "finished"
      case .failed: "failed"
      case .skipped(let reason): reason
      }
    }
  }

  fileprivate func seed(of name: String) throws -> ScalarValue {
    let run = try #require(cells.first { $0.cell.result.text == name })
    guard case .finished(let result) = run.outcome else { throw CancellationError() }
    return try #require(result.facts["seed"])
  }
}

extension RunEvent.Kind {
  fileprivate var summary: String {
    switch self {
    case .started: "started"
    case .progressed(let at): "\(at.activity) \(at.step) of \(at.count ?? 0)"
    case .noticed(let text): text
    case .finished: "finished"
    case .failed: "failed"
    case .skipped(let reason): "skipped because \(reason)"
    }
  }
}
