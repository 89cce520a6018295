import NotebookSyntax
import Operations
import RecommenderOperations
import Recommenders

extension OperationRegistry {
  /// The operations of this package.
  public static let biases: OperationRegistry = [BiasesOperation.self]
}

struct BiasesOperation: NotebookOperation {
  static let name = "biases"
  static let summary = "Predicts ratings from the mean and the biases of users and items."

  @Input("What to train on and to test with.") var data: RatingSplit
  @Parameter("How many ratings equal to the mean to add to each user and item.", in: 0.1...1000)
  var damping = 10.0
  @Parameter("How many times to fit the users and the items in turn.", in: 1...100)
  var sweeps = 5

  func run(in context: OperationContext) async throws -> Biases {
    guard data.test.count > 0 else {
      throw OperationFailure(
        .cellFailed, "There are no test ratings", help: "give 'split' a smaller 'train'",
        parameter: "data")
    }
    var biases = Biases(of: data.train)
    biases.testErrors = [biases.error(on: data.test)]
    for sweep in 1...sweeps {
      biases.fit(to: data.train, damping: damping)
      let error = biases.error(on: data.test)
      biases.testErrors.append(error)
      let message = "test RMSE \(ScalarValue.real(error).formatted(.fixed(4)))"
      try context.checkpoint(Checkpoint("sweep", sweep, of: sweeps, message))
    }
    return biases
  }
}

extension Biases: Presentable {
  static let typeDescription = "biases"
  static let namedOutputs: [NamedOutput] = [.plot("errors"), .table("items")]
  static let resultValues: [ResultValue<Self>] = [
    .real("mean") { $0.mean },
    .real("test.rmse") { $0.testErrors.last },
  ]

  var outputs: [Output] {
    let sweeps = testErrors.indices.map(Double.init)
    let best = items.indices.sorted { items[$0] > items[$1] }.prefix(10)
    return [
      .plot(
        "errors",
        Plot(
          "Test error by sweep", x: Plot.Axis("sweep"), y: Plot.Axis("RMSE"),
          lines: [Plot.Line("test", x: sweeps, y: testErrors)])),
      .table(
        "items",
        Table(
          "The best-liked items",
          columns: [
            Table.Column("item", .text(best.map(itemNames.name(of:)))),
            Table.Column("bias", .real(best.map { items[$0] }, fractionDigits: 3)),
          ], omittedRows: items.count - best.count)),
    ]
  }
}
