import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

/// What Keras computed from the same weights, step by step; see `Goldens/networks-keras.py`.
struct NetworkGoldenTests {
  private struct Golden: Decodable {
    var users: Int
    var items: Int
    var factors: Int
    var hidden: Int
    var userIndices: [Int]
    var itemIndices: [Int]
    var values: [Float]
    var mean: Float
    var batches: [[Int32]]
    var embeddings: [EmbeddingCase]
    var autoencoders: [AutoencoderCase]
    /// The largest difference of losses allowed, as a fraction.
    var tolerance: Double

    var data: TrainingData {
      TrainingData(
        train: ratingTable(
          users: users, items: items,
          values.indices.map { (userIndices[$0], itemIndices[$0], values[$0]) }))
    }
  }

  fileprivate struct EmbeddingCase: Decodable {
    var name: String
    var branches: String
    var activation: String
    var regularization: Double
    var batchNormalization: Bool
    var optimizer: OptimizerCase
    /// By the layer's name, in Keras' order.
    var weights: [String: [[Float]]]
    /// Before each step, with penalties.
    var losses: [Double]
    /// After all steps, of each user and item.
    var predictions: [Float]

    struct OptimizerCase: Decodable {
      var name: String
      var learningRate: Double
      var momentum: Double
    }
  }

  private struct AutoencoderCase: Decodable {
    var name: String
    var orientation: String
    var regularization: Double
    var weights: [String: [[Float]]]
    /// The rows of each batch, and what their cells are multiplied by.
    var rows: [[Int32]]
    var masks: [[Float]]
    var losses: [Double]
    var predictions: [Float]
  }

  private static let golden = Result {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(components: "Goldens", "networks-keras.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }

  private static let embeddingNames = (try? golden.get())?.embeddings.map(\.name) ?? []
  private static let autoencoderNames = (try? golden.get())?.autoencoders.map(\.name) ?? []

  @Test func thereAreGoldens() throws {
    let golden = try Self.golden.get()
    #expect(golden.embeddings.count >= 9 && golden.autoencoders.count >= 3)
    #expect(golden.batches.count == 20)
  }

  @Test(arguments: embeddingNames)
  func networksOnEmbeddingsStepAsInKeras(name: String) throws {
    let golden = try Self.golden.get()
    let expected = try #require(golden.embeddings.first { $0.name == name })
    let configuration = try expected.configuration(golden.factors, hidden: golden.hidden)
    var start = configuration.initialModel(size: golden.data.train.modelSize(factors: 3))
    start.mean = golden.mean
    try expected.setWeights(of: &start)

    var training = EmbeddingTraining(configuration, data: golden.data, from: start)
    var reference = ReferenceEmbeddingNetwork(configuration, golden.data.train, from: start)
    training.beginEpoch(steps: golden.batches.count)
    for (step, batch) in golden.batches.enumerated() {
      let penalty = reference.penalty
      let loss = expected.losses[step]
      #expect(isClose(reference.runStep(batch[...]), loss, golden.tolerance), "step \(step)")
      let error = training.runStep(batch[...]) / Double(batch.count)
      #expect(isClose(error + penalty, loss, golden.tolerance), "step \(step)")
    }
    training.endEpoch()
    for model in [training.model(), reference.model] {
      let predicted = (0..<golden.users).flatMap { model.predictions(user: $0) }
      #expect(isClose(predicted, expected.predictions.map { Double($0) }, 2e-3))
    }
  }

  @Test(arguments: autoencoderNames)
  func autoencodersStepAsInKeras(name: String) throws {
    let golden = try Self.golden.get()
    let expected = try #require(golden.autoencoders.first { $0.name == name })
    var configuration = AutoRec.Configuration()
    configuration.hidden = [golden.hidden]
    configuration.descent.regularization = expected.regularization
    configuration.orientation = try #require(AutoRec.Orientation(rawValue: expected.orientation))
    let columns = configuration.orientation == .user ? golden.items : golden.users
    var start = configuration.initialWeights(columns: columns)
    let (hidden, output) = (expected.weights["hidden"] ?? [], expected.weights["output"] ?? [])
    start.inputs.elements = hidden[0]
    start.inputBias.values.elements = hidden[1]
    for unit in 0..<golden.hidden {
      for column in 0..<columns { start.outputs[column, unit] = output[0][unit * columns + column] }
    }
    start.outputBiases = output[1]

    var training = AutoRecTraining(
      configuration, data: golden.data, mean: golden.mean, from: start)
    var reference = ReferenceAutoRec(
      configuration, golden.data.train, mean: golden.mean, from: start)
    let matrix = golden.data.train.matrix(
      rows: configuration.orientation.rows, subtracting: golden.mean)
    training.beginEpoch(steps: expected.rows.count)
    for (step, rows) in expected.rows.enumerated() {
      var inputs = matrix.values
      for (number, row) in rows.enumerated() {
        for position in matrix.positions(ofRow: Int(row)) {
          let column = Int(matrix.columnIndices[position])
          inputs[position] *= expected.masks[step][number * columns + column]
        }
      }
      training.setInputs(inputs)
      reference.inputValues = inputs
      let penalty = reference.layers.penalty
      let loss = expected.losses[step]
      #expect(isClose(reference.runStep(rows[...]), loss, golden.tolerance), "step \(step)")
      let count = rows.reduce(0) { $0 + matrix.positions(ofRow: Int($1)).count }
      let error = training.runStep(rows[...]) / Double(count)
      #expect(isClose(error + penalty, loss, golden.tolerance), "step \(step)")
    }
    training.endEpoch()
    let model = training.model()
    let predicted = (0..<golden.users).flatMap { model.predictions(user: $0) }
    #expect(isClose(predicted, expected.predictions.map { Double($0) }, 2e-3))
  }
}

extension NetworkGoldenTests.EmbeddingCase {
  fileprivate func configuration(
    _ factors: Int, hidden: Int
  ) throws -> EmbeddingNetwork.Configuration {
    var configuration = EmbeddingNetwork.Configuration()
    configuration.factors = factors
    configuration.hidden = [hidden]
    configuration.branches = try #require(EmbeddingNetwork.Branches(rawValue: branches))
    configuration.activation = try #require(Activation.Function(rawValue: activation))
    configuration.batchNormalization = batchNormalization
    configuration.descent.regularization = regularization
    configuration.descent.optimizer =
      optimizer.name == "adam"
      ? .adam(learningRate: optimizer.learningRate)
      : .sgd(learningRate: optimizer.learningRate, momentum: optimizer.momentum)
    return configuration
  }

  fileprivate func setWeights(of model: inout EmbeddingModel) throws {
    model.userFactors.elements = try #require(weights["users"]?[0])
    model.itemFactors.elements = try #require(weights["items"]?[0])
    if model.branches.haveProduct {
      model.userBiases = try #require(weights["userBiases"]?[0])
      model.itemBiases = try #require(weights["itemBiases"]?[0])
    }
    // Of a normalization, Keras' moving averages follow its weights.
    var all = (weights["hidden"] ?? []) + (weights["normalization"]?.prefix(2) ?? [])
    all += weights["output"] ?? []
    var used = 0
    model.network.forEachWeights { weights in
      weights.values.elements = all[used]
      used += 1
    }
    #expect(used == all.count)
  }
}
