import NotebookSyntax
public import Operations
import Recommenders

/// The optimizers by name, as a cell writes them.
public enum OptimizerName: String, ParameterValue, CaseIterable {
  case sgd
  case adam
}

extension GradientDescent {
  /// Puts together what the cells of all networks have.
  ///
  /// Without a learning rate or a momentum they are the optimizer's own; Adam has no momentum.
  init(
    epochs: Int, batch: Int, optimizer name: OptimizerName, learningRate: Double?,
    momentum: Double?, regularization: Double, tolerance: Double, seed: UInt64, threads: Int
  ) {
    self.init()
    self.epochs = epochs
    self.batch = batch
    optimizer =
      switch name {
      case .sgd: .sgd(learningRate: learningRate ?? 0.08, momentum: momentum ?? 0.9)
      case .adam: .adam(learningRate: learningRate ?? 0.001)
      }
    self.regularization = regularization
    self.tolerance = tolerance
    self.seed = seed
    self.threads = threads
  }
}

/// What is wrong with the parameters that the cells of all networks have, as written and where.
func problemsOfGradientParameters(
  optimizer: OptimizerName, learningRate: (value: Double?, place: SourceRange?),
  momentum: (value: Double?, place: SourceRange?)
) -> [Diagnostic] {
  var problems: [Diagnostic] = []
  if learningRate.value == 0, let place = learningRate.place {
    problems.append(
      Diagnostic(.outOfRange, "With a 'learning-rate' of 0 nothing is learned", at: place))
  }
  if let place = momentum.place {
    if optimizer == .adam {
      problems.append(
        Diagnostic(
          .inapplicableParameter, "'momentum' is for 'optimizer: sgd'; Adam has its own", at: place)
      )
    } else if momentum.value.map({ $0 >= 1 }) ?? false {
      problems.append(
        Diagnostic(
          .outOfRange, "'momentum' must be less than 1", at: place,
          help: "choose at least 0 and less than 1"))
    }
  }
  return problems
}

/// What is wrong with a list of hidden layers.
func problemsOfHidden(_ hidden: [Int], at place: SourceRange?, atLeast least: Int) -> [Diagnostic] {
  guard let place, hidden.count < least || !hidden.allSatisfy((1...65536).contains) else {
    return []
  }
  return [
    Diagnostic(
      .outOfRange,
      hidden.count < least
        ? "There is no hidden layer" : "A hidden layer has 1 to 65536 units", at: place,
      help: "list the units of each layer, such as 'hidden: [400, 100]'")
  ]
}

/// What is wrong with a share to drop.
func problemsOfDropout(_ dropout: Double, at place: SourceRange?) -> [Diagnostic] {
  guard let place, dropout == 1 else { return [] }
  return [Diagnostic(.noRatings, "No ratings would be left to train on", at: place)]
}
