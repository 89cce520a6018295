public import LinearAlgebra

/// A differentiable function of a batch of vectors, with weights or without.
///
/// A batch is a matrix with a row for each sample. `forward` remembers what `backward` needs,
/// so the two are called in turn. The gradients are those of a loss that is whatever the
/// gradient given to `backward` belongs to: layers neither sum nor average on their own.
public protocol Layer: Sendable {
  /// The outputs for a batch, a row for each sample.
  mutating func forward(_ input: Matrix<Float>, _ phase: Phase) -> Matrix<Float>
  /// The gradient by the last input, given the one by the last output.
  ///
  /// The gradients by the layer's own weights replace those it had.
  mutating func backward(_ gradient: Matrix<Float>) -> Matrix<Float>
  /// Shows each of the layer's weights to a closure, which may change them.
  mutating func forEachWeights(_ body: (inout Weights) -> Void)
  /// Whether the output for a sample depends on the other samples of its batch.
  var mixesSamples: Bool { get }
}

/// What a network is being used for: some layers only work during training.
public enum Phase: Sendable, Hashable {
  /// Weights are about to be updated, in the step with this number. The batch may be a part of
  /// the step's, from some row on.
  case training(step: Int, firstRow: Int = 0)
  /// The outputs are what counts.
  case prediction
}

extension Layer {
  public mutating func forEachWeights(_ body: (inout Weights) -> Void) {}

  public var mixesSamples: Bool { false }

  /// Σ l·w² over the layer's weights.
  public var penalty: Double {
    var copy = self
    var sum = 0.0
    copy.forEachWeights { sum += $0.penalty }
    return sum
  }

  /// Whether all weights are finite.
  var isFinite: Bool {
    var copy = self
    var isFinite = true
    copy.forEachWeights { if !$0.values.isFinite { isFinite = false } }
    return isFinite
  }

  /// Makes a step with all of the layer's weights.
  mutating func update(_ optimizer: Optimizer, step: Int) {
    forEachWeights { $0.update(optimizer, step: step) }
  }
}

/// Layers one after the other.
public struct LayerSequence: Layer {
  public var layers: [any Layer]

  public init(_ layers: [any Layer] = []) { self.layers = layers }

  public mutating func forward(_ input: Matrix<Float>, _ phase: Phase) -> Matrix<Float> {
    var output = input
    for index in layers.indices { output = layers[index].forward(output, phase) }
    return output
  }

  public mutating func backward(_ gradient: Matrix<Float>) -> Matrix<Float> {
    var gradient = gradient
    for index in layers.indices.reversed() { gradient = layers[index].backward(gradient) }
    return gradient
  }

  public mutating func forEachWeights(_ body: (inout Weights) -> Void) {
    for index in layers.indices { layers[index].forEachWeights(body) }
  }

  public var mixesSamples: Bool { layers.contains { $0.mixesSamples } }
}

extension LayerSequence {
  /// What kind the layers are of, and how large their weights: what must agree where one
  /// sequence takes the place of another.
  var shape: [String] {
    var shapes: [String] = []
    for var layer in layers {
      var kind = "\(type(of: layer))"
      if let activation = layer as? Activation { kind = activation.function.rawValue }
      layer.forEachWeights { kind += " \($0.values.rowCount)x\($0.values.columnCount)" }
      shapes.append(kind)
    }
    return shapes
  }
}
