/// What Gibbs sampling went through, sweep by sweep.
public struct GibbsTrace: Sendable, Hashable {
  /// The sweeps of each chain in their order, one chain after the other.
  public var sweeps: [Sweep] = []
  /// How many samples there were, of all chains.
  public var sampleCount: Int { sweeps.count { $0.isSample } }
  /// How many chains there were.
  public var chainCount: Int { (sweeps.last?.chain ?? -1) + 1 }

  /// A sweep: everything drawn once.
  public struct Sweep: Sendable, Hashable {
    /// From 0.
    public var chain: Int
    /// Within the chain, from 1.
    public var sweep: Int
    /// Whether it counts: it lies behind the burn-in, and thinning has spared it.
    public var isSample: Bool
    /// A number of each kind; nil for what there is not, such as test ratings.
    public var values: [Quantity: Double]
    /// The root mean squared error of the mean of all predictions so far; nil before the first
    /// sample, or without test ratings.
    public var meanTestRMSE: Double?
  }

  /// What is watched.
  public enum Quantity: String, Sendable, Hashable, CaseIterable {
    /// The test error of the sweep's own factors.
    case testRMSE
    case trainRMSE
    /// α.
    case noisePrecision
    /// ‖μ‖ of the users' factors and of the items'.
    case userMeanNorm
    case itemMeanNorm
    /// tr Λ of the users' factors and of the items'.
    case userPrecisionTrace
    case itemPrecisionTrace
  }

  /// The numbers of a kind.
  ///
  /// - Parameters:
  ///   - quantity: the kind.
  ///   - samplesOnly: whether to leave out sweeps that don't count.
  /// - Returns: those of the first chain, then of the next.
  public func chains(of quantity: Quantity, samplesOnly: Bool) -> [[Double]] {
    var chains = Array(repeating: [Double](), count: chainCount)
    for sweep in sweeps where sweep.isSample || !samplesOnly {
      if let value = sweep.values[quantity] { chains[sweep.chain].append(value) }
    }
    return chains
  }

  /// How well the chains agree, and what their samples are worth.
  public func diagnostics(of quantity: Quantity) -> ChainDiagnostics {
    ChainDiagnostics(chains(of: quantity, samplesOnly: true))
  }

  /// The worst of all quantities: what the least settled one says of the whole.
  public var worstDiagnostics: ChainDiagnostics {
    ChainDiagnostics(worstOf: Quantity.allCases.map(diagnostics(of:)))
  }
}
