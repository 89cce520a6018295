import NotebookSyntax
import Operations
import Recommenders

// What trained models have, by how they are trained and on what.

extension ResultShape {
  /// Why there is nothing to test a model with that learns from such data; nil if there is, as far
  /// as one knows.
  var lackOfTest: String? {
    type == RatingSplit.self
      ? absence(of: "test.mean") : "it is trained on ratings without a test part"
  }

  /// A model that is trained.
  ///
  /// - Parameters:
  ///   - type: The type of the model.
  ///   - data: The shape of what it learns from; nil if that is not known.
  ///   - epochs: How many epochs are to be run; nil for a model that is found in another way.
  ///   - lackOfObjective: Why nothing is minimized that is called J; nil if something is.
  ///   - factors: How many factors it has; nil if it has none, or their number depends on the data.
  init<Model>(
    of type: TrainedModel<Model>.Type, trainedOn data: ResultShape?, epochs: Int? = nil,
    lackOfObjective: String? = nil, factors: Int? = nil
  ) {
    self.init(of: type)
    counts["factors"] = factors
    if let reason = lackOfObjective { remove("objective", because: reason) }
    if let reason = data?.lackOfTest { removeTest(of: Model.self, because: reason) }
    if epochs == 0 {
      remove(errors: ["train", "test"], because: "'epochs' is 0")
      remove("objective", because: "'epochs' is 0")
      removeOutputs(of: Model.self, because: "'epochs' is 0")
    }
  }

  /// A model that was saved, perhaps with the ratings that it was trained on.
  init<Model>(ofRestored type: TrainedModel<Model>.Type) {
    self.init(of: type)
    let reason = "a model's file doesn't say how it was trained"
    remove(errors: ["train", "test"], because: reason)
    remove("objective", because: reason)
    removeOutputs(of: Model.self, because: reason)
  }

  /// The feature of a network that is its layers.
  static let layers = "layers"

  /// The path, in the shape of a model, of the ratings to test it with.
  static let test = "data.test"

  private mutating func removeTest(of model: any NotebookModel.Type, because reason: String) {
    remove(errors: ["test"], because: reason)
    remove(Self.test, because: reason)
    for name in model.testValueNames { remove(name, because: reason) }
    removeOutputs(model.testOutputNames, because: reason)
  }

  /// Takes away what shows how a model was trained.
  private mutating func removeOutputs(of model: any NotebookModel.Type, because reason: String) {
    removeOutputs(
      outputs.filter { !model.modelOutputs.contains($0) }.map(\.name), because: reason)
  }

  private mutating func remove(errors parts: [String], because reason: String) {
    for part in parts { remove("\(part).mse", "\(part).rmse", because: reason) }
  }
}

extension Inputs<AnyTrainedModel> {
  /// Whether none of the models has a value, as far as one knows.
  func allLack(_ name: String) -> Bool {
    !shapes.isEmpty && shapes.count == names.count
      && shapes.allSatisfy { $0.shape.absence(of: name) != nil }
  }
}

/// What is wrong with a model to go on from, as far as that is known of their shapes.
func problemsOfStart(
  _ start: ResultShape?, factors: Int? = nil, layers: String? = nil, at place: SourceRange?,
  in context: CheckContext
) -> [Diagnostic] {
  if let layers, let others = start?.features[ResultShape.layers], others != layers {
    let failure = OperationFailure(NetworkError.differentLayers)
    return [
      Diagnostic(
        failure.code, failure.message, at: place ?? context.cell,
        details: ["it has \(others), and this one has \(layers)"], help: failure.help)
    ]
  }
  guard let factors, let count = start?.counts["factors"], count != factors else { return [] }
  return [
    Diagnostic(
      .differentSize,
      "A model with \(counted(count, "factor")) can't go on as one with \(factors)",
      at: place ?? context.cell, help: "set 'factors: \(count)', or start from another model")
  ]
}
