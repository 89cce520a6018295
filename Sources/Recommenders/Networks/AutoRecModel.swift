public import LinearAlgebra

/// An autoencoder that was trained, with what it makes of every training row; see `AutoRec`.
///
/// The last layer being linear, a prediction is a product of factors: with samples that are
/// users, the factors of a user are the last hidden layer for its training row, and those of
/// an item its row of output weights. An item without a training rating has zero weights and a
/// zero bias, and is predicted by μ; a user without one has the factors of an empty row.
public struct AutoRecModel: FactorizedModel {
  /// μ, the mean of the training ratings.
  public var mean: Float
  public var orientation: AutoRec.Orientation
  /// The last hidden layer for each training row: rows x units.
  public var codes: Matrix<Float>
  public var weights: AutoRecWeights

  public var userFactors: Matrix<Float> { orientation == .user ? codes : weights.outputs }
  public var itemFactors: Matrix<Float> { orientation == .user ? weights.outputs : codes }

  /// N, M, and the number of units of the last hidden layer.
  public var size: FactorModelSize {
    FactorModelSize(
      users: userFactors.rowCount, items: itemFactors.rowCount, factors: codes.columnCount)
  }

  public var unseen: UnseenPredictions {
    // A row that has not been seen is an empty one.
    let model = AutoRecModel(
      mean: mean, orientation: orientation, codes: weights.codeOfEmptyRow, weights: weights)
    let ofColumns = weights.outputBiases.indices.map { column in
      orientation == .user
        ? model.prediction(user: 0, item: column) : model.prediction(user: column, item: 0)
    }
    let forRows = Array(repeating: mean, count: codes.rowCount)
    return orientation == .user
      ? UnseenPredictions(ofItems: ofColumns, forUsers: forRows, ofBoth: mean)
      : UnseenPredictions(ofItems: forRows, forUsers: ofColumns, ofBoth: mean)
  }

  /// Whether all weights, and what they make of the training rows, are finite.
  var isFinite: Bool {
    codes.isFinite && weights.inputs.isFinite && weights.inputBias.values.isFinite
      && weights.network.isFinite && weights.outputs.isFinite
      && weights.outputBiases.allSatisfy(\.isFinite)
  }

  public func prediction(user: Int, item: Int) -> Float {
    let (row, column) = orientation == .user ? (user, item) : (item, user)
    let width = codes.columnCount
    let product = codes.elements.withUnsafeBufferPointer { codes in
      weights.outputs.elements.withUnsafeBufferPointer { outputs -> Float in
        guard let code = codes.baseAddress, let output = outputs.baseAddress else { return 0 }
        return dotProduct(code + row * width, output + column * width, count: width)
      }
    }
    return mean + weights.outputBiases[column] + product
  }
}
