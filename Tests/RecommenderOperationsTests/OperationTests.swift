import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import Recommenders
import TestSupport
import Testing

@testable import RecommenderOperations

@Suite struct OperationTests {
  private static let ratings = """
    userId,movieId,rating,timestamp
    1,10,4.0,964982703
    1,20,3.5,964981247
    2,10,5.0,964982224
    2,30,1.0,964983815
    3,20,2.0,964982931
    3,30,0.5,964982400
    """

  @Test func showsWhatWasLoadedByTitle() async throws {
    let run = try await run(
      """
      ```{load ratings}
      path: ratings.csv
      titles: movies.csv
      ```

      ```{show}
      rows: 2
      value: ratings
      ```
      """,
      files: [
        "ratings.csv": Self.ratings,
        "movies.csv": "movieId,title\n10,\"First, The (1999)\"\n20,Second\n30,Third\n",
      ])
    #expect(
      try run.outputs("show") == [
        .table(
          "table",
          Table(
            "Ratings of ratings.csv",
            columns: [
              .init("user", .text(["1", "1"])),
              .init("item", .text(["First, The (1999)", "Second"])),
              .init("rating", .real([4, 3.5], fractionDigits: 1)),
              .init("date", .text(["2000-07-30", "2000-07-30"])),
            ], omittedRows: 4))
      ])
    #expect(try run.value("ratings", "users") == .integer(3))
    #expect(try run.value("ratings", "density") == .real(6.0 / 9.0))
    let files = try run.result("ratings").dataFiles
    #expect(files.map(\.name) == ["ratings.csv", "movies.csv"])
    #expect(files[0].shape == "6 ratings of 3 items by 3 users")
    #expect(files[0].sha256.count == 64)
  }

  @Test(arguments: [
    ("r.tsv", "u\ti\tr\n1\t2\t3\n2\t2\t4\n", "columns: {user: u, item: i, rating: r}"),
    ("u.data", "1\t2\t3\t874965758\n2\t2\t4\t874965758\n", ""),
    ("ratings.dat", "1::2::3::978300760\n2::2::4::978300760\n", ""),
    (
      "r.inter",
      "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t3\t0\n2\t2\t4\t0\n", ""
    ),
    ("plain.txt", "1,2,3,x\n2,2,4,y\n", "format: csv\ncolumns: {timestamp: none}"),
    ("twice.csv", "user,item,rating\n1,2,1\n2,2,4\n1,2,5\n", "duplicates: mean"),
    ("many.csv", "user,item,rating\n1,2,3\n2,2,4\n1,3,5\n", "limit: 2"),
  ])
  func loadsEveryFormat(_ name: String, _ content: String, _ parameters: String) async throws {
    let run = try await run(
      "```{load}\npath: \(name)\n\(parameters)\n```\n", files: [name: content])
    #expect(try run.value("load", "ratings") == .integer(2))
    #expect(try run.value("load", "mean") == .real(3.5))
  }

  @Test func describesAndShrinks() async throws {
    let run = try await run(
      """
      ```{load ratings}
      path: ratings.csv
      ```

      ```{describe}
      data: ratings
      factors: 2
      ```

      ```{shrink}
      data: ratings
      users: 2
      items: 2
      ```

      ```{shrink users-only}
      data: ratings
      users: 1
      ```

      ```{describe nothing-missing}
      data: shrink
      ```
      """, files: ["ratings.csv": Self.ratings])
    #expect(run.isComplete)
    #expect(try run.value("describe", "cells") == .integer(9))
    #expect(try run.value("describe", "parameters") == .integer(12))
    #expect(try run.value("describe", "ratings-per-user.median") == .real(2))
    let outputs = try run.outputs("describe")
    #expect(
      outputs.first
        == .text(
          """
          6 ratings of 3 items by 3 users, 2.67 on average (standard deviation 1.62), given on \
          2000-07-30.
          """))
    guard case .plot(let histogram) = outputs[1], case .bars(let bars) = histogram.drawing,
      case .plot(let tail) = outputs[3], case .table(let space) = outputs[4]
    else {
      Issue.record("A description has two plots and two tables")
      return
    }
    #expect(bars.categories == ["0.5", "1", "2", "3.5", "4", "5"])
    #expect(bars.groups[0].values == [1, 1, 1, 1, 1, 1])
    #expect(tail.lines.map(\.label) == ["users", "items"])
    #expect(space.columns[1].values == .integer([9, 6, 6, 12]))
    #expect(try run.value("shrink", "ratings") == .integer(3))
    #expect(try run.value("users-only", "users") == .integer(1))
    #expect(try run.value("users-only", "items") == .integer(3))
  }

  @Test func plantsWhatIsAskedFor() async throws {
    let run = try await run(
      """
      ```{load}
      dataset: planted
      users: 30
      items: 20
      ratings: 150
      factors: 2
      noise: 0
      ```
      """, files: [:])
    #expect(try run.value("load", "users") == .integer(30))
    #expect(try run.value("load", "items") == .integer(20))
    #expect(try run.value("load", "ratings") == .integer(150))
  }

  @Test func answersQuestionsToModels() async throws {
    let run = try await run(
      """
      ```{load ratings}
      path: ratings.csv
      titles: movies.csv
      ```

      ```{split}
      data: ratings
      train: 0.7
      ```

      ```{als first}
      data: split
      factors: 2
      epochs: 3
      regularization: 0.1
      ```

      ```{als second}
      data: split
      factors: 1
      epochs: 2
      regularization: 0.1
      ```

      ```{predict}
      model: first
      user: 1
      item: first, THE
      ```

      ```{recommend}
      model: first
      user: 3
      exclude-rated: false
      count: 2
      ```

      ```{similar}
      model: first
      item: 20
      ```

      ```{factors}
      model: first
      count: 1
      ```

      ```{evaluate}
      metrics: [mae, ndcg@2]
      relevant: 3
      ```

      ```{evaluate one}
      models: second
      data: ratings
      ```

      ```{compare}
      models: [second, first]
      ```

      ```{bpmf many}
      data: split
      factors: 1
      burn-in: 2
      samples: 5
      ```

      ```{predict interval}
      model: many
      user: 2
      item: 20
      ```

      ```{recommend of-many}
      model: many
      user: 2
      ```

      ```{evaluate all}
      models: [first, many]
      ```
      """,
      files: [
        "ratings.csv": Self.ratings,
        "movies.csv": "movieId,title\n10,\"First, The (1999)\"\n20,Second\n30,Third\n",
      ])
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
    #expect(try run.value("predict", "item") == .text("First, The (1999)"))
    guard case .table(let parts) = try run.outputs("predict").last,
      case .real(let sums, _) = parts.columns[4].values,
      case .real(let rating) = try run.value("predict", "rating")
    else {
      Issue.record("A prediction is broken down in a table")
      return
    }
    #expect(parts.rowCount == 5 && abs((sums.last ?? 0) - rating) < 1e-5)
    guard case .table(let best) = try run.outputs("recommend").first else { return }
    #expect(best.rowCount == 2)
    #expect(try run.outputs("factors").count == 2)
    guard case .table(let table) = try run.outputs("evaluate").first else { return }
    #expect(table.columns.map(\.heading) == ["model", "MAE", "NDCG@2"])
    #expect(table.columns[0].values == .text(["first", "second"]))
    guard case .text(let mean) = try run.value("one", "best") else { return }
    #expect(mean == "second")
    guard case .real(let low) = try run.value("interval", "low"),
      case .real(let middle) = try run.value("interval", "rating"),
      case .real(let high) = try run.value("interval", "high")
    else { return }
    #expect(low < middle && middle < high)
    guard case .plot(let curves) = try run.outputs("compare").first else { return }
    #expect(curves.lines.map(\.label) == ["second", "first"])
    #expect(curves.lines.map(\.x.count) == [2, 3])
  }

  @Test func factorsAMatrix() async throws {
    let run = try await run(
      """
      ```{matrix}
      rows: [[3, 0], [0, 2], [0, 0]]
      row-names: [a, b, c]
      ```

      ```{svd}
      data: matrix
      factors: 1
      ```

      ```{predict}
      model: svd
      user: a
      item: 1
      ```

      ```{matrix gap}
      rows:
        - [1, ~]
        - [2.5, 3]
      ```

      ```{svd refused}
      #| error: true
      data: gap
      ```

      ```{svd filled}
      data: gap
      missing: item-mean
      method: lanczos
      ```
      """, files: [:])
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
    #expect(try run.value("svd", "largest") == .real(3))
    #expect(try run.value("predict", "rating") == .real(3))
    #expect(try run.value("svd", "bound") == .real(2))
    guard case .table(let gap) = try run.outputs("gap").first else { return }
    #expect(gap.columns.map(\.heading) == ["row", "1", "2"])
  }

  @Test func savesAndRestores() async throws {
    let run = try await run(
      """
      ```{load ratings}
      path: ratings.csv
      ```

      ```{split}
      data: ratings
      validation: 0.1
      ```

      ```{als}
      data: split
      factors: 2
      epochs: 2
      ```

      ```{save ratings-file}
      value: ratings
      path: deep/er/ratings.csv
      ```

      ```{save split-files}
      value: split
      path: split.npz
      ```

      ```{save model-file}
      value: als
      path: model.npz
      ```

      ```{load again}
      path: split-train.npz
      ```

      ```{restore}
      path: model.npz
      ```

      ```{als more}
      data: split
      factors: 2
      epochs: 1
      start: restore
      ```

      ```{als elsewhere}
      #| error: true
      data: again
      factors: 2
      start: restore
      ```
      """, files: ["ratings.csv": Self.ratings, "split-train.npz": "", "model.npz": ""])
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
    #expect(try run.value("ratings-file", "files") == .integer(1))
    #expect(try run.value("split-files", "files") == .integer(3))
    #expect(try run.value("again", "ratings") == .integer(5))
    #expect(try run.value("again", "users") == .integer(3))
    guard case .table(let table) = try run.outputs("split-files").first else {
      Issue.record("What was saved is a table")
      return
    }
    #expect(
      table.columns[0].values
        == .text(["split-train.npz", "split-validation.npz", "split-test.npz"]))
    #expect(
      try run.outputs("restore") == [
        .text(
          "Restored from 'model.npz': a model of 3 users and 3 items with 2 factors. "
            + "It was trained on 5 ratings.")
      ])
    #expect(try run.result("restore").dataFiles.map(\.name) == ["model.npz"])
  }

  @Test func countsManyRatingsInBins() async throws {
    let lines = (0...100).map { "\($0),1,\(Double($0) / 10)" }
    let run = try await run(
      "```{load}\npath: r.csv\n```\n\n```{describe}\n```\n",
      files: ["r.csv": "user,item,rating\n" + lines.joined(separator: "\n")])
    guard case .plot(let plot) = try run.outputs("describe")[1],
      case .marks(let marks, _, _) = plot.drawing, case .histogram(let histogram) = marks.first
    else {
      Issue.record("Many ratings are a histogram")
      return
    }
    #expect(histogram.edges.first == 0 && histogram.edges.last == 10)
    #expect(histogram.counts.reduce(0, +) == 101 && histogram.counts.allSatisfy { $0 > 3 })
  }

  @Test func splitsAndTrains() async throws {
    let run = try await run(
      """
      ```{load ratings}
      path: ratings.csv
      ```

      ```{split}
      data: ratings
      train: 0.5
      validation: 0.2
      by: time
      ```

      ```{als}
      data: split
      factors: 1
      epochs: 3
      ```

      ```{als on-all}
      data: ratings
      factors: 1
      epochs: 2
      start: als
      ```

      ```{als on-part}
      data: split.train
      epochs: 0
      ```
      """, files: ["ratings.csv": Self.ratings])
    #expect(run.isComplete)
    #expect(try run.value("als", "epochs") == .integer(3))
    let series = try run.result("als").series
    #expect(series.map(\.name) == ["train.mse", "test.mse", "objective"])
    #expect(series.map(\.values.count) == [3, 3, 6])
    #expect(try run.result("on-all").series.map(\.name) == ["train.mse", "objective"])
    #expect(try run.outputs("on-part") == [.text("No epoch was run.")])
    guard case .plot(let plot) = try run.outputs("als").first else {
      Issue.record("A model begins with its plot")
      return
    }
    #expect(plot.lines.map(\.label) == ["training", "test"])
    #expect(plot.lines[0].x == [1, 2, 3])
  }

  @Test func climbsToTheMaximum() async throws {
    let run = try await run(
      """
      ```{load ratings}
      path: ratings.csv
      ```

      ```{pmf}
      data: ratings
      factors: 2
      epochs: 4
      ```

      ```{pmf likelihood}
      data: ratings
      factors: 2
      epochs: 3
      estimate: mle
      biases: false
      start: pmf
      ```
      """, files: ["ratings.csv": Self.ratings])
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
    let series = try run.result("pmf").series
    #expect(series.map(\.name) == ["train.mse", "log-likelihood", "log-posterior"])
    #expect(series.map(\.values.count) == [4, 4, 4])
    #expect(try run.value("pmf", "objective") == series[2].values.last.map { .real($0) })
    #expect(
      try run.result("likelihood").series.map(\.name) == ["train.mse", "log-likelihood"])
    guard case .plot(let plot) = try run.outputs("pmf")[1],
      case .table(let table) = try run.outputs("pmf")[2]
    else {
      Issue.record("A model has two plots and a table")
      return
    }
    #expect(plot.caption == "The log-likelihood and log-posterior by epoch")
    #expect(plot.lines.map(\.label) == ["log-likelihood", "log-posterior"])
    #expect(
      table.columns.map(\.heading)
        == ["epoch", "log-likelihood", "log-posterior", "training MSE"])
  }

  /// What a person reads when something is wrong with the data, all in one place.
  @Test func wordsEveryFailure() async throws {
    let load = "```{load}\npath: r.csv\n```\n"
    let train = "```{load}\npath: r.csv\n```\n\n```{split}\nby: time\n```\n"
    let cases: [(name: String, notebook: String, content: String)] = [
      ("short row", load, "user,item,rating\n1,2,3\n1,3\n"),
      ("text for a number", load, "user,item,rating\n1,2,three\n1,3,nan\n1,4,1e99\n"),
      ("many bad lines", load, "user,item,rating\n" + String(repeating: "1,2,x\n", count: 13)),
      ("duplicates", load, "user,item,rating\n1,2,3\n1,2,4\n"),
      ("unclosed quote", load, "user,item,rating\n\"1,2,3\n"),
      ("empty", load, ""),
      ("header only", load, "user,item,rating\n"),
      ("no known column", load, "a,b,c\n1,2,3\n"),
      ("binary", load, "\0\u{1}\u{2}"),
      (
        "column that isn't there",
        "```{load}\npath: r.csv\ncolumns: {user: usr}\n```\n", "user,item,rating\n1,2,3\n"
      ),
      (
        "column number", "```{load}\npath: r.csv\ncolumns: {rating: 4}\n```\n",
        "user,item,rating\n1,2,3\n"
      ),
      (
        "column of no header", "```{load}\npath: r.csv\ncolumns: {user: usr}\n```\n", "1,2,3\n"
      ),
      (
        "column twice", "```{load}\npath: r.csv\ncolumns: {user: 1, item: 1}\n```\n", "1,2,3\n"
      ),
      (
        "titles of something else", "```{load}\npath: r.csv\ntitles: t.csv\n```\n",
        "user,item,rating\n1,2,3\n"
      ),
      (
        "nothing left", "```{load}\npath: r.csv\n```\n\n```{shrink}\nusers: 1\nitems: 1\n```\n",
        "user,item,rating\n1,3,3\n1,4,3\n2,2,4\n3,2,4\n3,5,1\n4,2,5\n"
      ),
      (
        "model as lines",
        """
        ```{load}
        path: r.csv
        ```

        ```{als}
        factors: 1
        ```

        ```{save}
        value: als
        path: model.csv
        ```
        """, "user,item,rating\n1,2,3\n"
      ),
      (
        "file that can't be written",
        "```{load}\npath: r.csv\n```\n\n```{save}\nvalue: load\npath: r.csv/x.csv\n```\n",
        "user,item,rating\n1,2,3\n"
      ),
      (
        "user that isn't there",
        "```{load}\npath: r.csv\n```\n\n```{als}\nepochs: 1\n```\n\n```{recommend}\nuser: bo\n```\n",
        "user,item,rating\nbob,2,3\n"
      ),
      (
        "title that several have",
        """
        ```{load}
        path: r.csv
        titles: alike.csv
        ```

        ```{als}
        epochs: 1
        ```

        ```{similar}
        item: Alien
        ```
        """, "user,item,rating\n1,2,3\n1,3,3\n"
      ),
      (
        "model without a test",
        "```{load}\npath: r.csv\n```\n\n```{als}\nepochs: 1\n```\n\n```{evaluate}\n```\n",
        "user,item,rating\n1,2,3\n"
      ),
      (
        "factor that isn't there",
        "```{load}\npath: r.csv\n```\n\n```{als}\n```\n\n```{factors}\nwhich: [1, 11]\n```\n",
        "user,item,rating\n1,2,3\n"
      ),
      (
        "svd of ratings with gaps", "```{load}\npath: r.csv\n```\n\n```{svd}\n```\n",
        "user,item,rating\n1,2,3\n2,3,4\n"
      ),
      (
        "steps that are too long",
        "```{load}\npath: r.csv\n```\n\n```{pmf}\nfactors: 1\nlearning-rate: 1000\n```\n",
        "user,item,rating\n1,2,3\n1,3,4\n2,3,1\n"
      ),
      (
        "start of other ratings",
        """
        ```{load}
        path: r.csv
        ```

        ```{load other}
        path: s.csv
        ```

        ```{als}
        data: load
        ```

        ```{pmf}
        data: other
        start: als
        ```
        """, "user,item,rating\n1,2,3\n"
      ),
      ("no arrays", "```{load}\npath: r.csv\nformat: npz\n```\n", "user,item,rating\n1,2,3\n"),
      ("model of nothing", "```{restore}\npath: r.csv\n```\n", "user,item,rating\n1,2,3\n"),
      ("no times", train, "user,item,rating\n1,2,3\n"),
      (
        "singular", "```{load}\npath: r.csv\n```\n\n```{als}\nregularization: 0\n```\n",
        "user,item,rating\nAnn,2,3\nBob,2,4\n"
      ),
      (
        "numbers too large",
        "```{load}\npath: r.csv\n```\n\n```{als}\nfactors: 1\n```\n",
        "user,item,rating\n1,2,1e30\n1,3,-1e30\n2,2,-1e30\n"
      ),
      (
        "start of another size",
        """
        ```{load}
        path: r.csv
        ```

        ```{als first}
        factors: 1
        ```

        ```{als}
        factors: 2
        start: first
        ```
        """, "user,item,rating\n1,2,3\n"
      ),
    ]
    var texts: [String] = []
    for (name, notebook, content) in cases {
      let failures = try await failures(
        of: notebook,
        files: [
          "r.csv": content, "s.csv": "5,6,3\n", "t.csv": "item,title\n99,A\n",
          "alike.csv": "item,title\n2,Alien (1979)\n3,Aliens (1986)\n",
        ])
      texts.append("### \(name)\n\n\(failures)\n")
    }
    try expectSnapshot(texts.joined(separator: "\n"), named: "failures.txt")
  }

  /// What is wrong with a cell's parameters together, before anything is run.
  @Test func wordsWhatDoesNotFitTogether() async throws {
    let text = """
      ```{load a}
      ```

      ```{load b}
      path: nowhere.csv
      dataset: planted
      ```

      ```{load c}
      dataset: movielens-1k
      ```

      ```{load d}
      dataset: planted
      format: csv
      titles: movies.csv
      ```

      ```{load d2}
      dataset: planted
      users: 10
      items: 10
      ratings: 101
      ```

      ```{load d3}
      dataset: planted
      factors: 65
      ```

      ```{load d4}
      dataset: movielens-100k
      noise: 1
      ```

      ```{load e}
      path: nowhere.csv
      columns: {usr: 1, item: 0}
      ```

      ```{load f}
      path: nowhere.csv
      columns: {item: 0}
      ```

      ```{split}
      data: a
      train: 0.9
      validation: 0.2
      ```

      ```{split g}
      data: split
      ```

      ```{shrink}
      data: a
      ```

      ```{als}
      data: split.trian
      biases: jiont
      ```

      ```{show}
      value: a.train
      ```

      ```{save}
      value: a
      path: ../ratings.csv
      ```

      ```{save h}
      value: show
      path: table
      ```

      ```{restore}
      path: nowhere.npz
      ```

      ```{evaluate}
      models: [als, a, als, nobody]
      metrics: [mse, ndcg, best@3]
      ```

      ```{compare}
      models: [als, als]
      ```

      ```{compare j}
      models: []
      ```

      ```{factors}
      which: [0]
      ```

      ```{matrix}
      rows: [[1, 2], [3]]
      ```

      ```{pmf}
      data: a
      estimate: mle
      prior: 3
      ```

      ```{pmf m}
      data: a
      noise: 0
      momentum: 1
      ```

      ```{pmf l}
      data: a
      prior: 0
      learning-rate: 0
      ```

      ```{matrix k}
      rows: [[1, two]]
      row-names: [a, b]
      ```
      """
    let checked = CheckedNotebook(
      SourceFile(path: "n.md", text: text), operations: .recommenders)
    try expectSnapshot("\(Diagnostics(checked.problems))\n", named: "problems.txt")
  }

  @Test(arguments: [
    (0, "1970-01-01"), (-1, "1969-12-31"), (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"),
    (4_107_542_400, "2100-03-01"), (-62_135_596_800, "1-01-01"), (1_798_761_599, "2026-12-31"),
  ]) func writesDates(_ seconds: Int64, _ date: String) {
    #expect(isoDate(secondsSince1970: seconds) == date)
  }

  @Test func writesTimesThatAreNoDates() {
    #expect(isoDate(secondsSince1970: .max) == "9223372036854775807 s")
    #expect(isoDate(secondsSince1970: .min) == "-9223372036854775808 s")
  }

  @Test func leavesNoSnapshotBehind() throws { try expectNoUnusedSnapshots() }

  /// What is said of a notebook that fails in its check, or else in its run.
  private func failures(of text: String, files: [String: String]) async throws -> Diagnostics {
    do {
      return Diagnostics(try await run(text, files: files).diagnostics)
    } catch let problems as Diagnostics {
      return problems
    }
  }

  private func run(_ text: String, files: [String: String]) async throws -> NotebookRun {
    try await runNotebooks([text], files: files)[0]
  }
}
