import LinearAlgebra
import Recommenders
import Testing

/// What every model promises, whatever it is and however it learns.
///
/// A new model joins by a line in `models`.
struct ModelContractTests {
  /// A way to train a model.
  struct Model: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Trains on some data, with a seed and a number of threads, and gives a model that
    /// predicts.
    var train: @Sendable (TrainingData, UInt64, Int) throws -> any RatingModel
    /// How far from the mean rating an unknown user's rating of an unknown item may be: a model
    /// may know better what to expect of users and items at large.
    var distanceFromMean: Float = 0
  }

  static let models =
    ALS.Biases.allCases.map { biases in
      Model(testDescription: "ALS, biases \(biases)") { data, seed, threads in
        var configuration = ALS.Configuration()
        configuration.factors = 5
        configuration.regularization = 3
        configuration.biases = biases
        configuration.seed = seed
        configuration.threads = threads
        return try ALS(configuration).train(on: data).model
      }
    }
    + PMF.Estimate.allCases.map { estimate in
      Model(testDescription: "PMF, \(estimate.rawValue)") { data, seed, threads in
        var configuration = PMF.Configuration()
        configuration.factors = 5
        configuration.epochs = 60
        configuration.estimate = estimate
        configuration.noise = 0.2
        configuration.prior = 15
        configuration.seed = seed
        configuration.threads = threads
        return try PMF(configuration).train(on: data).model
      }
    }
    + [true, false].map { biases in
      Model(
        testDescription: "BPMF, biases \(biases)",
        train: { data, seed, threads in
          var configuration = BPMF.Configuration()
          configuration.factors = 5
          configuration.burnIn = 10
          configuration.samples = 15
          configuration.biases = biases
          configuration.seed = seed
          configuration.threads = threads
          return try BPMF(configuration).train(on: data).model
        }, distanceFromMean: 0.5)
    }
    + EmbeddingNetwork.Branches.allCases.map { branches in
      Model(testDescription: "embeddings, \(branches)") { data, seed, threads in
        var configuration = EmbeddingNetwork.Configuration()
        configuration.descent.batch = 32
        configuration.descent.seed = seed
        configuration.descent.threads = threads
        configuration.factors = 5
        configuration.branches = branches
        configuration.hidden = [20]
        return try EmbeddingNetwork(configuration).train(on: data).model
      }
    }
    + AutoRec.Orientation.allCases.map { orientation in
      Model(testDescription: "autoencoder of each \(orientation)") { data, seed, threads in
        var configuration = AutoRec.Configuration()
        configuration.descent.batch = 8
        configuration.descent.epochs = 12
        configuration.descent.seed = seed
        configuration.descent.threads = threads
        configuration.orientation = orientation
        configuration.hidden = [20]
        configuration.dropout = 0.3
        return try AutoRec(configuration).train(on: data).model
      }
    }

  /// Models in which equal rows go through products of matrices.
  private static let ofProducts =
    [EmbeddingNetwork.Branches.deep, .both].map { branches in
      Model(testDescription: "deep embeddings, \(branches)") { data, seed, threads in
        var configuration = EmbeddingNetwork.Configuration()
        configuration.branches = branches
        configuration.hidden = [17, 9]
        configuration.descent.epochs = 1
        return try EmbeddingNetwork(configuration).train(on: data).model
      }
    }
    + AutoRec.Orientation.allCases.map { orientation in
      Model(testDescription: "deep autoencoder of each \(orientation)") { data, seed, threads in
        var configuration = AutoRec.Configuration()
        configuration.orientation = orientation
        configuration.hidden = [17, 9, 13]
        configuration.descent.epochs = 1
        return try AutoRec(configuration).train(on: data).model
      }
    }
    + [(SVD.Missing.zero, SVD.Centering.none), (.itemMean, .item), (.mean, .user)].flatMap {
      missing, center in
      [SVD.Method.eigen, .lanczos].map { method in
        Model(testDescription: "SVD, \(missing), \(center), \(method)") { data, seed, threads in
          var configuration = SVD.Configuration()
          configuration.factors = 3
          configuration.missing = missing
          configuration.center = center
          configuration.method = method
          return try SVD(configuration).factor(data.train)
        }
      }
    }

  /// Planted ratings, with a last user and a last item that nobody knows.
  private static let split = Result {
    var configuration = PlantedRatings.Configuration()
    configuration.users = 120
    configuration.items = 80
    configuration.ratings = 4000
    var table = try PlantedRatings(configuration).table
    table.users = Identities(.numbers(Array(1...121)))
    table.items = Identities(.numbers(Array(1...81)))
    return try RatingSplit(of: table)
  }

  /// The predictions for every user and item.
  private func predictions(_ model: any RatingModel) -> [UInt32] {
    (0..<121).flatMap { user in
      (0..<81).map { model.prediction(user: user, item: $0).bitPattern }
    }
  }

  @Test(arguments: models)
  func predictsPlantedRatingsBetterThanTheirMean(model: Model) throws {
    let split = try Self.split.get()
    let trained = try model.train(TrainingData(split), 1, 1)
    let mean = try #require(split.train.mean)
    var (error, errorOfMean) = (0.0, 0.0)
    for n in 0..<split.test.count {
      let rating = Double(split.test.values[n])
      let predicted = trained.prediction(
        user: Int(split.test.userIndices[n]), item: Int(split.test.itemIndices[n]))
      error += (rating - Double(predicted)) * (rating - Double(predicted))
      errorOfMean += (rating - mean) * (rating - mean)
    }
    #expect(error < 0.6 * errorOfMean)
  }

  @Test(arguments: models)
  func theSameSeedGivesTheSameBitsOnAnyNumberOfThreads(model: Model) throws {
    let data = TrainingData(try Self.split.get())
    let expected = predictions(try model.train(data, 1, 1))
    for threads in 1...3 {
      #expect(predictions(try model.train(data, 1, threads)) == expected, "\(threads) threads")
    }
    #expect(predictions(try model.train(data, 2, 1)) != expected)
  }

  @Test(arguments: models)
  func unknownUsersAndItemsArePredictedFromTheRest(model: Model) throws {
    let split = try Self.split.get()
    let trained = try model.train(TrainingData(split), 1, 1)
    let mean = Float(try #require(split.train.mean))
    #expect(abs(trained.prediction(user: 120, item: 80) - mean) <= model.distanceFromMean)
    for index in 0..<80 {
      #expect(trained.prediction(user: index, item: 80).isFinite)
      #expect(trained.prediction(user: 120, item: index).isFinite)
    }
  }

  /// Items of which nothing is known have equal predictions to the last bit, wherever they stand:
  /// or else a ranking would depend on their numbers.
  @Test(arguments: models + ofProducts)
  func itemsWithoutRatingsTie(model: Model) throws {
    let ratings = randomRatings(seed: 3, users: 9, items: 12, count: 60)
    var table = ratings
    table.items = Identities(.numbers(Array(0..<59)))
    let places = (0..<12).map { Int32($0 * 5 % 59) }
    table.itemIndices = ratings.itemIndices.map { places[Int($0)] }
    let trained = try model.train(TrainingData(train: table), 1, 1)
    guard model.distanceFromMean == 0 else { return }  // A sampler draws each from its prior.
    let unrated = Set(0..<59).subtracting(places.map { Int($0) }).sorted()
    for user in 0..<9 {
      let predictions = trained.predictions(user: user)
      #expect(Set(unrated.map { predictions[$0].bitPattern }).count == 1)
      let difference = predictions[unrated[0]] - trained.unseen.forUsers[user]
      #expect(trained is SVDModel ? abs(difference) < 1e-5 : difference == 0)
    }
  }

  /// Users and items that are not in the table at all are as those that nobody knows.
  @Test(arguments: models)
  func whatIsNotInTheTableIsAsWhatHasNoRating(model: Model) throws {
    let split = try Self.split.get()
    let trained = try model.train(TrainingData(split), 1, 1)
    let unseen = trained.unseen
    #expect(unseen.ofItems.count == 81 && unseen.forUsers.count == 121)
    // Of a sampled model, what has no rating is a matter of chance.
    let distance = max(1e-5, 3 * model.distanceFromMean)
    for index in 0..<81 {
      let inTable = trained.prediction(user: 120, item: index)
      #expect(abs(unseen.ofItems[index] - inTable) <= distance)
    }
    for index in 0..<121 {
      let inTable = trained.prediction(user: index, item: 80)
      #expect(abs(unseen.forUsers[index] - inTable) <= distance)
    }
    #expect(abs(unseen.ofBoth - trained.prediction(user: 120, item: 80)) <= distance)
  }
}
