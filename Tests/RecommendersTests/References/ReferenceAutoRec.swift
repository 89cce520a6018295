import LinearAlgebra

@testable import Recommenders

/// A training of an autoencoder by plain layers on dense batches: all weights move at every
/// step.
///
/// What `AutoRecTraining` is compared with.
struct ReferenceAutoRec {
  private let descent: GradientDescent
  private let matrix: SparseMatrix
  /// What the network is shown of each training rating, in the order of the matrix.
  var inputValues: [Float]
  private(set) var layers: LayerSequence
  private var step = 0

  init(
    _ configuration: AutoRec.Configuration, _ train: RatingTable, mean: Float,
    from start: AutoRecWeights
  ) {
    descent = configuration.descent
    matrix = train.matrix(rows: configuration.orientation.rows, subtracting: mean)
    inputValues = matrix.values
    // Columns without ratings have no weights.
    var (inputs, outputs) = (start.inputs, start.outputs)
    let rated = Set(matrix.columnIndices.map { Int($0) })
    for row in 0..<inputs.rowCount where !rated.contains(row) {
      for column in 0..<inputs.columnCount { inputs[row, column] = 0 }
      for column in 0..<outputs.columnCount { outputs[row, column] = 0 }
    }
    var kernel = Matrix<Float>(rowCount: outputs.columnCount, columnCount: outputs.rowCount)
    for row in 0..<outputs.rowCount {
      for column in 0..<outputs.columnCount { kernel[column, row] = outputs[row, column] }
    }
    let first = Dense(
      kernel: Weights(inputs, regularization: descent.regularization), bias: start.inputBias)
    let last = Dense(
      kernel: Weights(kernel, regularization: descent.regularization),
      bias: Weights(
        Matrix(
          rowCount: 1, columnCount: start.outputBiases.count, elements: start.outputBiases)))
    layers = LayerSequence([first] + start.network.layers + [last])
  }

  /// Finds the gradients for some rows.
  ///
  /// - Returns: the loss without penalties.
  mutating func findGradients(_ rows: ArraySlice<Int32>) -> MeanSquaredError {
    let output = layers.forward(
      dense(inputValues, rows: rows), .training(step: step + 1))
    let loss = MeanSquaredError(
      output, target: dense(matrix.values, rows: rows),
      mask: dense(Array(repeating: 1, count: matrix.count), rows: rows))
    _ = layers.backward(loss.gradient)
    return loss
  }

  /// Makes a step on some rows.
  ///
  /// - Returns: the loss with its penalties before the step, as Keras reports it.
  mutating func runStep(_ rows: ArraySlice<Int32>) -> Double {
    let loss = findGradients(rows).value + layers.penalty
    step += 1
    layers.update(descent.optimizer, step: step)
    return loss
  }

  /// Shows all weights to a closure, which may change them.
  mutating func forEachWeights(_ body: (inout Weights) -> Void) { layers.forEachWeights(body) }

  /// W and V, a row for each column of the rating matrix.
  var kernels: (inputs: Matrix<Float>, outputs: Matrix<Float>) {
    var kernels: [Matrix<Float>] = []
    for case let dense as Dense in layers.layers { kernels.append(dense.kernel.values) }
    guard let first = kernels.first, let last = kernels.last else {
      preconditionFailure("An autoencoder begins and ends with a dense layer")
    }
    var outputs = Matrix<Float>(rowCount: last.columnCount, columnCount: last.rowCount)
    for row in 0..<last.rowCount {
      for column in 0..<last.columnCount { outputs[column, row] = last[row, column] }
    }
    return (first, outputs)
  }

  /// What the network makes of the first rows, less the mean.
  func reconstructions(rows: Int) -> Matrix<Float> {
    var copy = layers
    return copy.forward(dense(inputValues, rows: Array(0..<Int32(rows))[...]), .prediction)
  }

  /// Values of ratings as dense rows.
  private func dense(_ values: [Float], rows: ArraySlice<Int32>) -> Matrix<Float> {
    var result = Matrix<Float>(rowCount: rows.count, columnCount: matrix.columnCount)
    for (number, row) in rows.enumerated() {
      for position in matrix.positions(ofRow: Int(row)) {
        result[number, Int(matrix.columnIndices[position])] = values[position]
      }
    }
    return result
  }
}
