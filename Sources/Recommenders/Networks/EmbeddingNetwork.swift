public import Bounds
import LinearAlgebra

/// Networks on embeddings of users and items.
///
/// User i and item j have embeddings w_i and u_j, rows of K numbers, and the prediction is the
/// mean of the training ratings plus what a branch gives for the two, or the sum of both
/// branches:
///
/// - the *product* w_i·u_j + b_i + c_j, with biases that are embeddings of width one;
/// - a *deep* network of dense layers on the concatenation (w_i, u_j).
///
/// All is learnt by descending the gradient of the mean squared error. He, Liao, Zhang, Nie,
/// Hu, Chua, *Neural Collaborative Filtering*, WWW 2017; for branches that are added He,
/// Zhang, Ren, Sun, *Deep Residual Learning for Image Recognition*, CVPR 2016.
public struct EmbeddingNetwork: Sendable {
  public var configuration: Configuration

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  /// Everything that determines the result, apart from the data.
  public struct Configuration: Settings, Hashable {
    public var descent = GradientDescent()
    /// K, the width of the embeddings.
    @Bounded(in: Limits.factors) public var factors = 10
    public var branches = Branches.product
    /// The number of units of each hidden layer of the deep branch; none for a linear function of
    /// the embeddings.
    @Bounded(each: Limits.units) public var hidden = [400]
    /// What is applied to each hidden layer.
    public var activation = Activation.Function.relu
    /// The share of the units of each hidden layer that is dropped in training.
    @Bounded(in: 0..<1) public var dropout = 0.0
    /// Whether each hidden layer is normalized over the batch before its activation.
    public var batchNormalization = false

    public init() {}
  }

  /// What the embeddings go through.
  public enum Branches: String, Sendable, Hashable, CaseIterable {
    case product
    case deep
    /// Both, on the same embeddings, added.
    case both

    var haveProduct: Bool { self != .deep }
    var haveNetwork: Bool { self != .product }
  }

  /// Trains a model.
  ///
  /// A user or item without a training rating has zeros for an embedding. The objective in the
  /// reports is the mean squared error over the training ratings plus l·Σw², both at the end of
  /// the epoch and with nothing dropped.
  ///
  /// - Parameters:
  ///   - data: the ratings.
  ///   - start: an earlier model of the same shape to go on from. The mean is that of the
  ///     training ratings all the same.
  ///   - onEpoch: called after each epoch; what it throws ends the training.
  /// - Returns: the model after the last epoch, and the reports of all.
  /// - Throws: `TrainingDataError`, `NetworkError`, `MemoryShortage`, or what `onEpoch` throws.
  public func train(
    on data: TrainingData, from start: EmbeddingModel? = nil,
    onEpoch: (EpochReport) throws -> Void = { _ in }
  ) throws -> TrainingResult<EmbeddingModel> {
    try configuration.check()
    let (size, mean) = try data.check(factors: configuration.factors, start: start?.size)
    try requireMemory(configuration.memoryNeed(size, data), of: configuration.descent.memory)
    var initial = configuration.initialModel(size: size)
    if let start {
      guard start.hasShape(of: initial) else { throw NetworkError.differentLayers }
      initial = start
    }
    initial.mean = mean
    initial.forgetUnrated(in: data.train)
    var training = EmbeddingTraining(configuration, data: data, from: initial)
    let curve = try configuration.descent.runEpochs(onEpoch: onEpoch) { training.runEpoch($0) }
    let model = training.model()
    guard curve.reports.isEmpty || model.isFinite else {
      throw NetworkError.diverged(epoch: curve.reports.count, curve)
    }
    return TrainingResult(model: model, curve: curve)
  }
}

extension EmbeddingNetwork.Configuration {
  func check() throws(NetworkError) {
    try descent.check()
    if let name = outOfBounds { throw .parameterOutOfRange(name) }
  }

  /// About how many bytes the training takes.
  func memoryNeed(_ size: FactorModelSize, _ data: TrainingData) -> Double {
    let rows = min(descent.batch, data.train.count)
    // The start, the result, and what is trained with its moments; the gradients of a batch.
    var need =
      Double(3 + descent.optimizer.momentCount) * MemoryNeed.factors(size)
      + 8 * Double(rows) * 4 * Double(factors + 5)
    // A rating with its places in the embeddings, its number in the order of an epoch.
    need += 32 * Double(data.train.count) + 48 * (Double(size.users) + Double(size.items))
    if branches.haveNetwork {
      need += MemoryNeed.network(
        widths: [2 * factors] + hidden + [1], rows: rows,
        replicas: batchNormalization ? 1 : NetworkReplicas.count(rows: rows), descent.optimizer)
    }
    return need
  }

  /// The model before training: embeddings uniform up to ±0.05, kernels as by Glorot.
  func initialModel(size: FactorModelSize) -> EmbeddingModel {
    func embedding(_ count: Int, _ width: Int, _ purpose: StaticString) -> Matrix<Float> {
      .uniform(
        rowCount: count, columnCount: width, limit: Embedding.initialLimit,
        RandomSource(seed: descent.seed, purpose: purpose))
    }
    let biasWidth = branches.haveProduct ? 1 : 0
    return EmbeddingModel(
      mean: 0, branches: branches,
      userFactors: embedding(size.users, factors, "network.users"),
      itemFactors: embedding(size.items, factors, "network.items"),
      userBiases: embedding(size.users, biasWidth, "network.user-biases").elements,
      itemBiases: embedding(size.items, biasWidth, "network.item-biases").elements,
      network: branches.haveNetwork ? initialNetwork() : LayerSequence())
  }

  /// The deep branch: dense layers, normalized, activated and thinned, and a linear output.
  private func initialNetwork() -> LayerSequence {
    let kernels = RandomSource(seed: descent.seed, purpose: "network.kernels")
    let dropped = RandomSource(seed: descent.seed, purpose: "network.dropout")
    var network = LayerSequence()
    var inputs = 2 * factors
    for (layer, outputs) in hidden.enumerated() {
      network.layers.append(
        Dense(
          inputs: inputs, outputs: outputs, regularization: descent.regularization,
          random: kernels, layer: layer))
      if batchNormalization { network.layers.append(BatchNormalization(columns: outputs)) }
      network.layers.append(Activation(activation))
      if dropout > 0 {
        network.layers.append(Dropout(rate: dropout, random: dropped, layer: layer))
      }
      inputs = outputs
    }
    network.layers.append(
      Dense(
        inputs: inputs, outputs: 1, regularization: descent.regularization, random: kernels,
        layer: hidden.count))
    return network
  }
}
