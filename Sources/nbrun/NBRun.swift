import NotebookCommands
import RecommenderCommands

/// The program for notebooks about recommenders, with the operations of this package.
@main
struct NBRun: RecommenderTool {}
