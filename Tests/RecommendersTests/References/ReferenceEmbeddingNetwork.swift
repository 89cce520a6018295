import LinearAlgebra

@testable import Recommenders

/// A training of an embedding network by plain layers: all weights move at every step.
///
/// What `EmbeddingTraining` is compared with.
struct ReferenceEmbeddingNetwork {
  private let descent: GradientDescent
  private let branches: EmbeddingNetwork.Branches
  private let train: RatingTable
  private let mean: Float
  private var userFactors: Embedding
  private var itemFactors: Embedding
  private var userBiases: Embedding
  private var itemBiases: Embedding
  private var network: LayerSequence
  private var dot = Dot()
  private var concatenate = Concatenate()
  private let add = Add()
  private var step = 0

  init(
    _ configuration: EmbeddingNetwork.Configuration, _ train: RatingTable,
    from start: EmbeddingModel
  ) {
    descent = configuration.descent
    branches = configuration.branches
    self.train = train
    mean = start.mean
    network = start.network
    func embedding(_ values: Matrix<Float>) -> Embedding {
      Embedding(
        Weights(values, regularization: configuration.descent.regularization))
    }
    userFactors = embedding(start.userFactors)
    itemFactors = embedding(start.itemFactors)
    userBiases = embedding(
      Matrix(
        rowCount: start.userBiases.count, columnCount: 1, elements: start.userBiases))
    itemBiases = embedding(
      Matrix(
        rowCount: start.itemBiases.count, columnCount: 1, elements: start.itemBiases))
  }

  /// Finds the gradients for the ratings at some positions.
  ///
  /// - Returns: the loss without penalties.
  mutating func findGradients(_ positions: ArraySlice<Int32>) -> MeanSquaredError {
    let users = positions.map { train.userIndices[Int($0)] }
    let items = positions.map { train.itemIndices[Int($0)] }
    let targets = Matrix(
      rowCount: positions.count, columnCount: 1,
      elements: positions.map { train.values[Int($0)] - mean })
    let w = userFactors.forward(users)
    let u = itemFactors.forward(items)
    var terms: [Matrix<Float>] = []
    if branches.haveProduct {
      terms = [dot.forward(w, u), userBiases.forward(users), itemBiases.forward(items)]
    }
    if branches.haveNetwork {
      terms.append(network.forward(concatenate.forward(w, u), .training(step: step + 1)))
    }
    let loss = MeanSquaredError(add.forward(terms), target: targets)
    let gradient = add.backward(loss.gradient)
    var pairs: [(a: Matrix<Float>, b: Matrix<Float>)] = []
    if branches.haveProduct {
      userBiases.backward(gradient)
      itemBiases.backward(gradient)
      pairs.append(dot.backward(gradient))
    }
    if branches.haveNetwork { pairs.append(concatenate.backward(network.backward(gradient))) }
    userFactors.backward(add.forward(pairs.map(\.a)))
    itemFactors.backward(add.forward(pairs.map(\.b)))
    return loss
  }

  /// Makes a step on the ratings at some positions.
  ///
  /// - Returns: the loss with its penalties before the step, as Keras reports it.
  mutating func runStep(_ positions: ArraySlice<Int32>) -> Double {
    var loss = findGradients(positions).value
    step += 1
    forEachWeights { [descent, step] weights in
      loss += weights.penalty
      weights.update(descent.optimizer, step: step)
    }
    return loss
  }

  /// Shows all weights to a closure, which may change them.
  mutating func forEachWeights(_ body: (inout Weights) -> Void) {
    body(&userFactors.weights)
    body(&itemFactors.weights)
    if branches.haveProduct {
      body(&userBiases.weights)
      body(&itemBiases.weights)
    }
    network.forEachWeights(body)
  }

  var model: EmbeddingModel {
    EmbeddingModel(
      mean: mean, branches: branches, userFactors: userFactors.weights.values,
      itemFactors: itemFactors.weights.values, userBiases: userBiases.weights.values.elements,
      itemBiases: itemBiases.weights.values.elements, network: network)
  }
}
