import Glibc
import NotebookSyntax
import Operations

// Operations that are small enough to see through, and use every kind of parameter.

struct Numbers: Presentable {
  static let typeDescription = "numbers"
  static let namedOutputs: [NamedOutput] = [.table("numbers")]
  static let resultValues: [ResultValue<Self>] = [
    .integer("count") { $0.all.count },
    .real("mean") { $0.all.isEmpty ? nil : Double($0.all.reduce(0, +)) / Double($0.all.count) },
    .text("kind") { $0.kind },
    .text("seed") { String($0.seed) },
    .real("share.90") { 0.9 * Double($0.all.count) },
    .integer("top@2") { $0.all.suffix(2).reduce(0, +) },
  ]
  static let resultMembers: [ResultMember<Self>] = [
    .member("odd") { Numbers(all: $0.all.filter { $0 % 2 == 1 }, kind: "odd") }
  ]

  var all: [Int]
  var kind: String
  var seed: UInt64 = 0
  var outputs: [Output] {
    [.table("numbers", Table("Numbers", columns: [.init("n", .integer(all))]))]
  }
  var series: [Series] { [Series("n", all.map(Double.init))] }
  var warnings: [ResultWarning] {
    guard all.isEmpty else { return [] }
    return [
      ResultWarning(
        .outOfRange, "There are no numbers", details: ["none at all"], help: "make some",
        parameter: "count")
    ]
  }
}

struct Phrase: Presentable {
  static let typeDescription = "a phrase"
  var text: String
  var outputs: [Output] { [.text(text)] }
}

struct MakeNumbers: NotebookOperation {
  static let name = "numbers"
  static let summary = "Makes whole numbers."
  enum Kind: String, CaseIterable, ParameterValue { case count, square, cube }

  @Parameter("How many numbers to make.", in: 0...100) var count = 3
  @Parameter("Which power of them.") var kind = Kind.count
  @Parameter("What to multiply them with.", in: 0...) var scaleFactor = 1.0
  @Parameter("Numbers to leave out.") var without: [Int] = []
  @Parameter("Whether to go down instead of up.") var reversed = false
  @Parameter("The largest number.", in: 1...) var limit: Int? = nil

  func problems(in context: CheckContext) -> [Diagnostic] {
    guard kind == .cube, count > 50 else { return [] }
    return [
      Diagnostic(
        .outOfRange, "More than 50 cubes are too many", at: $count ?? context.cell)
    ]
  }

  var resultShape: ResultShape {
    var shape = ResultShape(of: Numbers.self)
    if count == 0 { shape.remove("mean", "odd.mean", because: "'count' is 0") }
    return shape
  }

  func run(in context: OperationContext) async throws -> Numbers {
    let power = [Kind.count: 1, .square: 2, .cube: 3][kind] ?? 1
    var all: [Int] = []
    for n in 0..<count {
      try context.checkpoint(Checkpoint("number", n + 1, of: count))
      let value = (0..<power).reduce(1) { product, _ in product * (n + 1) }
      guard value <= limit ?? .max else {
        throw OperationFailure(
          .cellFailed, "\(value) is larger than the limit", details: ["a detail"],
          help: "raise the limit to \(value)", parameter: "limit")
      }
      all.append(Int(Double(value) * scaleFactor))
    }
    all.removeAll(where: without.contains)
    return Numbers(all: reversed ? all.reversed() : all, kind: kind.rawValue, seed: context.seed)
  }
}

struct Describe: NotebookOperation {
  static let name = "describe"
  static let summary = "Says what numbers there are."

  @Input("The numbers to describe.") var numbers: Numbers
  @Parameter("What to call them.") var title: String
  @Input("A phrase to begin with.") var opening: Phrase? = nil

  func run(in context: OperationContext) async throws -> Phrase {
    Phrase(text: "\(opening.map { $0.text + " " } ?? "")\(title): \(numbers.all.count)")
  }
}

struct Interrupt: NotebookOperation {
  static let name = "interrupt"
  static let summary = "Behaves as if the run was cancelled."
  func run(in context: OperationContext) async throws -> Phrase { throw CancellationError() }
}

struct Deaf: NotebookOperation {
  static let name = "deaf"
  static let summary = "Takes an hour in which it hears nothing, as a library may."
  func run(in context: OperationContext) async throws -> Phrase {
    sleep(3600)
    return Phrase(text: "done")
  }
}

let operations = OperationRegistry([MakeNumbers.self, Describe.self, Interrupt.self, Deaf.self])
