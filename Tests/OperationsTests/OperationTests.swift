import NotebookSyntax
import Operations
import TestSupport
import Testing

/// Any result at all.
struct AnyResult: InputValue {
  static let typeDescription = "a result"
  var value: any Presentable

  static func accepts(_ type: any Presentable.Type) -> Bool { true }
  init(_ result: any Presentable) { value = result }
}

struct Sample: NotebookOperation {
  static let name = "sample"
  static let summary = "Has a parameter of every kind."
  enum Color: String, CaseIterable, ParameterValue {
    case red
    case darkBlue = "dark-blue"
  }

  @Parameter("A required text.") var title: String
  @Parameter("A bounded whole number.", in: 1...512) var factors = 10
  @Parameter("A number without an upper bound.", in: 0...) var learningRate = 0.25
  @Parameter("A switch.") var isOn = true
  @Parameter("A word of a few.") var color = Color.darkBlue
  @Parameter("A list.") var hidden = [400, 20]
  @Parameter("A number that may be left out.", in: 1...) var limit: Int? = nil
  @Parameter("A seed that may be left out.") var seed: UInt64? = nil
  @Input("A result that has to be there.") var data: Table
  @Input("A result that may be left out.") var start: Table? = nil
  @Input("Any result.") var value: AnyResult

  func run(in context: OperationContext) async throws -> Table { data }
}

@Suite struct OperationTests {
  @Test func describesItselfFromItsDeclarations() throws {
    try expectSnapshot(OperationRegistry([Sample.self]).reference, named: "reference.md")
  }

  @Test func bindsDefaultsAndWhatIsWritten() throws {
    let operation = try bind("title: T\ndata: t\nvalue: t\nlearning-rate: 1e-3\nlimit: 7")
    #expect(operation.operation.factors == 10)
    #expect(operation.operation.learningRate == 0.001)
    #expect(operation.operation.limit == 7)
    #expect(operation.operation.start == nil)
    #expect(operation.dependencies == ["t", "t"])
    #expect(
      operation.settings.map { "\($0.name): \($0.value)" } == [
        "title: T", "factors: 10", "learning-rate: 0.001", "is-on: true", "color: dark-blue",
        "hidden: [400, 20]", "limit: 7", "data: t", "value: t",
      ])
  }

  @Test(arguments: [
    ("1e3", 1000), ("+5", 5), ("007", 7), ("2.0", 2),
  ]) func readsWholeNumbers(_ text: String, _ number: Int) {
    #expect((try? Int(yaml: .plain(text))) == number)
  }

  @Test(arguments: ["", "1.5", "1e400", "9223372036854775808", "0x10", "1_000", "ten", "inf"])
  func refusesWhatIsNoWholeNumber(_ text: String) {
    #expect(throws: Mismatch.self) { try Int(yaml: .plain(text)) }
  }

  @Test(arguments: ["", ".", "nan", "inf", "1e400", "0x1p3", "1,5", "--1"])
  func refusesWhatIsNoNumber(_ text: String) {
    #expect(throws: Mismatch.self) { try Double(yaml: .plain(text)) }
  }

  @Test(arguments: [("yes", true), ("On", true), ("FALSE", false), ("off", false)])
  func readsTruthValues(_ text: String, _ value: Bool) {
    #expect((try? Bool(yaml: .plain(text))) == value)
  }

  @Test func writesNumbersAsANotebookWould() {
    #expect(20.0.yaml == "20")
    #expect(0.5.yaml == "0.5")
    #expect(1e-7.yaml == "1e-07")
    #expect((-3.0).yaml == "-3")
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("als", "las", 1), ("split", "splti", 1), ("factors", "factor", 1),
    ("kitten", "sitting", 3),
  ]) func suggestsByDistance(_ first: String, _ second: String, _ distance: Int) {
    let isNear = distance <= max(1, first.count / 3)
    let text = suggestion(for: first, among: [second]) ?? ""
    #expect(text.hasPrefix("did you mean") == isNear)
  }

  @Test(.timeLimit(.minutes(1))) func suggestsNothingForALongText() {
    let first = String(repeating: "a", count: 100_000)
    let second = String(repeating: "b", count: 100_000)
    #expect(suggestion(for: first, among: [second]) == "there is '\(second)'")
  }

  @Test func leavesNoSnapshotBehind() throws { try expectNoUnusedSnapshots() }

  private func bind(_ body: String) throws -> BoundOperation<Sample> {
    var problems: [Diagnostic] = []
    let file = SourceFile(path: "n.md", text: "```{table t}\n```\n\n```{sample}\n\(body)\n```\n")
    let cells = Notebook(reading: file, problems: &problems).cells
    try #require(problems.isEmpty)
    let table = Table("T", columns: [])
    let binding = ResultBinding(
      name: "t", shape: ResultShape(of: Table.self), value: table, definition: cells[0].result.range
    )
    var scope = Scope()
    scope.define(binding)
    return try Sample.bind(cells[1], scope: scope)
  }
}

extension YAMLNode {
  fileprivate static func plain(_ text: String) -> YAMLNode {
    let range = SourceRange(0..<0, in: SourceFile(path: "", text: ""))
    return YAMLNode(.scalar(text, isQuoted: false), range: range)
  }
}
