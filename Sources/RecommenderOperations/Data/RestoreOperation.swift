import Operations
import Recommenders

/// `restore`: a model that was saved.
struct RestoreOperation: NotebookOperation {
  static let name = "restore"
  static let summary = "Reads a factor model from a file written by `save` or NumPy."

  @Parameter("The `.npz` file, relative to the notebook.") var path: String

  init() {}

  func files(in context: CheckContext) -> [FileUse] {
    [FileUse(.reads, path, path: context.resolve(path: path), at: $path ?? context.cell)]
  }

  static var shapeOfAll: ResultShape { ResultShape(ofRestored: Result.self) }

  func run(in context: OperationContext) async throws -> TrainedModel<FactorModel> {
    do {
      let (named, sha256) = try NamedFactorModel.read(context.resolve(path: path))
      return TrainedModel(restoring: named, from: path, sha256: sha256)
    } catch {
      throw OperationFailure(error, as: .model)
    }
  }
}
