import NotebookSyntax
import Operations
import Recommenders
import Testing

@testable import RecommenderOperations

/// Datasets come from the store that a registry is given.
@Suite struct DatasetTests {
  private var operations: OperationRegistry {
    var small = GeneratedDataset.planted
    small.name = "small"
    (small.configuration.users, small.configuration.items) = (12, 10)
    small.configuration.ratings = 60
    return .recommenders.with(
      DatasetStore(catalogue: DatasetCatalogue([.generated(small)]), directory: nil))
  }

  @Test(arguments: [("dataset: small", 60), ("dataset: small\nlimit: 7", 7)])
  func aRegistryHasAStoreOfItsOwn(parameters: String, ratings: Int) async throws {
    let run = try await runNotebooks([notebook(("load", parameters))], operations: operations)[0]
    #expect(try run.value("load", "ratings") == .integer(ratings))
  }

  @Test func othersAreNotThere() async throws {
    do {
      _ = try await runNotebooks([notebook(("load", "dataset: planted"))], operations: operations)
      Issue.record("'planted' was found")
    } catch let found as Diagnostics {
      #expect(found.all.map(\.message) == ["'dataset' must be 'small'"])
      #expect(found.all[0].range.start.line == 2)
    }
    #expect(OperationRegistry.recommenders.datasets.catalogue["planted"] != nil)
  }
}
