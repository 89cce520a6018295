import LinearAlgebra
import Testing

@testable import Recommenders

/// What doesn't fit is refused before anything is allocated for it.
@Suite struct MemoryNeedTests {
  private static let data = TrainingData(
    train: RatingTable(
      users: Identities(.numbers([1, 2])), items: Identities(.numbers([1, 2, 3])),
      userIndices: [0, 0, 1], itemIndices: [0, 1, 2], values: [3, 4, 5],
      source: RatingSource(name: "three ratings")))

  /// Trains with so little memory that there isn't enough, and with so much that there is.
  private func expectBound(_ train: (_ memory: Int) throws -> Void) throws {
    #expect(throws: MemoryShortage.self) { try train(1000) }
    try train(1 << 30)
  }

  @Test func isSaidOfEveryTraining() throws {
    try expectBound {
      var als = ALS.Configuration()
      (als.epochs, als.threads, als.memory) = (1, 1, $0)
      _ = try ALS(als).train(on: Self.data)
    }
    try expectBound {
      var pmf = PMF.Configuration()
      (pmf.epochs, pmf.threads, pmf.memory) = (1, 1, $0)
      _ = try PMF(pmf).train(on: Self.data)
    }
    try expectBound {
      var bpmf = BPMF.Configuration()
      (bpmf.burnIn, bpmf.samples, bpmf.threads, bpmf.memory) = (1, 1, 1, $0)
      _ = try BPMF(bpmf).train(on: Self.data)
    }
    try expectBound {
      var network = EmbeddingNetwork.Configuration()
      (network.branches, network.hidden) = (.both, [4])
      (network.descent.epochs, network.descent.threads, network.descent.memory) = (1, 1, $0)
      _ = try EmbeddingNetwork(network).train(on: Self.data)
    }
    try expectBound {
      var autoencoder = AutoRec.Configuration()
      autoencoder.hidden = [4]
      (autoencoder.descent.epochs, autoencoder.descent.threads) = (1, 1)
      autoencoder.descent.memory = $0
      _ = try AutoRec(autoencoder).train(on: Self.data)
    }
    for method in [SVD.Method.eigen, .lanczos] {
      try expectBound {
        var svd = SVD.Configuration()
        (svd.missing, svd.method, svd.memory) = (.zero, method, $0)
        _ = try SVD(svd).factor(Self.data.train)
      }
    }
    try expectBound {
      var planted = PlantedRatings.Configuration()
      (planted.users, planted.items, planted.ratings, planted.memory) = (3, 4, 5, $0)
      do {
        _ = try PlantedRatings(planted)
      } catch PlantedRatingsError.tooLarge(let shortage) {
        throw shortage
      }
    }
  }

  @Test func countsWhatALargeNetworkTakes() throws {
    var configuration = EmbeddingNetwork.Configuration()
    configuration.branches = .deep
    configuration.hidden = [65536, 65536]
    // 2³² weights, with their gradient and a moment.
    let need = configuration.memoryNeed(
      FactorModelSize(users: 2, items: 3, factors: 10), Self.data)
    #expect(need > 12 * 4_294_967_296)
    configuration.descent.memory = 40_000_000_000
    #expect(throws: MemoryShortage.self) {
      try EmbeddingNetwork(configuration).train(on: Self.data)
    }
  }

  @Test(arguments: [
    (Int(Int32.max), 1, 1), (1, 100_000_000, 1), (100_000, 100_000, 1_000_000_000),
  ])
  func countsWhatPlantedRatingsTake(_ users: Int, _ items: Int, _ ratings: Int) {
    var configuration = PlantedRatings.Configuration()
    (configuration.users, configuration.items, configuration.ratings) = (users, items, ratings)
    configuration.memory = 8_000_000_000
    #expect {
      try configuration.check()
    } throws: {
      if case .tooLarge = $0 as? PlantedRatingsError { true } else { false }
    }
  }
}
