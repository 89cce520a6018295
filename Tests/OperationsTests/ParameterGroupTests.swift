import Bounds
import NotebookSyntax
import Testing

@testable import Operations

private enum Gait: String, CaseIterable, ParameterValue { case walk, run, roll }

private struct Stride: Settings {
  @Bounded(in: .above(0)) var rate: Double? = nil
  @Bounded(in: 0...) var height = 0.25
}

private struct Pace: ParameterGroup {
  @Parameter var steps: Int
  @Parameter("How to go.") var gait = Gait.walk
  @Parameter("How long a step is.", \Stride.$rate, by: "gait", ["walk": 0.5, "run": 1.5]) var rate
  @Parameter("How high to jump.", \Stride.$height, when: "gait", is: "run") var height: Double?
  @Parameters var end = Ending()

  init(over what: String) {
    _steps = Parameter(wrappedValue: 3, "How many steps to take over \(what).", in: 1...9)
  }

  func problems(in context: CheckContext) -> [Diagnostic] {
    guard steps == 7, let place = $steps else { return [] }
    return [Diagnostic(.outOfRange, "Seven steps are too many", at: place)]
  }
}

private struct Ending: ParameterGroup {
  @Parameter("When to stop.", in: 0...) var tolerance = 0.0
}

private struct Walk: NotebookOperation {
  static let name = "walk"
  static let summary = "Goes on."

  @Parameter("Where to.") var goal: String
  @Parameters var pace = Pace(over: "land")
  @Parameter("What to carry.") var load: [Int] = []

  func problems(in context: CheckContext) -> [Diagnostic] {
    goal == "nowhere" ? [Diagnostic(.outOfRange, "There is no way", at: context.cell)] : []
  }

  func run(in context: OperationContext) async throws -> Table { Table(goal, columns: []) }
}

@Suite struct ParameterGroupTests {
  @Test func areParametersOfTheCellInTheOrderOfDeclaration() {
    #expect(
      Walk.declarations.map(\.name) == [
        "goal", "steps", "gait", "rate", "height", "tolerance", "load",
      ])
    #expect(Walk.declarations[1].help == "How many steps to take over land.")
    #expect(Walk.declarations[1].fallback == "3")
  }

  @Test func areBoundLikeAnyOther() throws {
    let bound = try bind("goal: home\ntolerance: 1e-3\nsteps: 5")
    #expect(bound.operation.pace.steps == 5)
    #expect(bound.operation.pace.end.tolerance == 0.001)
    #expect(bound.operation.pace.rate == nil)
    #expect(
      bound.settings.map { "\($0.name): \($0.value)" }
        == ["goal: home", "steps: 5", "gait: walk", "tolerance: 0.001", "load: []"])
  }

  @Test func tellsAllMistakesAtTheirPlaces() throws {
    let problems = try mistakes("steps: 10\nrate: 0\ntolerence: 1\ntolerance: -1")
    #expect(
      problems == [
        "4:5: 'walk' needs 'goal'",
        "5:8: 'steps' must be a whole number, between 1 and 9",
        "6:7: 'rate' must be a number, above 0",
        "7:1: 'walk' has no parameter 'tolerence' (did you mean 'tolerance'?)",
        "8:12: 'tolerance' must be a number, at least 0",
      ])
  }

  @Test func saysWhatIsWrongWithTheWhole() throws {
    let bound = try bind("goal: nowhere\nsteps: 7")
    let context = CheckContext(cell: try cell("").operation.range, folder: ".")
    let problems = bound.operation.allProblems(in: context)
    #expect(problems.map(\.message) == ["Seven steps are too many", "There is no way"])
  }

  @Test func tellsWhatProseQuotes() throws {
    let facts = try bind("goal: home\nsteps: 5").parameters
    #expect(
      facts == [
        ParameterFact("goal", .text("home")), ParameterFact("steps", .integer(5)),
        ParameterFact("gait", .text("walk")), ParameterFact("rate", .real(0.5)),
        ParameterFact("height", nil, lack: "is left out"), ParameterFact("tolerance", .real(0)),
        ParameterFact("load", nil, lack: "is not a single value"),
      ])
  }

  @Test func dependOnOthersOfTheirGroup() throws {
    func value(_ name: String, _ body: String) throws -> ScalarValue? {
      try bind("goal: home\n\(body)").parameters.first { $0.name == name }?.value
    }
    #expect(try value("rate", "gait: run") == .real(1.5))
    #expect(try value("rate", "gait: run\nrate: 2") == .real(2))
    #expect(try value("rate", "gait: roll") == nil)
    #expect(try value("height", "gait: run") == .real(0.25))
    #expect(
      Walk.declarations.map(\.fallbackDescription) == [
        "required", "`3`", "`walk`", "`0.5` for `walk`, `1.5` for `run`", "`0.25` for `run`", "`0`",
        "`[]`",
      ])
    let bound = try bind("goal: home\ngait: roll\nheight: 1\nrate: 1")
    let context = CheckContext(cell: try cell("").operation.range, folder: ".")
    #expect(
      bound.operation.allProblems(in: context).map(\.message) == [
        "'rate' is for 'gait: walk' or 'gait: run'", "'height' is for 'gait: run'",
      ])
    #expect(bound.operation.pace.put(into: Stride()).height == 1)
    #expect(try bind("goal: home").operation.pace.put(into: Stride()).height == 0.25)
  }

  private func cell(_ body: String) throws -> Cell {
    var problems: [Diagnostic] = []
    let file = SourceFile(path: "n.md", text: "# A\n\n\n```{walk}\n\(body)\n```\n")
    return try #require(Notebook(reading: file, problems: &problems).cells.first)
  }

  private func bind(_ body: String) throws -> BoundOperation<Walk> {
    try Walk.bind(cell(body), scope: Scope())
  }

  private func mistakes(_ body: String) throws -> [String] {
    let cell = try cell(body)
    do throws(Diagnostics) {
      _ = try Walk.bind(cell, scope: Scope())
      return []
    } catch {
      return Diagnostics(error.all).all.map { problem in
        let help = problem.help.flatMap { $0.hasPrefix("did") ? " (\($0))" : nil } ?? ""
        return
          "\(problem.range.start.line):\(problem.range.start.column): \(problem.message)\(help)"
      }
    }
  }
}
