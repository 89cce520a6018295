public import LinearAlgebra

/// A layer that joins every input to every output: y = x·W + b.
public struct Dense: Layer {
  /// W, inputs x outputs.
  ///
  /// Its penalty, if it has one, is Keras' `kernel_regularizer`.
  public var kernel: Weights
  /// b, one row; it has no penalty.
  public var bias: Weights
  private var input = Matrix<Float>(rowCount: 0, columnCount: 0)

  public init(kernel: Weights, bias: Weights) {
    precondition(bias.values.rowCount == 1, "The bias is a row")
    precondition(bias.values.columnCount == kernel.values.columnCount, "An output has a bias")
    self.kernel = kernel
    self.bias = bias
  }

  /// A layer as it is before training: W as by `glorotUniform`, b zero.
  public init(
    inputs: Int, outputs: Int, regularization: Double = 0, random source: RandomSource,
    layer: Int = 0
  ) {
    self.init(
      kernel: Weights(
        .glorotUniform(rowCount: inputs, columnCount: outputs, source, layer: layer),
        regularization: regularization),
      bias: Weights(Matrix(rowCount: 1, columnCount: outputs)))
  }

  public mutating func forward(_ input: Matrix<Float>, _ phase: Phase) -> Matrix<Float> {
    self.input = input
    let outputs = kernel.values.columnCount
    var output = Matrix<Float>(
      rowCount: input.rowCount, columnCount: outputs,
      elements: Array(unsafeUninitializedCapacity: input.rowCount * outputs) { elements, count in
        for row in 0..<input.rowCount {
          _ = elements[(row * outputs)...].initialize(from: bias.values.elements)
        }
        count = input.rowCount * outputs
      })
    output.multiply(input, kernel.values, adding: true)
    return output
  }

  public mutating func backward(_ gradient: Matrix<Float>) -> Matrix<Float> {
    // ∂W = xᵀ·∂y, ∂b = 1ᵀ·∂y, ∂x = ∂y·Wᵀ
    kernel.gradient.multiply(input, gradient, transposing: .first)
    let ones = Matrix<Float>(
      rowCount: 1, columnCount: gradient.rowCount,
      elements: Array(repeating: 1, count: gradient.rowCount))
    bias.gradient.multiply(ones, gradient)
    return Matrix(productOf: gradient, kernel.values, transposing: .second)
  }

  public mutating func forEachWeights(_ body: (inout Weights) -> Void) {
    body(&kernel)
    body(&bias)
  }
}

extension Matrix<Float> {
  /// Independent uniform numbers between −limit and limit.
  public static func uniform(
    rowCount: Int, columnCount: Int, limit: Double, _ source: RandomSource, layer: Int = 0
  ) -> Matrix {
    var matrix = Matrix(rowCount: rowCount, columnCount: columnCount)
    for row in 0..<rowCount {
      var random = source.sequence(epoch: layer, row: row)
      for column in 0..<columnCount {
        matrix.elements[row * columnCount + column] = Float(limit * (2 * random.uniform() - 1))
      }
    }
    return matrix
  }

  /// Uniform numbers up to √(6 / (inputs + outputs)): Keras' initial kernel of a dense layer.
  ///
  /// Glorot, Bengio, *Understanding the Difficulty of Training Deep Feedforward Neural
  /// Networks*, AISTATS 2010, equation 16.
  public static func glorotUniform(
    rowCount: Int, columnCount: Int, _ source: RandomSource, layer: Int = 0
  ) -> Matrix {
    uniform(
      rowCount: rowCount, columnCount: columnCount,
      limit: (6 / Double(rowCount + columnCount)).squareRoot(), source, layer: layer)
  }
}
