import BiasOperations
import Operations
import RecommenderCommands
import RecommenderOperations

@main
struct MyTool: RecommenderTool {
  static let operations: OperationRegistry = .recommenders + .biases
}
