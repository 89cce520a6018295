import LinearAlgebra

/// The chains of a training, one after the other, and what is gathered of their samples.
struct BPMFTraining: ~Copyable {
  private let configuration: BPMF.Configuration
  private let data: GibbsData
  /// The test ratings, less the mean.
  private let testByUser: RatingRows
  private let keptCount: Int
  private var trainResiduals: ResidualMeans
  private var testSums: PredictiveTestSums
  private var samples: [FactorModel] = []
  private var noisePrecisions: [Double] = []
  private var trace = GibbsTrace()
  /// The errors of the mean prediction; nil before the first sample.
  private var meanErrors: Errors?

  private struct Errors {
    var train: Double
    var test: Double?
  }

  init(_ configuration: BPMF.Configuration, data: TrainingData, mean: Float) {
    self.configuration = configuration
    let threads = configuration.threads
    self.data = GibbsData(
      data.train, mean: mean, factors: configuration.factors, threads: threads)
    testByUser = RatingRows(
      data.testMatrix(subtracting: mean, threads: threads), rowCost: 1)
    keptCount = configuration.keptSamples(
      users: data.train.users.count, items: data.train.items.count)
    trainResiduals = ResidualMeans(count: data.train.count, threads: threads)
    testSums = PredictiveTestSums(count: data.test?.count ?? 0, threads: threads)
  }

  /// Runs a chain.
  ///
  /// - Parameters:
  ///   - number: which, from 0.
  ///   - onSweep: called after each sweep.
  /// - Throws: `FactorizationError.diverged`, or what `onSweep` throws.
  mutating func run(chain number: Int, onSweep: (EpochReport) throws -> Void) throws {
    var chain = GibbsChain(configuration, data: data, number: number)
    let sweeps = configuration.sweeps
    for sweep in 1...sweeps {
      let errors = try step(&chain, number, sweep)
      try onSweep(
        EpochReport(
          epoch: number * sweeps + sweep, epochs: configuration.chains * sweeps,
          trainMSE: errors.train, testMSE: errors.test))
    }
  }

  /// Makes a sweep, and takes it in.
  ///
  /// - Returns: the errors of what would be predicted if the training ended here.
  private mutating func step(
    _ chain: inout GibbsChain, _ number: Int, _ sweep: Int
  ) throws(FactorizationError) -> Errors {
    let squares = try chain.sweep(sweep, residuals: trainResiduals.latest.pointer)
    var errors = Errors(train: squares / Double(trainResiduals.count))
    if testByUser.matrix.count > 0 {
      let squares = chain.sumOfSquaredResiduals(
        testByUser, residuals: testSums.residuals.latest.pointer)
      errors.test = squares / Double(testByUser.matrix.count)
    }
    let isSample =
      sweep > configuration.burnIn && (sweep - configuration.burnIn) % configuration.thin == 0
    if isSample { take(chain) }
    var values: [GibbsTrace.Quantity: Double] = [
      .trainRMSE: errors.train.squareRoot(),
      .noisePrecision: chain.noisePrecision,
      .userMeanNorm: chain.userParameters.factors.meanNorm,
      .itemMeanNorm: chain.itemParameters.factors.meanNorm,
      .userPrecisionTrace: chain.userParameters.factors.precisionTrace,
      .itemPrecisionTrace: chain.itemParameters.factors.precisionTrace,
    ]
    values[.testRMSE] = errors.test?.squareRoot()
    trace.sweeps.append(
      GibbsTrace.Sweep(
        chain: number, sweep: sweep, isSample: isSample, values: values,
        meanTestRMSE: meanErrors?.test?.squareRoot()))
    return meanErrors ?? errors
  }

  /// Takes the chain's present state for a sample.
  private mutating func take(_ chain: borrowing GibbsChain) {
    let squares = trainResiduals.addLatest()
    meanErrors = Errors(train: squares / Double(trainResiduals.count))
    if testByUser.matrix.count > 0 {
      let squares = testSums.addLatest(noisePrecision: chain.noisePrecision)
      meanErrors?.test = squares / Double(testByUser.matrix.count)
    }
    // Of all samples, so many at equal distances, the last one among them.
    let all = configuration.samples * configuration.chains
    let taken = trainResiduals.sampleCount
    if taken * keptCount / all > (taken - 1) * keptCount / all {
      samples.append(chain.model())
      noisePrecisions.append(chain.noisePrecision)
    }
  }

  func model() -> PosteriorModel {
    PosteriorModel(
      samples: samples, noisePrecisions: noisePrecisions, trace: trace,
      test: testByUser.matrix.count > 0 ? testSums.result : nil)
  }
}
