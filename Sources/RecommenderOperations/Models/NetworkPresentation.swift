import LinearAlgebra
public import Operations
public import Recommenders

extension EmbeddingModel: NotebookModel {
  public static let typeDescription = "a network on embeddings"
  public static let modelOutputs: [NamedOutput] = [.table("layers")]

  public var outputs: [Output] {
    var rows = [
      LayerRow("embeddings of users", userFactors.rowCount, userFactors.columnCount),
      LayerRow("embeddings of items", itemFactors.rowCount, itemFactors.columnCount),
    ]
    if !userBiases.isEmpty {
      rows.append(LayerRow("biases of users", userBiases.count, 1))
      rows.append(LayerRow("biases of items", itemBiases.count, 1))
    }
    return [.table("layers", table(of: rows + network.layers.map(LayerRow.init)))]
  }
}

extension AutoRecModel: NotebookModel {
  public static let typeDescription = "an autoencoder"
  public static let modelOutputs: [NamedOutput] = [.table("layers")]

  public var outputs: [Output] {
    let (inputs, outputs) = (weights.inputs, weights.outputs)
    let first = LayerRow("dense", inputs.rowCount, inputs.columnCount, more: inputs.columnCount)
    let last = LayerRow("dense", outputs.columnCount, outputs.rowCount, more: outputs.rowCount)
    return [
      .table("layers", table(of: [first] + weights.network.layers.map(LayerRow.init) + [last]))
    ]
  }
}

/// A line of the table of a network's layers.
private struct LayerRow {
  var name: String
  var shape: String
  var weights: Int

  /// A layer with a matrix, and perhaps with more weights than that.
  init(_ name: String, _ rows: Int, _ columns: Int, more: Int = 0) {
    self.name = name
    shape = "\(rows.grouped) × \(columns.grouped)"
    weights = rows * columns + more
  }

  init(_ layer: any Layer) {
    switch layer {
    case let dense as Dense:
      let kernel = dense.kernel.values
      self.init("dense", kernel.rowCount, kernel.columnCount, more: kernel.columnCount)
    case let normalization as BatchNormalization:
      self.init("batch normalization", 2, normalization.movingMean.count)
    case let activation as Activation:
      self.init(activation.function.rawValue)
    case let dropout as Dropout:
      self.init("dropout \(dropout.rate.yaml)")
    default:
      self.init("\(type(of: layer))")
    }
  }

  private init(_ name: String) {
    self.name = name
    shape = ""
    weights = 0
  }
}

private func table(of rows: [LayerRow]) -> Table {
  let total = rows.reduce(0) { $0 + $1.weights }
  return Table(
    "The layers and their weights",
    columns: [
      .init("layer", .text(rows.map(\.name) + ["together"])),
      .init("shape", .text(rows.map(\.shape) + [""])),
      .init("weights", .integer(rows.map(\.weights) + [total])),
    ])
}
