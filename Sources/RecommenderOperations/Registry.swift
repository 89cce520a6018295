public import Operations

extension OperationRegistry {
  /// Every operation about ratings and recommenders.
  public static let recommenders = OperationRegistry([
    LoadOperation.self, DescribeOperation.self, ShrinkOperation.self, SplitOperation.self,
    ALSOperation.self, MFOperation.self, ANNOperation.self, ResidualOperation.self,
    AutoRecOperation.self, ShowOperation.self, SaveOperation.self, RestoreOperation.self,
  ])
}
