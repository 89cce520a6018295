public import ArgumentParser
public import NotebookCommands
public import Operations
import RecommenderOperations

/// A program for notebooks about recommenders: nbrun, or one with more operations.
///
///     @main
///     struct MyTool: RecommenderTool {
///       static let operations = OperationRegistry.recommenders + [Popularity.self]
///     }
public protocol RecommenderTool: NotebookTool {}

extension RecommenderTool {
  public static var operations: OperationRegistry { .recommenders }
  public static var summary: String {
    "Runs literate notebooks about matrix factorization and recommenders."
  }
  public static var commands: [any ParsableCommand.Type] { [DatasetCommand<Self>.self] }
}
