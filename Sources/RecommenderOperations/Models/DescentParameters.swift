import Bounds
import NotebookSyntax
public import Operations
import Recommenders

/// What all networks have to be told about their training.
struct DescentParameters: ParameterGroup {
  @Parameter var epochs: Int
  @Parameter var batch: Int
  @Parameter("Stochastic gradient descent with momentum, or Adam.") var optimizer = Optimizer.Name
    .sgd
  @Parameter(
    "The step size.", \Optimizer.Rates.$learningRate, by: "optimizer",
    [
      "sgd": Optimizer.standardLearningRate(of: .sgd),
      "adam": Optimizer.standardLearningRate(of: .adam),
    ])
  var learningRate
  @Parameter(
    "The share of the last step that is added to the next; Adam has its own.",
    \Optimizer.Rates.$momentum, by: "optimizer", ["sgd": Optimizer.standardMomentum])
  var momentum
  @Parameter var regularization: Double
  @Parameter(
    "Stop when an epoch lowers J by less than this share; 0 for never.",
    \GradientDescent.$tolerance)
  var tolerance

  /// The parameters of a network.
  ///
  /// - Parameters:
  ///   - samples: what a batch is made of.
  ///   - weights: what the penalty is on.
  ///   - standard: the defaults.
  init(
    over samples: String, penalizing weights: String, of standard: GradientDescent = .init()
  ) {
    _epochs = Parameter(
      "How many passes to make over the \(samples).", \GradientDescent.$epochs, of: standard)
    _batch = Parameter("The batch size, in \(samples).", \GradientDescent.$batch, of: standard)
    _regularization = Parameter(
      "The weight of the L2 penalty: the sum of squares of \(weights).",
      \GradientDescent.$regularization, of: standard)
  }

  /// What the training is told.
  func settings(seed: UInt64?, in context: OperationContext) -> GradientDescent {
    var descent = put(into: GradientDescent()).running(in: context, seed: seed)
    descent.optimizer = Optimizer(optimizer, put(into: Optimizer.Rates()))
    return descent
  }

  /// Why nothing is minimized that is called J; nil if something is.
  var lackOfObjective: String? { regularization > 0 ? nil : "'regularization' is 0" }

  /// What is minimized besides the error.
  var objectives: Objectives { regularization > 0 ? .steps(["J"]) : .none }
}

extension Optimizer.Name: ParameterValue {}
