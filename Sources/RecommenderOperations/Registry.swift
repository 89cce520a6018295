import NotebookSyntax
public import Operations

extension OperationRegistry {
  /// Every operation about ratings and recommenders.
  public static let recommenders = OperationRegistry(
    [
      // Ratings
      LoadOperation.self, MatrixOperation.self, DescribeOperation.self, ShrinkOperation.self,
      SplitOperation.self,
      // Models
      ALSOperation.self, SVDOperation.self, PMFOperation.self, BPMFOperation.self, MFOperation.self,
      ANNOperation.self,
      ResidualOperation.self, AutoRecOperation.self,
      // Questions to models
      PredictOperation.self, RecommendOperation.self, SimilarOperation.self, FactorsOperation.self,
      EvaluateOperation.self, CompareOperation.self,
      // Any result
      ShowOperation.self, SaveOperation.self, RestoreOperation.self,
    ], explanations: DiagnosticExplanation.ofRecommenders)
}
