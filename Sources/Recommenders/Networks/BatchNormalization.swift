public import LinearAlgebra

/// Centres and scales each column, then gives it a centre and a scale that are learnt.
///
///     y = γ·(x − mean) / √(variance + ε) + β
///
/// In training, mean and variance (the mean squared deviation, over n rather than n − 1) are
/// those of the batch; in prediction they are moving averages over the batches of training,
/// average ← 0.99·average + 0.01·batch. ε = 0.001. As in Keras. Ioffe, Szegedy, *Batch
/// Normalization*, ICML 2015.
public struct BatchNormalization: Layer {
  /// γ, one row; at first ones.
  public var scale: Weights
  /// β, one row; at first zeros.
  public var shift: Weights
  /// Of each column over the batches; at first 0.
  public var movingMean: [Float]
  /// Of each column over the batches; at first 1.
  public var movingVariance: [Float]

  public static let epsilon: Float = 1e-3
  /// What is kept of a moving average from one batch to the next.
  public static let averaging: Float = 0.99

  /// (x − mean) / √(variance + ε) for the last batch, and 1 / √(variance + ε) by column.
  private var normalized = Matrix<Float>(rowCount: 0, columnCount: 0)
  private var inverseDeviations: [Float] = []
  private var isTraining = false

  public init(columns: Int) {
    scale = Weights(
      Matrix(rowCount: 1, columnCount: columns, elements: Array(repeating: 1, count: columns)))
    shift = Weights(Matrix(rowCount: 1, columnCount: columns))
    movingMean = Array(repeating: 0, count: columns)
    movingVariance = Array(repeating: 1, count: columns)
  }

  public mutating func forward(_ input: Matrix<Float>, _ phase: Phase) -> Matrix<Float> {
    var (means, variances) = (movingMean, movingVariance)
    isTraining = phase != .prediction
    if isTraining {
      let count = Float(input.rowCount)
      means = columnSums(input) { x, _ in x }.map { $0 / count }
      variances = columnSums(input) { [means] x, column in
        (x - means[column]) * (x - means[column])
      }.map { $0 / count }
      for column in means.indices {
        movingMean[column] += (1 - Self.averaging) * (means[column] - movingMean[column])
        movingVariance[column] +=
          (1 - Self.averaging) * (variances[column] - movingVariance[column])
      }
    }
    inverseDeviations = variances.map { 1 / ($0 + Self.epsilon).squareRoot() }
    normalized = mapColumns(input) { [inverseDeviations] x, column in
      (x - means[column]) * inverseDeviations[column]
    }
    let (scale, shift) = (scale.values.elements, shift.values.elements)
    return mapColumns(normalized) { x, column in scale[column] * x + shift[column] }
  }

  public mutating func backward(_ gradient: Matrix<Float>) -> Matrix<Float> {
    // ∂β = Σ ∂y, ∂γ = Σ ∂y·x̂
    let shiftGradient = columnSums(gradient) { dy, _ in dy }
    var products = normalized
    for index in products.elements.indices { products.elements[index] *= gradient.elements[index] }
    let scaleGradient = columnSums(products) { product, _ in product }
    shift.gradient.elements = shiftGradient
    scale.gradient.elements = scaleGradient

    // In prediction mean and variance are constants: ∂x = γ·s·∂y. In training they depend on
    // x: ∂x = γ·s·(∂y − (Σ ∂y + x̂·Σ ∂y·x̂) / n), where s = 1 / √(variance + ε).
    let factors = zip(scale.values.elements, inverseDeviations).map { $0 * $1 }
    var result = mapColumns(gradient) { dy, column in factors[column] * dy }
    guard isTraining else { return result }
    let count = Float(gradient.rowCount)
    let columns = gradient.columnCount
    for index in result.elements.indices {
      let column = index % columns
      let common =
        shiftGradient[column] + normalized.elements[index] * scaleGradient[column]
      result.elements[index] -= factors[column] * common / count
    }
    return result
  }

  public mutating func forEachWeights(_ body: (inout Weights) -> Void) {
    body(&scale)
    body(&shift)
  }

  public var mixesSamples: Bool { true }
}

/// The sum over the rows of a function of each element and its column.
private func columnSums(
  _ matrix: Matrix<Float>, _ function: (Float, Int) -> Float
) -> [Float] {
  var sums = [Float](repeating: 0, count: matrix.columnCount)
  for row in 0..<matrix.rowCount {
    let start = row * matrix.columnCount
    for column in sums.indices {
      sums[column] += function(matrix.elements[start + column], column)
    }
  }
  return sums
}

/// A function of each element and its column.
private func mapColumns(
  _ matrix: Matrix<Float>, _ function: (Float, Int) -> Float
) -> Matrix<Float> {
  var result = matrix
  for row in 0..<matrix.rowCount {
    let start = row * matrix.columnCount
    for column in 0..<matrix.columnCount {
      result.elements[start + column] = function(matrix.elements[start + column], column)
    }
  }
  return result
}
