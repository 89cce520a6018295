public import NotebookSyntax

/// An operation with its parameters, ready to be checked further or to be run.
public struct BoundOperation<Operation: NotebookOperation>: Sendable {
  public var operation: Operation
  /// Every parameter with its value as a notebook would write it, in the order of declaration.
  public var settings: [(name: String, value: String)]
  /// The names of the results that the operation uses.
  public var dependencies: [String]
}

extension NotebookOperation {
  /// The parameters as they are declared, for documentation and help.
  public static var declarations: [ParameterDeclaration] {
    declared.map { $0.wrapper.declaration(named: $0.name) }
  }

  /// Binds an operation to a cell, or throws everything that is wrong with the cell.
  ///
  /// Before a run, the results of earlier cells have types but no values yet; an
  /// input is then checked and left unbound. One function serves both times.
  public static func bind(
    _ cell: Cell, scope: Scope
  ) throws(Diagnostics) -> BoundOperation<Self> {
    let binder = Binder(cell, declared, scope)
    var bound: Self?
    do {
      bound = try Self(from: binder)
    } catch {
      preconditionFailure("\(Self.self) has a property that is no parameter: \(error)")
    }
    let problems = binder.problems + unknownParameters(of: cell)
    guard let bound, problems.isEmpty, !binder.isIncomplete else { throw Diagnostics(problems) }
    let wrappers = Self.wrappers(of: bound)
    return BoundOperation(
      operation: bound,
      settings: wrappers.compactMap { name, wrapper in wrapper.written.map { (name, $0) } },
      dependencies: wrappers.flatMap { $0.wrapper.dependencies })
  }

  private static func unknownParameters(of cell: Cell) -> [Diagnostic] {
    let names = declarations.map(\.name)
    return (cell.parameters?.entries ?? []).filter { !names.contains($0.key) }.map {
      Diagnostic(
        .unknownParameter, "'\(name)' has no parameter '\($0.key)'", at: $0.keyRange,
        help: suggestion(for: $0.key, among: names))
    }
  }

  private static var declared: [(name: String, wrapper: any Declared)] { wrappers(of: Self()) }

  /// The property wrappers of an operation, by the names that notebooks have for them.
  private static func wrappers(of operation: Self) -> [(name: String, wrapper: any Declared)] {
    Mirror(reflecting: operation).children.compactMap { label, value in
      guard let label, let wrapper = value as? any Declared else { return nil }
      return (String(label.dropFirst()).kebabCase, wrapper)  // 'rank' is stored as '_rank'
    }
  }
}

extension String {
  /// `learningRate` as notebooks write it: `learning-rate`.
  var kebabCase: String {
    reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1) }
  }
}

/// Drives the initializer that the compiler writes for an operation.
///
/// A property whose value is wrong stays unbound and its problem is kept, so that
/// one attempt finds everything that is wrong with a cell.
private final class Binder: Decoder {
  let cell: Cell
  let declared: [(name: String, wrapper: any Declared)]
  let scope: Scope
  var problems: [Diagnostic] = []
  /// Whether something could not be bound for a reason that was told before.
  var isIncomplete = false

  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ cell: Cell, _ declared: [(name: String, wrapper: any Declared)], _ scope: Scope) {
    self.cell = cell
    self.declared = declared
    self.scope = scope
  }

  func bind(_ property: String) -> (any Declared)? {
    let name = property.kebabCase
    guard let wrapper = declared.first(where: { $0.name == name })?.wrapper else { return nil }
    return bind(wrapper, as: name)
  }

  private func bind<D: Declared>(_ wrapper: D, as name: String) -> D {
    do throws(Diagnostic) {
      if let entry = cell.parameters?.entries.first(where: { $0.key == name }) {
        guard !entry.value.hasPlaceholder else {
          isIncomplete = true
          return wrapper
        }
        return try wrapper.bound(to: entry, scope: scope)
      }
      return try wrapper.unwritten(as: name, in: cell, scope: scope)
    } catch {
      problems.append(error)
      return wrapper
    }
  }

  func container<Key>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Properties(binder: self))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NotAParameter() }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NotAParameter() }

  struct Properties<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let binder: Binder
    let codingPath: [any CodingKey] = []
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<T: Decodable>(_: T.Type, forKey key: Key) throws -> T {
      guard let wrapper = binder.bind(key.stringValue) as? T else { throw NotAParameter() }
      return wrapper
    }
    func nestedContainer<K>(keyedBy _: K.Type, forKey _: Key) throws -> KeyedDecodingContainer<K> {
      throw NotAParameter()
    }
    func nestedUnkeyedContainer(forKey _: Key) throws -> any UnkeyedDecodingContainer {
      throw NotAParameter()
    }
    func superDecoder() throws -> any Decoder { throw NotAParameter() }
    func superDecoder(forKey _: Key) throws -> any Decoder { throw NotAParameter() }
  }
}

extension Parameter: Decodable {
  public init(from decoder: any Decoder) throws { throw NotAParameter() }
}

extension Input: Decodable {
  public init(from decoder: any Decoder) throws { throw NotAParameter() }
}

extension Inputs: Decodable {
  public init(from decoder: any Decoder) throws { throw NotAParameter() }
}

/// A property of an operation is neither `@Parameter` nor `@Input`, or a wrapper stands alone.
private struct NotAParameter: Error {}
