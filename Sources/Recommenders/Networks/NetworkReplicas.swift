import LinearAlgebra

/// Replicas of a network, through which the parts of a batch go side by side (data
/// parallelism): a layer remembers its last batch, so each part needs one of its own.
///
/// The parts are of a fixed size and their gradients are added in order, so that the sums are
/// the same for any number of threads. A network that mixes samples, as batch normalization
/// does, sees the batch as a whole.
struct NetworkReplicas {
  private var replicas: [LayerSequence]
  /// The rows of the batch that go through each.
  private let parts: [Range<Int>]

  private static let rowsPerPart = 32

  /// How many replicas there are for a batch whose samples aren't mixed.
  static func count(rows: Int) -> Int { Pieces(of: rows, size: rowsPerPart).count }

  /// Replicas for a batch of at least one row.
  init(of network: LayerSequence, rowCount: Int) {
    let size = network.mixesSamples ? rowCount : Self.rowsPerPart
    parts = Array(Pieces(of: rowCount, size: size))
    replicas = Array(repeating: network, count: parts.count)
  }

  /// Calls a closure with the rows of each part and its replica, on several threads.
  mutating func forEachPart(
    threads: Int, _ body: (_ rows: Range<Int>, _ replica: inout LayerSequence) -> Void
  ) {
    replicas.withUnsafeMutableBufferPointer { [parts] replicas in
      guard let replicas = replicas.baseAddress else { return }
      parallelFor(parts.count, threads: threads) { number, _ in
        body(parts[number], &replicas[number])
      }
    }
  }

  /// The network with the gradients of the batch: the sums of those of its parts.
  consuming func joined() -> LayerSequence {
    var gradients = replicas.dropFirst().map { replica in
      var (replica, gradients) = (replica, [Matrix<Float>]())
      replica.forEachWeights { gradients.append($0.gradient) }
      return gradients[...]
    }
    // What a layer that mixes samples has learnt of them is in its replica, the only one.
    var network = replicas[0]
    network.forEachWeights { weights in
      for part in gradients.indices {
        weights.gradient = mapElements(weights.gradient, gradients[part].removeFirst()) { $0 + $1 }
      }
    }
    return network
  }
}
