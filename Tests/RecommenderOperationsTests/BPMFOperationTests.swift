import NotebookRunner
import NotebookSyntax
import Operations
import Recommenders
import Testing

@testable import RecommenderOperations

@Suite struct BPMFOperationTests {
  /// Runs a notebook of planted ratings, a split and a cell.
  private func run(
    _ cell: String, data: String = "split", of table: String = "few"
  ) async throws -> NotebookRun {
    let checked = check(cell, data: data, of: table)
    #expect(checked.problems.isEmpty, "\(checked.problems.map(\.message))")
    return await checked.run()
  }

  private func check(
    _ cell: String, data: String = "split", of table: String = "few"
  ) -> CheckedNotebook {
    let text = """
      ```{load ratings}
      dataset: planted
      ```
      ```{shrink few}
      data: ratings
      users: 60
      items: 40
      ```
      ```{split}
      data: \(table)
      ```
      ```{bpmf model}
      data: \(data)
      factors: 2
      \(cell)
      ```
      """
    return CheckedNotebook(
      SourceFile(path: "notebook.md", text: text), operations: .recommenders)
  }

  private func problems(_ cell: String) -> [String] { check(cell).problems.map(\.message) }

  private func outputs(_ run: NotebookRun) throws -> [Output] {
    guard case .finished(let result) = try #require(run.cells.last).outcome else { return [] }
    return result.outputs
  }

  @Test func showsWhatABayesianWantsToSee() async throws {
    let run = try await run("burn-in: 2\nsamples: 6\nchains: 2")
    let outputs = try outputs(run)
    let plots = outputs.compactMap { if case .plot(let plot) = $0 { plot } else { nil } }
    let tables = outputs.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(plots.count == 5 && tables.count == 3)
    let (errors, calibration) = (plots[0], try #require(plots.last))
    #expect(errors.lines.map(\.label) == ["each sweep", "mean of the samples"])
    #expect(errors.lines[0].x == (1...16).map { Double($0) })
    #expect(errors.lines[1].x.first == 3)
    #expect(errors.lines[1].y.last == errors.lines[1].y.last { $0.isFinite })
    #expect(plots[1].lines.map(\.label) == ["α, chain 1", "α, chain 2"])
    #expect(plots[2].lines.count == 4 && plots[3].lines.count == 4)
    #expect(calibration.lines.map(\.label) == ["nominal", "actual"])
    #expect(tables[0].rowCount == 7)
    #expect(tables[1].columns[0].values == .real([50, 90], fractionDigits: 0))
    #expect(tables[2].rowCount == 5)
    for name in [
      "test.rmse", "sample.test.rmse", "coverage.50", "coverage.90", "width.90",
      "noise-precision", "split-r-hat", "effective-samples",
    ] {
      guard case .real(let value) = try #require(try value(run, name)) else { continue }
      #expect(value.isFinite, "\(name)")
    }
    // The headline is the worst of the table.
    guard case .real(let reductions, _) = tables[0].columns[3].values,
      case .real(let bulk, _) = tables[0].columns[4].values,
      case .real(let tail, _) = tables[0].columns[5].values
    else { return }
    #expect(try value(run, "split-r-hat") == reductions.max().map(ScalarValue.real))
    #expect(try value(run, "effective-samples") == (bulk + tail).min().map(ScalarValue.real))
    #expect(try value(run, "samples") == .integer(12))
    #expect(try value(run, "kept-samples") == .integer(12))
    #expect(try value(run, "chains") == .integer(2))
    #expect(try value(run, "epochs") == .integer(16))
  }

  private func value(_ run: NotebookRun, _ name: String) throws -> ScalarValue? {
    guard case .finished(let result) = try #require(run.cells.last).outcome else { return nil }
    return result.facts[name]
  }

  @Test func withoutATestThereAreTheTracesOnly() async throws {
    let run = try await run("burn-in: 0\nsamples: 4\nnoise-precision: 2.5", data: "few")
    let outputs = try outputs(run)
    #expect(outputs.count == 6)
    // A fixed α doesn't vary, and is not what is least settled.
    guard case .text(let summary) = outputs[5] else { return }
    #expect(summary.hasPrefix("Of all these quantities the largest split R̂ is "))
    #expect(!summary.contains("(α)") && !summary.contains("nan"))
    guard case .plot(let errors) = outputs[0] else { return }
    #expect(errors.lines.map(\.label) == ["each sweep"])
    #expect(errors.caption.contains("training"))
    #expect(try value(run, "coverage.90") == nil)
    #expect(try value(run, "noise-precision") == .real(2.5))
  }

  @Test func answersWhatIsAskedOfAModel() async throws {
    let run = try await run(
      """
      burn-in: 1
      samples: 3
      ```
      ```{predict}
      model: model
      user: 1
      item: 1
      ```
      ```{recommend}
      model: model
      user: 1
      ```
      ```{factors}
      model: model
      ```
      ```{evaluate}
      models: [model]
      """, of: "ratings")
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
  }

  @Test func readsAPriorAndANoise() async throws {
    let run = try await run(
      "samples: 2\nnoise-precision: sample\nprior: {mean: -0.1, strength: 1, degrees: 3, scale: 2}")
    #expect(run.isComplete)
  }

  @Test(arguments: [
    ("prior: {degrees: 1}", "at least 2 degrees of freedom, not 1"),
    ("prior: {strength: 0}", "The strength of a prior must be a number, above 0"),
    ("prior: {mean: much}", "The mean of a prior must be a number"),
    ("prior: {width: 2}", "A prior has no 'width'"),
    ("prior: 3", "'prior'"),
    ("noise-precision: 0", "'noise-precision'"),
    ("noise-precision: none", "'noise-precision'"),
    ("samples: 0", "'samples'"),
    ("chains: 65", "'chains'"),
    ("samples: 100000\nthin: 100\nburn-in: 100000", ""),
  ])
  func tellsWhatIsWrongBeforeAnythingRuns(cell: String, message: String) {
    let found = problems(cell)
    if message.isEmpty {
      #expect(found.isEmpty, "\(found)")
    } else {
      #expect(found.count == 1 && found[0].contains(message), "\(found)")
    }
  }

  @Test func writesItsParametersAsANotebookWould() throws {
    #expect(BPMF.Noise.sampled.yaml == "sample")
    #expect(BPMF.Noise.fixed(0.5).yaml == "0.5")
    #expect(
      NormalWishart(mean: 1, strength: 2, degrees: 3, scale: 4).yaml
        == "{mean: 1, strength: 2, degrees: 3, scale: 4}")
  }
}
