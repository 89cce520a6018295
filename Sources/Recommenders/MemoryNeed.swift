import LinearAlgebra

/// About how many bytes the parts of a training take, so that one that can't be is refused before it
/// is begun.
///
/// Numbers are `Double`s, for which nothing is too large. What is small beside the rest, or grows
/// with it, is not counted.
enum MemoryNeed {
  /// The ratings by user and by item, each with a column, a value and the starts of the rows, and
  /// what was needed to sort them.
  static func ratings(_ data: TrainingData) -> Double {
    let count = Double(data.train.count) + Double(data.test?.count ?? 0)
    let rows = Double(data.train.users.count) + Double(data.train.items.count)
    return 24 * count + 32 * rows
  }

  /// One copy of the factors and biases of all users and items.
  static func factors(_ size: FactorModelSize) -> Double {
    (Double(size.users) + Double(size.items)) * 4 * Double(size.factors + 5)
  }

  /// What each thread has to solve a row's equations, and the parts of rows that are shared.
  static func rowSystems(factors: Int, threads: Int) -> Double {
    let equations = NormalEquations(unknowns: factors + 1)
    let row = 16 * Double(equations.groups)
    let gram = row * Double(equations.width)
    return Double(usableThreads(threads)) * (row * Double(equations.panelCapacity) + 2 * gram)
      + 256 * gram
  }

  /// Layers of a network, given by the widths of their inputs and outputs.
  ///
  /// - Parameters:
  ///   - widths: of the input, of each layer's output.
  ///   - rows: how many samples go through it at a time.
  ///   - replicas: how many copies each have a gradient of their own.
  ///   - optimizer: who updates them.
  /// - Returns: the bytes.
  static func network(widths: [Int], rows: Int, replicas: Int, _ optimizer: Optimizer) -> Double {
    let weights = zip(widths, widths.dropFirst()).reduce(0) {
      $0 + (Double($1.0) + 1) * Double($1.1)
    }
    let outputs = widths.reduce(0) { $0 + Double($1) }
    // The weights, their gradient, the moments; then what layers remember of a batch.
    return 4 * weights * Double(2 + optimizer.momentCount + replicas)
      + 16 * outputs * Double(rows)
  }
}
