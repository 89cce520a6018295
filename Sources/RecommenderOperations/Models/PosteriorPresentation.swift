import NotebookSyntax
public import Operations
public import Recommenders

extension PosteriorModel: NotebookModel {
  public static let typeDescription = "a sampled model"
  public static let showsTraining = true
  public static let modelOutputs: [NamedOutput] =
    [.plot("curve")] + GibbsTrace.tracePlotNames.map(NamedOutput.plot) + [
      .table("diagnostics"), .plot("calibration"), .table("coverage"), .table("certainty"),
    ]
  public static let testOutputNames = ["calibration", "coverage", "certainty"]
  public static let testValueNames = [
    "sample.test.rmse", "coverage.50", "coverage.90", "width.50", "width.90",
  ]

  public static var modelValues: [ResultValue<Self>] {
    [
      .integer("samples") { $0.trace.sampleCount },
      .integer("kept-samples") { $0.samples.count },
      .integer("chains") { $0.trace.chainCount },
      .real("sample.test.rmse") { $0.trace.sweeps.last?.values[.testRMSE] },
      .real("noise-precision") { $0.trace.summary(of: .noisePrecision)?.mean },
      .real("coverage.50") { $0.test?.coverage(nominal: 0.5) },
      .real("coverage.90") { $0.test?.coverage(nominal: 0.9) },
      .real("width.50") { $0.test?.meanWidth(nominal: 0.5) },
      .real("width.90") { $0.test?.meanWidth(nominal: 0.9) },
      .real("split-r-hat") { $0.trace.worstDiagnostics.splitRHat },
      .real("effective-samples") { $0.trace.worstDiagnostics.sampleSize },
    ]
  }

  public var outputs: [Output] {
    var outputs: [Output] = [.plot("curve", trace.errorPlot)]
    outputs += zip(GibbsTrace.tracePlotNames, trace.tracePlots).map { .plot($0, $1) }
    outputs.append(.table("diagnostics", trace.table))
    if let summary = trace.summaryOfDiagnostics { outputs.append(.text(summary)) }
    if samples.count < trace.sampleCount {
      outputs.append(
        .text(
          """
          Of \(trace.sampleCount) samples, \(samples.count) are kept for predictions, as more would \
          take too much memory. The test is by all of them.
          """))
    }
    if let test {
      outputs += [
        .plot("calibration", test.calibrationPlot), .table("coverage", test.coverageTable),
        .table("certainty", test.certaintyTable),
      ]
    }
    return outputs
  }
}

// MARK: - The chains

extension GibbsTrace {
  /// The error that there is: of the test ratings, or else of the training ratings.
  fileprivate var errorQuantity: Quantity {
    sweeps.first?.values[.testRMSE] == nil ? .trainRMSE : .testRMSE
  }

  /// The mean and the standard deviation of the samples of a quantity.
  fileprivate func summary(of quantity: Quantity) -> (mean: Double, deviation: Double)? {
    let values = chains(of: quantity, samplesOnly: true).flatMap { $0 }
    if values.isEmpty { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
  }

  /// The error of each sweep, and of the mean of the samples, one chain after the other.
  fileprivate var errorPlot: Plot {
    let numbers = sweeps.indices.map { Double($0 + 1) }
    let errors = sweeps.map { $0.values[errorQuantity] ?? .nan }
    var lines = [Plot.Line("each sweep", x: numbers, y: errors)]
    if errorQuantity == .testRMSE {
      // There is none before the first sample.
      let means = sweeps.compactMap(\.meanTestRMSE)
      lines.append(
        Plot.Line("mean of the samples", x: Array(numbers.suffix(means.count)), y: means))
    }
    let kind = errorQuantity == .testRMSE ? "test" : "training"
    return Plot(
      "Root mean squared \(kind) error of each sweep, and of the mean prediction of all samples",
      x: .init(chainCount > 1 ? "sweep, one chain after the other" : "sweep"),
      y: .init("root mean squared error"), lines: lines)
  }

  /// What the plots are called of what was drawn besides factors.
  fileprivate static let tracePlotNames = ["alpha", "mu", "lambda"]

  /// What was drawn besides factors, by sweep.
  fileprivate var tracePlots: [Plot] {
    [
      plot(
        "The precision α of the ratings by sweep", [("α", .noisePrecision)],
        axis: .init("precision α")),
      plot(
        "The length of the mean μ of the factors by sweep",
        [("users", .userMeanNorm), ("items", .itemMeanNorm)], axis: .init("‖μ‖")),
      plot(
        "The trace of the precision Λ of the factors by sweep",
        [("users", .userPrecisionTrace), ("items", .itemPrecisionTrace)],
        axis: .init("tr Λ", .logarithmic)),
    ]
  }

  private func plot(
    _ caption: String, _ quantities: [(name: String, quantity: Quantity)], axis: Plot.Axis
  ) -> Plot {
    let lines = quantities.flatMap { name, quantity in
      chains(of: quantity, samplesOnly: false).enumerated().map { chain, values in
        Plot.Line(
          chainCount > 1 ? "\(name), chain \(chain + 1)" : name,
          x: values.indices.map { Double($0 + 1) }, y: values)
      }
    }
    return Plot(caption, x: .init("sweep"), y: axis, lines: lines)
  }

  /// The quantities that were watched, and whether to trust their samples.
  fileprivate var table: Table {
    let shown = Quantity.allCases.filter { summary(of: $0) != nil }
    let diagnostics = shown.map(diagnostics(of:))
    func real(_ values: [Double], _ digits: Int) -> Table.Column.Values {
      .real(values, fractionDigits: digits)
    }
    return Table(
      "Summary of \(sampleCount) samples, with convergence diagnostics",
      columns: [
        .init("quantity", .text(shown.map(\.inWords))),
        .init("mean", real(shown.map { summary(of: $0)?.mean ?? .nan }, 4)),
        .init("deviation", real(shown.map { summary(of: $0)?.deviation ?? .nan }, 4)),
        .init("split R̂", real(diagnostics.map(\.splitRHat), 3)),
        .init("bulk ESS", real(diagnostics.map(\.bulkSampleSize), 0)),
        .init("tail ESS", real(diagnostics.map(\.tailSampleSize), 0)),
      ])
  }
}

extension GibbsTrace {
  /// What the table comes to; nil where there are too few samples to tell.
  fileprivate var summaryOfDiagnostics: String? {
    let worst = worstDiagnostics
    guard worst.splitRHat.isFinite, worst.sampleSize.isFinite else { return nil }
    func names(_ isWorst: (ChainDiagnostics) -> Bool) -> String {
      Quantity.allCases.filter { isWorst(diagnostics(of: $0)) }.map(\.inWords)
        .joined(separator: "; ")
    }
    let leastSettled = names { $0.splitRHat == worst.splitRHat }
    let fewest = names { $0.sampleSize == worst.sampleSize }
    let reduction = ScalarValue.real(worst.splitRHat).formatted(.fixed(3))
    let count = ScalarValue.real(worst.sampleSize).formatted(.fixed(0))
    return """
      Of all these quantities the largest split R̂ is \(reduction) \
      (\(leastSettled)), and the smallest effective sample size \(count) (\(fewest)).
      """
  }
}

extension GibbsTrace.Quantity {
  fileprivate var inWords: String {
    switch self {
    case .testRMSE: "test RMSE"
    case .trainRMSE: "training RMSE"
    case .noisePrecision: "α"
    case .userMeanNorm: "‖μ‖, users"
    case .itemMeanNorm: "‖μ‖, items"
    case .userPrecisionTrace: "tr Λ, users"
    case .itemPrecisionTrace: "tr Λ, items"
    }
  }
}

// MARK: - The test

extension PredictiveTest {
  /// Nominal coverage against actual coverage.
  fileprivate var calibrationPlot: Plot {
    let nominal = (1...19).map { Double($0) / 20 }
    return Plot(
      "Coverage of the predictive intervals", x: .init("nominal coverage"),
      y: .init("actual coverage"),
      lines: [
        .init("nominal", x: nominal, y: nominal),
        .init("actual", x: nominal, y: nominal.map { coverage(nominal: $0) }),
      ])
  }

  fileprivate var coverageTable: Table {
    let nominal = [0.5, 0.9]
    return Table(
      "Predictive intervals of the test ratings",
      columns: [
        .init("nominal coverage", .real(nominal.map { $0 * 100 }, fractionDigits: 0), unit: "%"),
        .init(
          "actual coverage", .real(nominal.map { coverage(nominal: $0) * 100 }, fractionDigits: 1),
          unit: "%"),
        .init("mean width", .real(nominal.map { meanWidth(nominal: $0) }, fractionDigits: 2)),
      ])
  }

  /// Whether the model errs more where it says so.
  fileprivate var certaintyTable: Table {
    let groups = groupsByDeviation(5).filter { !$0.isEmpty }
    func mean(_ positions: [Int], _ value: (Int) -> Float) -> Double {
      positions.reduce(0) { $0 + Double(value($1)) } / Double(positions.count)
    }
    return Table(
      "Test ratings by certainty, in fifths from the most certain",
      columns: [
        .init("ratings", .integer(groups.map(\.count))),
        .init(
          "predicted deviation",
          .real(groups.map { mean($0) { deviations[$0] } }, fractionDigits: 3)),
        .init(
          "actual RMSE",
          .real(
            groups.map { mean($0) { residuals[$0] * residuals[$0] }.squareRoot() },
            fractionDigits: 3)),
        .init(
          "in 90% intervals",
          .real(groups.map { coverage(nominal: 0.9, of: $0) * 100 }, fractionDigits: 1), unit: "%"),
      ])
  }
}
