public import Bounds
public import LinearAlgebra

/// An autoencoder of the rows, or of the columns, of the rating matrix.
///
/// A sample is all that one user has rated (or all ratings of one item), less the mean of the
/// training ratings, with zeros where there is no rating. It goes through hidden layers, and a
/// linear output layer gives a rating for each item:
///
///     r̂ = μ + V·f(W·x + b) + c
///
/// The loss of a batch is the mean of (r − r̂)² over its rated cells alone, plus l times the
/// squares of all kernels: what is not known is not to be learnt as zero. In training some of
/// the input is dropped and the rest scaled up for it, so that the network has to fill gaps
/// (a denoising autoencoder). A prediction is the reconstruction from the training row.
///
/// Sedhain, Menon, Sanner, Xie, *AutoRec: Autoencoders Meet Collaborative Filtering*, WWW 2015;
/// Vincent, Larochelle, Bengio, Manzagol, *Extracting and Composing Robust Features with
/// Denoising Autoencoders*, ICML 2008.
public struct AutoRec: Sendable {
  public var configuration: Configuration

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  /// Everything that determines the result, apart from the data.
  public struct Configuration: Settings, Hashable {
    /// l is 10⁻⁴ unless it is set.
    public var descent: GradientDescent
    /// The number of units of each hidden layer.
    @Bounded(each: Limits.units, count: 1...) public var hidden = [700]
    /// What is applied to each hidden layer.
    public var activation = Activation.Function.tanh
    /// The share of the input that is dropped in training.
    @Bounded(in: 0..<1) public var dropout = 0.7
    /// The standard deviation of what is added to each rating of the input in training,
    /// before some are dropped.
    @Bounded(in: 0...) public var noise = 0.0
    /// Whose ratings make a sample.
    public var orientation = Orientation.user

    public init() {
      descent = GradientDescent()
      descent.regularization = 1e-4
    }
  }

  public enum Orientation: String, Sendable, Hashable, CaseIterable {
    case user
    case item

    var rows: RatingSide { self == .user ? .users : .items }
  }

  /// Trains a model.
  ///
  /// The objective in the reports is the mean squared error over the training ratings plus
  /// l·Σw², both at the end of the epoch and with nothing dropped.
  ///
  /// - Parameters:
  ///   - data: the ratings.
  ///   - start: an earlier model of the same shape to go on from.
  ///   - onEpoch: called after each epoch; what it throws ends the training.
  /// - Returns: the model after the last epoch, and the reports of all.
  /// - Throws: `TrainingDataError`, `NetworkError`, `MemoryShortage`, or what `onEpoch` throws.
  public func train(
    on data: TrainingData, from start: AutoRecModel? = nil,
    onEpoch: (EpochReport) throws -> Void = { _ in }
  ) throws -> TrainingResult<AutoRecModel> {
    try configuration.check()
    let (size, mean) = try data.check(
      factors: configuration.hidden.last ?? 0, start: start?.size)
    try requireMemory(configuration.memoryNeed(size, data), of: configuration.descent.memory)
    let weights: AutoRecWeights
    if let start {
      guard start.orientation == configuration.orientation,
        start.weights.shape == configuration.shape(columns: start.weights.inputs.rowCount)
      else { throw NetworkError.differentLayers }
      weights = start.weights
    } else {
      weights = configuration.initialWeights(
        columns: configuration.orientation == .user ? size.items : size.users)
    }
    var training = AutoRecTraining(
      configuration, data: data, mean: mean, from: weights)
    let curve = try configuration.descent.runEpochs(onEpoch: onEpoch) { training.runEpoch($0) }
    let model = training.model()
    guard curve.reports.isEmpty || model.isFinite else {
      throw NetworkError.diverged(epoch: curve.reports.count, curve)
    }
    return TrainingResult(model: model, curve: curve)
  }
}

extension AutoRec.Configuration {
  func check() throws(NetworkError) {
    try descent.check()
    if let name = outOfBounds { throw .parameterOutOfRange(name) }
  }

  /// About how many bytes the training takes.
  func memoryNeed(_ size: FactorModelSize, _ data: TrainingData) -> Double {
    let (samples, columns) =
      orientation == .user ? (size.users, size.items) : (size.items, size.users)
    let (first, last) = (Double(hidden.first ?? 0), Double(hidden.last ?? 0))
    let rows = min(descent.batch, samples)
    // The start, the result, and what is trained with its moments.
    let kernels =
      4 * Double(3 + descent.optimizer.momentCount) * Double(columns) * (first + last + 8)
    // The codes of all samples, twice, and the partial sums of a batch.
    let codes = 8 * Double(samples) * last
    let sums = 4 * Double(AutoRecTraining.chunkCount) * Double(rows) * max(first, last)
    return MemoryNeed.ratings(data) + kernels + codes + sums
      + MemoryNeed.network(widths: hidden, rows: rows, replicas: 0, descent.optimizer)
  }

  /// The weights before training, kernels as by Glorot and biases zero.
  ///
  /// A column is what a sample has a cell for: an item, if the samples are users.
  func initialWeights(columns: Int) -> AutoRecWeights {
    let first = hidden.first ?? 0
    let last = hidden.last ?? 0
    return AutoRecWeights(
      inputs: .glorotUniform(
        rowCount: columns, columnCount: first,
        RandomSource(seed: descent.seed, purpose: "autorec.inputs")),
      inputBias: Weights(Matrix(rowCount: 1, columnCount: first)), network: initialNetwork(),
      outputs: .glorotUniform(
        rowCount: columns, columnCount: last,
        RandomSource(seed: descent.seed, purpose: "autorec.outputs")),
      outputBiases: Array(repeating: 0, count: columns))
  }

  /// What is between the first kernel and the last.
  private func initialNetwork() -> LayerSequence {
    let source = RandomSource(seed: descent.seed, purpose: "autorec.kernels")
    var network = LayerSequence([Activation(activation)])
    for (layer, (inputs, outputs)) in zip(hidden, hidden.dropFirst()).enumerated() {
      network.layers.append(
        Dense(
          inputs: inputs, outputs: outputs, regularization: descent.regularization,
          random: source, layer: layer))
      network.layers.append(Activation(activation))
    }
    return network
  }

  /// What weights of this configuration must look like.
  func shape(columns: Int) -> [String] {
    AutoRecWeights.shape(
      columns: columns, first: hidden.first ?? 0, last: hidden.last ?? 0,
      network: initialNetwork())
  }
}

/// All weights of an autoencoder, and the layers between its first and its last kernel.
public struct AutoRecWeights: Sendable {
  /// W, a row for each column of the rating matrix.
  public var inputs: Matrix<Float>
  /// b, one row.
  public var inputBias: Weights
  /// From the first hidden layer before its activation to the last one after it.
  public var network: LayerSequence
  /// V, a row for each column of the rating matrix.
  public var outputs: Matrix<Float>
  /// c.
  public var outputBiases: [Float]

  /// The last hidden layer for a row without ratings: one row.
  var codeOfEmptyRow: Matrix<Float> {
    var network = network
    return network.forward(inputBias.values, .prediction)
  }

  var shape: [String] {
    Self.shape(
      columns: inputs.rowCount, first: inputs.columnCount, last: outputs.columnCount,
      network: network)
  }

  static func shape(columns: Int, first: Int, last: Int, network: LayerSequence) -> [String] {
    ["\(columns)x\(first)"] + network.shape + ["\(columns)x\(last)"]
  }
}
