import LinearAlgebra
import NotebookSyntax
import Operations
import Recommenders

/// `factors`: what the latent factors may mean.
struct FactorsOperation: NotebookOperation {
  static let name = "factors"
  static let summary =
    "Lists the items with the largest and the smallest value of each latent factor."

  @Input("The model, which must have factors.") var model: AnyFactorizedModel
  @Parameter("Which factors to show, numbered from 1; by default the first five.", in: 1...)
  var which: [Int]? = nil
  @Parameter("How many items to list at each end.", in: 1...1000) var count = 10
  @Parameters var listing = ListingParameters()

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    let place = $which ?? context.cell
    if let count = _model.shape?.counts["factors"], let beyond = which?.first(where: { $0 > count })
    {
      let failure = OperationFailure(noFactor: beyond, of: count)
      return [Diagnostic(failure.code, failure.message, at: place)]
    }
    return []
  }

  static var shapeOfAll: ResultShape {
    ResultShape(of: Answer.self, showing: Self.outputs(of: Array(1...mostByDefault)))
  }

  var resultShape: ResultShape {
    let count = _model.shape?.counts["factors"] ?? Self.mostByDefault
    return ResultShape(of: Answer.self, showing: Self.outputs(of: shown(ofFactors: count)))
  }

  /// So many factors are shown unless something else is asked for.
  private static let mostByDefault = 5

  private func shown(ofFactors count: Int) -> [Int] {
    which ?? Array(1...max(1, min(Self.mostByDefault, count)))
  }

  private static func outputs(of factors: [Int]) -> [NamedOutput] {
    factors.map { .table("factor-\($0)") }
  }

  func run(in context: OperationContext) async throws -> Answer {
    let (factors, model) = (model.model.itemFactors, model.trained)
    let which = shown(ofFactors: factors.columnCount)
    if let beyond = which.first(where: { $0 > factors.columnCount }) {
      throw OperationFailure(noFactor: beyond, of: factors.columnCount)
    }
    try model.requireFactors()
    let candidates = try (0..<factors.rowCount).filter(
      listing.candidates(of: model))
    return Answer(
      outputs: which.map { number in
        let order = candidates.sorted {
          (factors[$1, number - 1], $0) < (factors[$0, number - 1], $1)
        }
        let (ends, isCut) = ends(of: order)
        let names = ends.map(model.items.name(of:))
        let values = ends.map { Double(factors[$0, number - 1]) }
        let gap = isCut ? [count] : []
        return .table(
          "factor-\(number)",
          Table(
            "Items with the largest and the smallest value of factor \(number)",
            columns: [
              .init("item", .text(names.inserting("…", at: gap))),
              .init("value", .real(values.inserting(.nan, at: gap), fractionDigits: 3)),
            ]))
      })
  }

  /// The items at both ends of an order, and whether there are others between them.
  private func ends(of order: [Int]) -> (items: [Int], isCut: Bool) {
    guard order.count > 2 * count else { return (order, false) }
    return (Array(order.prefix(count) + order.suffix(count)), true)
  }
}

extension OperationFailure {
  fileprivate init(noFactor number: Int, of count: Int) {
    self.init(
      .outOfRange, "The model has \(counted(count, "factor")), and none with the number \(number)",
      parameter: "which")
  }
}

extension Array {
  /// The elements with one more at some positions, given in descending order.
  fileprivate func inserting(_ element: Element, at positions: [Int]) -> [Element] {
    var copy = self
    for position in positions { copy.insert(element, at: position) }
    return copy
  }
}
