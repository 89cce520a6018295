import Bounds
import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Reports
import Synchronization
import TestSupport
import Testing

/// Every parameter of every operation, at the ends of what it allows and beyond, on data that
/// hardly are any: what comes of it is a result that can be shown or a failure in words.
///
/// The cases are made from the operations' own declarations, so that a new parameter has its own.
@Suite struct ExtremeParameterTests {
  @Test(arguments: TinyData.all) func comesToAResultOrAFailureInWords(_ data: TinyData) async throws
  {
    try await withTemporaryDirectory { folder in
      for (name, content) in data.files {
        try Data(content.utf8).write(to: folder.appending(component: name))
      }
      let bench = try await Bench(data, folder: folder.path)
      #expect(bench.scope.results.count > 10)
      for operation in OperationRegistry.recommenders.all { await bench.tryOut(operation) }
    }
  }
}

/// Ratings so few that little can be said of them.
struct TinyData: Sendable, CustomTestStringConvertible {
  var number: Int
  var name: String
  var rows: String
  var testDescription: String { name }

  var files: [String: String] { ["ratings.csv": "user,item,rating,timestamp\n\(rows)\n"] }

  static let all = [
    TinyData(number: 0, name: "one rating", rows: "1,1,3,0"),
    TinyData(number: 1, name: "one user", rows: "1,1,3,0\n1,2,4,1\n1,3,5,2"),
    TinyData(number: 2, name: "one item", rows: "1,1,3,0\n2,1,4,1\n3,1,5,2"),
    TinyData(
      number: 3, name: "equal ratings",
      rows: (1...3).flatMap { user in (1...3).map { "\(user),\($0),4,\(user * $0)" } }
        .joined(separator: "\n")),
    TinyData(number: 4, name: "zeros", rows: "1,1,0,0\n1,2,0,0\n2,1,0,0\n2,2,0,0"),
    TinyData(
      number: 5, name: "some ratings",
      rows: "1,1,3,0\n1,2,4,1\n2,1,5,2\n2,3,1,3\n3,2,2,4\n3,3,4.5,5\n4,1,1,6\n4,4,2.5,7"),
  ]
}

// MARK: - Values

/// What is tried for a parameter, as a notebook would write it.
private enum Hostile {
  static let numbers = [
    "0", "1", "-1", "2", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
    "5e-324", "-5e-324", "1e-320", "1e300", "1.7976931348623157e308", "-1.7976931348623157e308",
    "1e999", ".nan", ".inf", "-.inf",
  ]
  static let others = [
    "~", "true", "''", "[]", "{}", "[[]]", "[~]", "{a: 1}", "[[1], [2, 3]]",
    String(repeating: "x", count: 20_000), "\"\\u0007\\u202E é 漢\"", "[\"a, b\", c]",
  ]

  static func values(for parameter: ParameterDeclaration) -> [String] {
    // The words of an enumeration stand in quotes, an example behind 'such as'.
    var words = parameter.expectation.matches(of: /'([^' ]+)'/).map { String($0.1) }
    // The others are fetched from the network.
    if parameter.name == "dataset" { words = ["planted"] }
    let ends = parameter.shape.ends + (parameter.fallback.map { [$0] } ?? [])
    var values = numbers + others + words + ends
    for end in ends + ["9223372036854775807", "65536", "1e300", words.first ?? "0"] {
      values += ["[\(end)]", "[\(end), \(end)]"]
    }
    values.append("[" + Array(repeating: "1", count: 50).joined(separator: ", ") + "]")
    for example in words + [parameter.expectation.components(separatedBy: "such as ").last ?? ""] {
      for place in example.ranges(of: /[0-9]+/) {
        for number in numbers {
          values.append(example.replacingCharacters(in: place, with: number))
        }
      }
    }
    return values
  }

  /// What a parameter that must be there has in the cases that are about another.
  static let samples = ["user": "1", "item": "1", "rows": "[[1, 2], [3, ~]]"]
  /// What keeps the work of the other cases small.
  static let small = [
    "epochs": "2", "hidden": "[3]", "factors": "2", "burn-in": "1", "samples": "2",
  ]
  static let planted = ["dataset": "planted", "users": "5", "items": "6", "ratings": "9"]
}

// MARK: - Trying

/// Results of every kind to call operations with.
private struct Bench {
  private(set) var scope = Scope()
  private let data: TinyData
  private let folder: String

  private static let before = """
    ```{load ratings}
    path: ratings.csv
    ```
    ```{split}
    data: ratings
    train: 0.5
    ```
    ```{matrix}
    rows: [[1, 2], [3, 4]]
    ```
    ```{als model}
    data: ratings
    factors: 2
    epochs: 2
    ```
    ```{als tested}
    data: split
    epochs: 1
    ```
    ```{svd}
    data: ratings
    missing: mean
    ```
    ```{pmf}
    data: ratings
    epochs: 2
    ```
    ```{bpmf}
    data: ratings
    factors: 2
    burn-in: 1
    samples: 3
    ```
    ```{ann}
    data: ratings
    factors: 2
    hidden: [3]
    epochs: 1
    ```
    ```{autorec}
    data: ratings
    hidden: [2]
    epochs: 1
    ```
    ```{evaluate}
    models: [model]
    data: ratings
    ```
    ```{show table}
    value: ratings
    ```
    ```{save}
    value: model
    path: model.npz
    ```
    """

  init(_ data: TinyData, folder: String) async throws {
    self.data = data
    self.folder = folder
    for cell in notebook(Self.before).cells {
      let operation = try OperationRegistry.recommenders.operation(of: cell)
      let (_, result) = await call(operation, cell)
      if let result { scope.define(result) }
    }
  }

  /// Calls an operation with each value of each of its parameters.
  func tryOut(_ operation: any NotebookOperation.Type) async {
    let parameters = operation.declarations
    var text = ""
    for parameter in [nil] + parameters.map(Optional.some) {
      let values = parameter.map { $0.isInput ? inputs : Hostile.values(for: $0) } ?? [""]
      // Every value is tried with some of the data, and all data with some of the values.
      for (index, value) in values.enumerated()
      where parameter == nil || index % TinyData.all.count == data.number {
        text += "```{\(operation.name)}\n"
        for other in parameters where other.name != parameter?.name {
          if let sample = sample(of: other, beside: parameter, for: operation) {
            text += "\(other.name): \(sample)\n"
          }
        }
        if let parameter { text += "\(parameter.name): \(value)\n" }
        text += "```\n\n"
      }
    }
    var runs: [CellRun] = []
    let notebook = notebook(text)
    for cell in notebook.cells {
      let (outcome, _) = await call(operation, cell)
      runs.append(
        CellRun(cell: cell, options: cell.options, settings: [], outcome: outcome, seconds: 0))
    }
    // What came out can be shown.
    let run = NotebookRun(notebook: notebook, seed: 1, parameters: [], cells: runs)
    let report = Report(run, version: "", typeset: TypesetNotebook(notebook, cache: nil))
    #expect(HTMLReport().text(of: report).hasSuffix("</html>\n"))
    #expect(JSONReport().text(of: report).hasSuffix("}\n"))
  }

  /// What comes of a cell, and the result that it makes if it does.
  private func call<Operation: NotebookOperation>(
    _ type: Operation.Type, _ cell: Cell
  ) async -> (CellRun.Outcome, ResultBinding?) {
    let what = "\(data.name): \(cell.source.prefix(200))"
    let bound: BoundOperation<Operation>
    do throws(Diagnostics) {
      guard cell.parameters != nil else { throw Diagnostics(cell.parameterProblems) }
      bound = try Operation.bind(cell, scope: scope)
      let context = CheckContext(cell: cell.operation.range, folder: folder)
      let problems = bound.operation.allProblems(in: context)
      guard problems.isEmpty else { throw Diagnostics(problems) }
    } catch {
      #expect(!error.all.isEmpty, "\(what)")
      for problem in error.all { expectWords(problem.message, what) }
      return (.skipped(because: "it is wrong"), nil)
    }
    let start = ContinuousClock.now
    let steps = Counter()
    let context = OperationContext(
      seed: 7, threads: 2, memory: 100_000_000, folder: folder, outputFolder: folder,
      report: { _ in
        // Long work is broken off, and hears it.
        if steps.next() == 40 { withUnsafeCurrentTask { $0?.cancel() } }
      })
    let result = await Task { try await bound.operation.run(in: context) }.result
    // Generous, for this runs beside all other tests.
    #expect(ContinuousClock.now - start < .seconds(900), "\(what)")
    switch result {
    case .success(let value):
      return (
        .finished(CellResult(of: value, in: cell)),
        ResultBinding(
          name: cell.result.text, shape: ResultShape(of: Operation.Result.self), value: value,
          definition: cell.result.range)
      )
    case .failure(let failure as OperationFailure):
      expectWords(failure.message, what)
      return (.failed(Diagnostic(failure.code, failure.message, at: cell.operation.range)), nil)
    case .failure(is CancellationError): return (.skipped(because: "it was interrupted"), nil)
    case .failure(let error):
      Issue.record("\(what): \(error)")
      return (.skipped(because: "it has no words"), nil)
    }
  }

  /// Whether a message is for a person: not the name of a case of an enumeration.
  private func expectWords(_ message: String, _ what: String) {
    #expect(
      message.contains(" ")
        && !message.prefix(200).contains(/[a-z][A-Z][a-z]+\(|Error|\.[a-z]+[A-Z]/),
      "\(message): \(what)")
  }

  // MARK: Cells

  /// The names of all results, and of none.
  private var inputs: [String] {
    scope.results.map(\.name) + ["split.train", "[model, tested]", "nothing", "''", "[]", "0"]
  }

  /// What another parameter is set to, so that the cell is about one alone, and takes little time.
  private func sample(
    of parameter: ParameterDeclaration, beside subject: ParameterDeclaration?,
    for operation: any NotebookOperation.Type
  ) -> String? {
    switch (parameter.filling, parameter.name) {
    case (.only, "data"): return operation.name == "svd" ? "matrix" : "ratings"
    case (.only, _): return "model"
    case (.all, _): return "[model]"
    case (nil, _): break
    }
    switch operation.name {
    case "load":
      // A file and what is made in place have parameters of their own.
      let isPlanted = subject.map { $0.help.contains("`planted`") && $0.name != "dataset" } ?? false
      let samples = isPlanted ? Hostile.planted : ["path": "ratings.csv"]
      return subject?.name == "dataset" ? nil : samples[parameter.name]
    case "restore", "save": return parameter.name == "path" ? "model.npz" : nil
    default:
      let name = parameter.name
      return Hostile.small[name] ?? (parameter.isRequired ? Hostile.samples[name] ?? "1" : nil)
    }
  }

  private func notebook(_ text: String) -> Notebook {
    var problems: [Diagnostic] = []
    return Notebook(reading: SourceFile(path: "extremes.md", text: text), problems: &problems)
  }
}

extension ParameterShape {
  /// The numbers at which the allowed values end, as a notebook would write them.
  fileprivate var ends: [String] {
    switch self {
    case .integer(let interval): [interval.lower, interval.upper].compactMap { $0?.number.yaml }
    case .real(let interval): [interval.lower, interval.upper].compactMap { $0?.number.yaml }
    case .list(let element, _): element.ends
    default: []
    }
  }
}

/// Counts what several threads do.
private final class Counter: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
