import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import Recommenders
import Testing

@testable import RecommenderOperations

/// How models meet ratings: those of other files, those they were trained on, those they keep.
@Suite struct EvaluationOperationTests {
  static let train = "1\t1\t5\t874965758\n1\t2\t3\t876893171\n2\t1\t4\t888550871\n"
  static let test = "1\t3\t4\t878542960\n2\t2\t3\t888551853\n"

  /// Ratings of 40 users for 30 items, without structure.
  static let random = Result {
    try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(components: "Goldens", "random-ratings.csv"), encoding: .utf8)
  }

  // MARK: Two files

  @Test func matchesTwoFilesByIdentifiers() async throws {
    let text = notebook(
      ("load train", "path: u1.base"), ("load test", "path: u1.test"),
      ("als m", "data: train\nfactors: 2"), ("predict known", "model: m\nuser: 2\nitem: 2"),
      ("predict other", "model: m\nuser: 1\nitem: 2"), ("evaluate", "models: m\ndata: test"))
    let run = try await runNotebooks([text], files: ["u1.base": Self.train, "u1.test": Self.test])[
      0]
    // Item 3 is predicted by the mean, 4, and the bias of user 1.
    guard case .table(let parts) = try run.outputs("other").last,
      case .real(let added, _) = parts.columns[3].values
    else {
      Issue.record("A prediction has parts")
      return
    }
    #expect(added[0] == 4)
    let errors = [4 - (added[0] + added[1]), 3 - (try run.real("known", "rating"))]
    let mse = (errors[0] * errors[0] + errors[1] * errors[1]) / 2
    #expect(abs(try run.real("evaluate", "mse") - mse) < 1e-6)
    #expect(abs(try run.real("evaluate", "mae") - (abs(errors[0]) + abs(errors[1])) / 2) < 1e-6)
    #expect(try run.notes("evaluate").contains("1 are of users or items that 'm' has not seen"))
    #expect(try run.warnings("evaluate").isEmpty)
  }

  @Test func isToldOfATestOfStrangers() async throws {
    let text = notebook(
      ("load train", "path: a.csv"), ("load test", "path: b.csv"), ("als m", "data: train"),
      ("evaluate", "models: m\ndata: test"))
    func warning(_ test: String) async throws -> String? {
      let run = try await runNotebooks(
        [text],
        files: [
          "a.csv": "user,item,rating\n1,10,5\n1,20,3\n2,10,4\n",
          "b.csv": "user,item,rating\n" + test,
        ])[0]
      return try run.result("evaluate").warnings.first { $0.code == .differentRatings }?.message
    }
    #expect(
      try await warning("u1,10,4\nu2,20,3\n") == "'m' has seen none of the users in the test")
    #expect(
      try await warning("u1,x,4\n") == "'m' has seen none of the users and the items in the test")
    #expect(try await warning("1,x,4\n") == "'m' has seen none of the items in the test")
    #expect(try await warning("1,x,4\nu2,20,3\n") == nil)
  }

  /// It is no matter how a file spells or orders its identifiers, as long as they are the same.
  @Test func matchesNumbersAndWords() async throws {
    let text = notebook(
      ("load train", "path: a.csv"), ("load test", "path: b.csv"), ("load same", "path: c.csv"),
      ("als m", "data: train\nfactors: 1"), ("evaluate one", "models: m\ndata: test"),
      ("evaluate other", "models: m\ndata: same"))
    let run = try await runNotebooks(
      [text],
      files: [
        "a.csv": "user,item,rating\n1,10,5\n1,20,3\n2,10,4\n3,20,1\n",
        "b.csv": "user,item,rating\n3,10,4\n2,20,3\n",
        // With a user who has a name, all users are words, and 3 comes behind 2.
        "c.csv": "user,item,rating\n\"2\",20,3\n3,10,4\n",
      ])[0]
    #expect(try run.real("one", "mse") == run.real("other", "mse"))
    #expect(try run.column("NDCG@10", of: "one") == run.column("NDCG@10", of: "other"))
  }

  @Test(arguments: [
    "als", "pmf", "bpmf", "mf", "ann", "residual", "autorec", "svd",
  ])
  func everyModelMeetsRatingsOfAnotherFile(operation: String) async throws {
    let small =
      switch operation {
      case "svd": "missing: item-mean\nfactors: 1"
      case "autorec": "hidden: [2]\nepochs: 2"
      case "ann", "residual": "hidden: [3]\nfactors: 2\nepochs: 2"
      case "bpmf": "factors: 1\nburn-in: 2\nsamples: 4"
      default: "factors: 2\nepochs: 2"
      }
    let text = notebook(
      ("load train", "path: u1.base"), ("load test", "path: u1.test"),
      ("\(operation) m", "data: train\n\(small)"), ("evaluate", "models: m\ndata: test"))
    let run = try await runNotebooks([text], files: ["u1.base": Self.train, "u1.test": Self.test])[
      0]
    #expect(try run.real("evaluate", "mse").isFinite)
    #expect(try run.notes("evaluate").contains("1 are of users or items that 'm' has not seen"))
    #expect(try run.column("recall@10", of: "evaluate") == [1])
  }

  @Test func goesOnFromAModelOfAnotherFile() async throws {
    let text = notebook(
      ("load first", "path: a.csv"), ("load second", "path: b.csv"),
      ("als m", "data: first\nfactors: 2"),
      ("als more", "data: second\nfactors: 2\nepochs: 0\nstart: m"),
      ("predict before", "model: m\nuser: bo\nitem: x"),
      ("predict after", "model: more\nuser: bo\nitem: x"),
      ("mf sgd", "data: second\nfactors: 2\nepochs: 1\nstart: m"),
      ("autorec auto", "data: first\nhidden: [2]\nepochs: 1"),
      ("autorec auto-more", "data: second\nhidden: [2]\nepochs: 1\nstart: auto"),
      ("ann deep", "data: first\nhidden: [2]\nepochs: 1"),
      ("ann deep-more", "data: second\nhidden: [2]\nepochs: 1\nstart: deep"))
    let run = try await runNotebooks(
      [text],
      files: [
        "a.csv": "user,item,rating\nbo,x,4\nbo,y,2\ncy,y,5\n",
        "b.csv": "user,item,rating\nal,w,4\nbo,x,2\ncy,y,5\ncy,w,1\n",
      ])[0]
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
    // The mean is that of the new ratings; what was learnt of Bo and x is kept.
    let means = (11.0 / 3, 3.0)
    let difference = try run.real("after", "rating") - run.real("before", "rating")
    #expect(abs(difference - (means.1 - means.0)) < 1e-6)
  }

  // MARK: Saved and restored

  @Test func ranksARestoredModelAsTheSavedOne() async throws {
    let first = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r\ntrain: 0.6"),
      ("als m", "data: s\nfactors: 3\nregularization: 2"),
      ("save", "value: m\npath: model.npz"), ("evaluate e", "models: [m]"))
    let second = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r\ntrain: 0.6"),
      ("restore m", "path: model.npz"), ("evaluate e", "models: [m]\ndata: s"),
      ("evaluate own", "models: [m]"))
    let runs = try await runNotebooks(
      [first, second], files: ["rand.csv": Self.random.get(), "model.npz": ""])
    for (run, cell) in [(runs[0], "e"), (runs[1], "e"), (runs[1], "own")] {
      #expect(abs(try run.column("NDCG@10", of: cell)[0] - 0.19587) < 5e-6)
      #expect(abs(try run.column("precision@10", of: cell)[0] - 0.0857) < 5e-5)
      #expect(abs(try run.column("recall@10", of: cell)[0] - 0.3888) < 5e-5)
      #expect(try run.outputs(cell) == runs[0].outputs("e"), "to the last bit")
      #expect(try run.warnings(cell).isEmpty)
    }
  }

  @Test(arguments: ["als", "pmf", "mf"])
  func whatAModelIsAskedIsAnsweredByTheRestoredOne(operation: String) async throws {
    let questions = [
      ("recommend", "model: m\nuser: u3"),
      ("recommend all", "model: m\nuser: u3\nexclude-rated: false\nminimum-ratings: 6"),
      ("similar", "model: m\nitem: i4\nminimum-ratings: 3"),
      ("factors", "model: m\nminimum-ratings: 8"), ("predict", "model: m\nuser: u0\nitem: i18"),
      ("predict tested", "model: m\nuser: u1\nitem: i1"), ("evaluate", "models: m"),
      ("evaluate validation", "models: m\ndata: s.validation"),
    ]
    func text(_ cells: [(String, String)]) -> String {
      (cells + questions).map { "```{\($0.0)}\n\($0.1)\n```\n" }.joined(separator: "\n")
    }
    let data = [("load r", "path: rand.csv"), ("split s", "data: r\ntrain: 0.6\nvalidation: 0.2")]
    let runs = try await runNotebooks(
      [
        text(
          data + [
            (
              "\(operation) m",
              "data: s\nfactors: 3\nepochs: 3" + (operation == "als" ? "\nregularization: 2" : "")
            ),
            ("save", "value: m\npath: model.npz"),
          ]),
        text(data + [("restore m", "path: model.npz")]),
      ], files: ["rand.csv": Self.random.get(), "model.npz": ""])
    for (cell, _) in questions {
      let name = String(cell.split(separator: " ").last ?? "")
      // As text, in which NaN is NaN.
      #expect(try "\(runs[1].outputs(name))" == "\(runs[0].outputs(name))", "\(cell)")
      #expect(try runs[1].warnings(name).isEmpty && runs[0].warnings(name).isEmpty)
    }
    #expect(try runs[1].notes("m").contains("It was trained on 240 ratings."))
  }

  /// A file of factors alone, as NumPy writes it.
  @Test func saysWhatItDoesNotKnowOfAModel() async throws {
    let split = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r\ntrain: 0.6\nvalidation: 0.1"),
      ("als m", "data: s\nfactors: 3"), ("evaluate e", "models: m"))
    let table = try RatingTable(
      reading: RatingFileRequest(
        path: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
          .appending(components: "Goldens", "random-ratings.csv").path))
    var configuration = ALS.Configuration()
    configuration.regularization = 2
    let model = try ALS(configuration).train(on: TrainingData(train: table)).model
    let nothing = table.selecting([])
    let file = NamedFactorModel(
      model: model, data: TrainingData(train: nothing),
      history: TrainingHistory([], isComplete: false)
    ).npz
    let questions =
      notebook(
        ("load r", "path: rand.csv"), ("split s", "data: r\ntrain: 0.6\nvalidation: 0.1"),
        ("restore m", "path: old.npz"), ("als other", "data: s\nfactors: 3"),
        ("recommend", "model: m\nuser: u3"), ("evaluate in-split", "models: m\ndata: s"),
        ("evaluate alone", "models: m\ndata: s.test"),
        ("evaluate two", "models: [m, other]\ndata: s"),
        ("als more", "data: s\nstart: m"), ("evaluate of-more", "models: more"))
      + "\n```{evaluate nothing}\n#| error: true\nmodels: m\n```\n"
      + "\n```{similar}\n#| error: true\nmodel: m\nitem: i1\nminimum-ratings: 2\n```\n"
    let runs = try await runNotebooks(
      [split, questions], files: ["rand.csv": Self.random.get()], arrays: ["old.npz": file])
    let run = runs[1]
    #expect(run.isComplete, "\(run.cells.map(\.outcome))")
    #expect(try run.notes("m").contains("The file doesn't say what the model was trained on."))
    #expect(try run.notes("recommend").contains("It isn't known what the model was trained on"))
    guard case .table(let list) = try run.outputs("recommend").first else { return }
    #expect(list.columns.map(\.heading) == ["item", "prediction"])
    for cell in ["in-split", "alone", "two", "of-more"] {
      #expect(try run.warnings(cell) == ["unknown-training"], "\(cell)")
    }
    let usual = try runs[0].notes("e")
    #expect(try run.notes("in-split") != usual && run.notes("alone") != usual)
    #expect(try run.notes("alone").contains("all, as it isn't known what it was trained on"))
    #expect(
      try run.notes("two").contains(
        "for 'm' all except those rated in training or validation as the split assigns it; "
          + "for 'other' all except those rated in training or validation."))
    #expect(
      try run.failure("nothing").message
        == "'data' isn't given, and it isn't known what 'm' should be tested on")
    #expect(try run.failure("similar").code.rawValue == "unknown-training")
  }

  // MARK: Tested on what was learnt

  /// Ways to test a model on what it has learnt, and how many of the test ratings that concerns.
  @Test(
    arguments: [
      ("the whole table", "als m", "data: r", "data: s", "160 of the 160 test ratings (100%)"),
      ("another split", "als m", "data: t", "data: s", "91 of the 160 test ratings (57%)"),
      (
        "its own ratings", "als m", "data: s", "data: s.train", "240 of the 240 test ratings (100%)"
      ),
      ("all ratings", "als m", "data: s", "data: r", "240 of the 400 test ratings (60%)"),
      ("an SVD", "svd m", "data: r\nmissing: mean", "data: s", "160 of the 160"),
      ("a sampler", "bpmf m", "data: r\nburn-in: 1\nsamples: 2", "data: s", "160 of the 160"),
      ("a network", "mf m", "data: r\nepochs: 1", "data: s", "160 of the 160"),
      ("by its start", "als m", "data: s\nstart: all", "data: s", "160 of the 160"),
      ("two files", "als m", "data: s", "data: other", "1 of the 3 test ratings (33%)"),
      ("one rating", "als m", "data: r", "data: few", "1 of the 201 test ratings (less than 1%)"),
    ])
  func isToldOfAModelThatHasLearntItsTest(
    way: String, cell: String, parameters: String, data: String, count: String
  ) async throws {
    let factors = cell.hasPrefix("bpmf") || cell.hasPrefix("svd") ? 1 : 10
    let text = notebook(
      ("load r", "path: rand.csv"), ("load other", "path: other.csv"),
      ("load few", "path: few.csv"),
      ("split s", "data: r\ntrain: 0.6"), ("split t", "data: r\ntrain: 0.6\nseed: 9"),
      ("als all", "data: r\nepochs: 1"), ("\(cell)", "factors: \(factors)\n\(parameters)"),
      ("als honest", "data: s\nepochs: 1"), ("evaluate e", "models: [m, honest]\n\(data)"),
      ("evaluate only", "models: m\n\(data)"))
    let random = try Self.random.get()
    let few = (0..<200).map { "v\($0),w,3\n" }.joined()
    let run = try await runNotebooks(
      [text],
      files: [
        "rand.csv": random,
        // Of these two, one is in the training part of the split.
        "other.csv": "user,item,rating\n"
          + random.split(separator: "\n")[2...3].joined(separator: "\n") + "\nu0,zzz,4\n",
        "few.csv": "user,item,rating\n" + few + random.split(separator: "\n")[1] + "\n",
      ])[0]
    #expect(run.isComplete, "\(way): \(run.cells.map(\.outcome))")
    let warnings = try run.result("e").warnings
    let own = try #require(warnings.first { $0.message.contains("'m'") }, "\(way)")
    #expect(own.code == .testedOnTraining)
    #expect(own.message.contains("'m' was trained on \(count)"), "\(way): \(own.message)")
    #expect(try run.warnings("only") == ["tested-on-training"])
    #expect(try run.column("seen in training", of: "e")[0] > 0)
    if !warnings.contains(where: { $0.message.contains("'honest'") }) {
      #expect(try run.value("e", "best") == .text("honest"), "\(way)")
      #expect(own.details.contains("'m' is not considered for 'best'"))
    }
  }

  @Test func isToldAtATrainingWhoseStartHadLearntTheTest() async throws {
    let text = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r"),
      ("als all", "data: r\nepochs: 1\nregularization: 1"),
      ("als m", "data: s\nepochs: 1\nregularization: 1\nstart: all"),
      ("als fair", "data: s\nepochs: 1\nregularization: 1"),
      ("als on", "data: s\nepochs: 1\nregularization: 1\nstart: fair"),
      ("save", "value: m\npath: m.npz"))
    let again = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r"), ("restore m", "path: m.npz"),
      ("evaluate e", "models: m"))
    let runs = try await runNotebooks(
      [text, again], files: ["rand.csv": Self.random.get(), "m.npz": ""])
    #expect(try runs[0].warnings("m") == ["tested-on-training"])
    #expect(try runs[0].warnings("fair").isEmpty && runs[0].warnings("on").isEmpty)
    #expect(try runs[1].warnings("e") == ["tested-on-training"])
  }

  @Test func isToldOfModelsThatAreTestedWithDifferentRatings() async throws {
    let text = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r"), ("split t", "data: r\nseed: 3"),
      ("split same", "data: r\nseed: 3"), ("als a", "data: s\nepochs: 1"),
      ("als b", "data: t\nepochs: 1"), ("als c", "data: same\nepochs: 1"),
      ("evaluate different", "models: [a, b]"), ("evaluate equal", "models: [b, c]"))
    let run = try await runNotebooks([text], files: ["rand.csv": Self.random.get()])[0]
    #expect(try run.warnings("different") == ["different-tests"])
    #expect(try run.warnings("equal").isEmpty)
  }

  @Test func comparesCurvesOfTheSameRatings() async throws {
    let text = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r"), ("split t", "data: r\nseed: 3"),
      ("als all", "data: r\nepochs: 1"), ("als a", "data: s\nepochs: 1"),
      ("als b", "data: t\nepochs: 1"), ("als c", "data: s\nepochs: 1\nregularization: 9"),
      ("als learnt", "data: s\nepochs: 1\nregularization: 1\nstart: all"),
      ("compare different", "models: [a, b]"), ("compare equal", "models: [a, c]"),
      ("compare one", "models: [a, all]"), ("compare known", "models: [a, learnt]"))
    let run = try await runNotebooks([text], files: ["rand.csv": Self.random.get()])[0]
    #expect(try run.warnings("different") == ["different-tests"])
    #expect(try run.notes("different").contains("were trained on different ratings"))
    #expect(try run.warnings("equal").isEmpty && run.notes("equal").isEmpty)
    #expect(try run.warnings("one").isEmpty)
    #expect(try run.notes("one").contains("were trained on different ratings"))
    #expect(try run.warnings("known") == ["tested-on-training"])
    #expect(try run.value("known", "best") == .text("a"))
  }

  // MARK: Factors that are zero

  /// Penalties that leave no factors, and what to do about them.
  @Test(
    arguments: [
      ("als m", "factors: 3\nepochs: 50", "All factors are 0", "'regularization'"),
      ("als m", "factors: 3\nepochs: 4", "All factors are 0", "'regularization'"),
      ("als m", "factors: 3\nepochs: 2", "All factors are nearly 0", "'regularization'"),
      (
        "als m", "factors: 1\nbiases: none\nregularization: 1e4", "All factors are 0",
        "'regularization'"
      ),
      ("pmf m", "factors: 2\nprior: 1e6\nepochs: 300", "All factors are", "'prior'"),
      ("mf m", "factors: 2\nregularization: 1\nepochs: 100", "All factors are", "'regularization'"),
      (
        "autorec m", "hidden: [4]\nregularization: 0.5\nepochs: 400\ndropout: 0", "All factors are",
        "'regularization'"
      ),
    ])
  func factorsThatVanishAreTold(
    cell: String, parameters: String, message: String, parameter: String
  ) async throws {
    let text =
      notebook(
        ("load r", "dataset: planted\nusers: 30\nitems: 20\nratings: 200"),
        ("\(cell)", parameters), ("predict", "user: 1\nitem: 1"))
      + "\n```{similar}\n#| error: true\nitem: 1\n```\n\n```{factors}\n#| error: true\n```\n"
    let run = try await runNotebooks([text])[0]
    #expect(try run.warnings("m") == ["vanished-factors"])
    for problem in [
      try #require(try run.result("m").warnings.first), try run.failure("similar"),
      try run.failure("factors"),
    ] {
      #expect(problem.code == .vanishedFactors)
      #expect(problem.message.hasPrefix(message), "\(problem)")
      #expect(problem.help == "choose a smaller \(parameter)")
    }
    #expect(try run.notes("predict").contains("\(message)"))
    #expect(try run.value("predict", "cosine") == nil)
  }

  @Test func factorsThatAreSmallButThereAreNoCauseForAlarm() async throws {
    let text = notebook(
      ("load r", "dataset: planted\nusers: 30\nitems: 20\nratings: 200"),
      ("als a", "data: r\nfactors: 3\nregularization: 5"), ("als b", "data: r\nepochs: 0"),
      ("pmf c", "data: r\nepochs: 1"), ("mf d", "data: r\nfactors: 1\nepochs: 1"),
      ("autorec e", "data: r\nhidden: [3]\nepochs: 1"), ("svd f", "data: r\nmissing: zero"),
      ("bpmf g", "data: r\nburn-in: 5\nsamples: 5"), ("similar", "model: a\nitem: 1"),
      ("similar s", "model: g\nitem: 1"))
    let run = try await runNotebooks([text])[0]
    #expect(run.isComplete && run.diagnostics.isEmpty, "\(run.diagnostics)")
  }

  @Test func equalRatingsLeaveNothingToExplain() async throws {
    let ratings = "user,item,rating\n" + (0..<30).map { "u\($0 % 5),i\($0 % 6),3\n" }.joined()
    let text = notebook(("load r", "path: r.csv"), ("als m", "epochs: 40"))
    let run = try await runNotebooks([text], files: ["r.csv": ratings])[0]
    #expect(try run.warnings("m") == ["vanished-factors"])
    #expect(
      try run.result("m").warnings[0].help
        == "all ratings are equal, so there is nothing to explain")
  }

  // MARK: What stands under the table

  @Test func saysHowItRanks() async throws {
    let text = notebook(
      ("load r", "path: rand.csv"), ("split s", "data: r\nvalidation: 0.1"),
      ("als m", "data: s\nepochs: 1"), ("evaluate e", "models: m"),
      ("evaluate few", "models: m\nmetrics: [precision@3]\nrelevant: 4.5\ndata: s.test"),
      ("evaluate errors", "models: m\nmetrics: [mse]"))
    let run = try await runNotebooks([text], files: ["rand.csv": Self.random.get()])[0]
    #expect(
      try run.notes("e") == """
        For each user, all items are ranked except those the user has rated in training or \
        validation. Items with equal predictions are taken in random order: the figures are expected \
        values.
        Relevant are test ratings of 4 and more, which 13 of the 20 users in the test have given; the \
        others are left out. NDCG@k divides by the gain of the ideal order; precision@k \
        divides by k; recall@k divides by the number of all relevant items.
        """)
    #expect(try run.notes("few").hasSuffix("are left out. Precision@k divides by k."))
    #expect(try run.notes("few").contains("Relevant are test ratings of 4.5 and more"))
    #expect(try run.notes("errors").isEmpty)
  }

  @Test func saysHowEqualRecommendationsAreOrdered() async throws {
    let ratings = "user,item,rating\n" + (0..<30).map { "u\($0 % 3),i\($0),3\n" }.joined()
    let text = notebook(
      ("load r", "path: r.csv"), ("als m", "data: r\nbiases: none\nregularization: 1e6"),
      ("recommend", "model: m\nuser: u0"), ("recommend all", "model: m\nuser: u0\ncount: 20"))
    let run = try await runNotebooks([text], files: ["r.csv": ratings])[0]
    #expect(try run.notes("recommend").contains("the order is that of their identifiers"))
    #expect(try run.notes("all").isEmpty)
  }
}
