/// What operations use besides their parameters and the notebook's files, such as the store of
/// datasets: one value of each type.
///
/// It belongs to a registry, so that a program or a test gives the operations its own:
///
///     let operations = OperationRegistry.recommenders.with(DatasetStore(directory: folder))
///
/// An operation asks its context for the type:
///
///     let store = context.environment[DatasetStore.self] ?? DatasetStore()
public struct OperationEnvironment: Sendable {
  private var values: [ObjectIdentifier: any Sendable] = [:]

  /// An environment without a value.
  public init() {}

  /// The value of a type; nil if there is none.
  public subscript<Value: Sendable>(type: Value.Type) -> Value? {
    get { values[ObjectIdentifier(type)] as? Value }
    set { values[ObjectIdentifier(type)] = newValue }
  }

  /// Takes in the values of another environment, where there are none of their types.
  mutating func add(_ other: OperationEnvironment) {
    values.merge(other.values) { own, _ in own }
  }
}

extension OperationRegistry {
  /// The same operations with a value that they use in place of another of its type.
  public func with(_ value: some Sendable) -> OperationRegistry {
    var copy = self
    copy.environment.put(value)
    return copy
  }
}

extension OperationEnvironment {
  fileprivate mutating func put<Value: Sendable>(_ value: Value) { self[Value.self] = value }
}
