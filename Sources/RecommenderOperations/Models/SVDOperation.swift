import LinearAlgebra
import NotebookSyntax
public import Operations
import Recommenders

/// `svd`: singular values of a rating matrix.
struct SVDOperation: NotebookOperation {
  static let name = "svd"
  static let summary =
    "Computes the singular value decomposition of a matrix, from the eigenvectors of XᵀX and XXᵀ."

  @Input("The matrix or the ratings to factor.") var data: FactoredData
  @Parameter("How many singular values to keep.", \SVD.Configuration.$factors) var factors
  @Parameter(
    "How to fill in missing ratings; by default a matrix with missing ratings is refused.",
    \SVD.Configuration.missing)
  var missing
  @Parameter("Which means to subtract from the matrix first.", \SVD.Configuration.center) var center
  @Parameter(
    """
    How to find them: all eigenvalues of XᵀX and XXᵀ, or only the largest singular values by \
    Lanczos's way; `auto` takes the first up to 2000 rows and columns.
    """, \SVD.Configuration.method)
  var method
  @Parameter("The seed for the starting vector of `lanczos`, in place of the cell's own.")
  var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    guard missing == .error, !context.mayFail, let matrix = _data.shape,
      let gaps = matrix.counts["gaps"], gaps > 0
    else { return [] }
    let cells = (matrix.counts["rows"] ?? 0) * (matrix.counts["columns"] ?? 0)
    let failure = OperationFailure(SVDError.missingEntries(count: gaps, of: cells))
    return [
      Diagnostic(
        failure.code, failure.message, at: $missing ?? context.cell, details: failure.details,
        help: failure.help)
    ]
  }

  var resultShape: ResultShape {
    ResultShape(
      of: Result.self, trainedOn: _data.shape,
      lackOfObjective: "a decomposition is computed without one")
  }

  func configuration(in context: OperationContext) -> SVD.Configuration {
    put(into: SVD.Configuration()).running(in: context, seed: seed)
  }

  func run(in context: OperationContext) async throws -> TrainedModel<SVDModel> {
    let configuration = configuration(in: context)
    let (entries, data) = (data.entries, data.data)
    do {
      let model = try SVD(configuration).factor(entries) { step in
        try context.checkpoint(Checkpoint("step", step, of: nil))
      }
      var errors = EpochReport(
        epoch: 1, epochs: 1, trainMSE: model.meanSquaredError(on: entries) ?? .nan)
      errors.testMSE = data.test.flatMap { model.meanSquaredError(on: MatrixEntries($0)) }
      return TrainedModel(
        TrainingResult(model: model, curve: LearningCurve(reports: [errors])), on: data)
    } catch let error as SVDError {
      throw OperationFailure(error)
    } catch {
      throw inWords(error, data)
    }
  }
}

extension SVD.Missing: ParameterValue {}
extension SVD.Centering: ParameterValue {}
extension SVD.Method: ParameterValue {}

/// What can be factored: the training part of a split, a rating table, or a matrix.
struct FactoredData: InputValue {
  static let typeDescription = "a split, a rating table or a matrix"
  var data: TrainingData
  /// What is known of the matrix.
  var entries: MatrixEntries

  static func accepts(_ type: any Presentable.Type) -> Bool {
    TrainingData.accepts(type) || type == NotebookMatrix.self
  }

  init?(_ result: any Presentable) {
    if let matrix = result as? NotebookMatrix {
      data = TrainingData(train: matrix.ratings)
      entries = matrix.entries
    } else if let data = TrainingData(result) {
      self.data = data
      entries = MatrixEntries(data.train)
    } else {
      return nil
    }
  }
}

extension OperationFailure {
  init(_ error: SVDError) {
    switch error {
    case .noRatings: self.init(.noRatings, "There are no ratings to factor", parameter: "data")
    case .parameterOutOfRange(let name):
      self.init(.outOfRange, "'\(name)' is out of range", parameter: name)
    case .missingEntries(let count, let cells):
      self.init(
        .missingEntries,
        "A singular value decomposition needs every cell of the matrix, and "
          + "\(count.grouped) of \(cells.grouped) are empty",
        details: [
          "an empty cell is not a zero: whatever is filled in, the factors will fit it too"
        ],
        help: "choose how to fill it in, for example 'missing: item-mean'; or use a method that "
          + "learns from the ratings alone, such as 'als'", parameter: "missing")
    case .tooLargeForEigen(let lines):
      self.init(
        .tooLargeMatrix,
        "A matrix of \(lines.grouped) rows or columns is too large to be multiplied by its transpose",
        help: "choose 'method: lanczos'", parameter: "method")
    case .notConverged:
      self.init(
        .notConverged, "The iteration for the eigenvalues didn't converge", parameter: "data")
    case .tooLarge:
      self.init(
        .outOfRange,
        "The singular values are too large for predictions in single precision",
        help: "divide the ratings by a large number first", parameter: "data")
    }
  }
}
