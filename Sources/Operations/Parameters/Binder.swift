import Bounds
public import NotebookSyntax

/// An operation with its parameters, ready to be checked further or to be run.
public struct BoundOperation<Operation: NotebookOperation>: Sendable {
  public var operation: Operation
  /// Every parameter with its value as a notebook would write it, in the order of declaration.
  public var settings: [(name: String, value: String)]
  /// What prose quotes of the parameters.
  public var parameters: [ParameterFact]
  /// The names of the results that the operation uses.
  public var dependencies: [String]
}

extension NotebookOperation {
  /// The parameters as they are declared, for documentation and help.
  public static var declarations: [ParameterDeclaration] {
    Declarations(of: Self()).all.map { $0.wrapper.declaration(named: $0.name) }
  }

  /// Binds an operation to a cell, or throws everything that is wrong with the cell.
  ///
  /// Before a run, the results of earlier cells have types but no values yet; an
  /// input is then checked and left unbound. One function serves both times.
  public static func bind(
    _ cell: Cell, scope: Scope
  ) throws(Diagnostics) -> BoundOperation<Self> {
    let declarations = Declarations(of: Self())
    let binder = Binder(cell, scope)
    var bound: Self?
    do {
      bound = try Self(from: binder.decoder(of: declarations))
    } catch {
      preconditionFailure("\(Self.self) has a property that is no parameter: \(error)")
    }
    let problems =
      binder.problems + unknownParameters(of: cell, among: declarations.all.map(\.name))
    guard let bound, problems.isEmpty, !binder.isIncomplete else { throw Diagnostics(problems) }
    let boundDeclarations = Declarations(of: bound)
    let wrappers = boundDeclarations.all
    return BoundOperation(
      operation: bound,
      settings: wrappers.compactMap { name, wrapper in wrapper.written.map { (name, $0) } },
      parameters: boundDeclarations.facts,
      dependencies: wrappers.flatMap { $0.wrapper.dependencies })
  }

  private static func unknownParameters(of cell: Cell, among names: [String]) -> [Diagnostic] {
    (cell.parameters?.entries ?? []).filter { !names.contains($0.key) }.map {
      Diagnostic(
        .unknownParameter, "'\(name)' has no parameter '\($0.key)'", at: $0.keyRange,
        help: suggestion(for: $0.key, among: names))
    }
  }
}

/// Drives the initializers that the compiler writes for an operation and for groups of parameters.
///
/// A property whose value is wrong stays unbound and its problem is kept, so that
/// one attempt finds everything that is wrong with a cell.
private final class Binder {
  private let cell: Cell
  private let scope: Scope
  private(set) var problems: [Diagnostic] = []
  /// Whether something could not be bound for a reason that was told before.
  private(set) var isIncomplete = false

  init(_ cell: Cell, _ scope: Scope) {
    self.cell = cell
    self.scope = scope
  }

  /// What makes an operation or a group from its declarations.
  func decoder(of declarations: Declarations) -> any Decoder {
    Properties(binder: self, members: declarations.members)
  }

  func bind<D: Declared>(_ wrapper: D, as name: String) -> D {
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
}

/// The properties of an operation or of a group, each bound when it is asked for.
private struct Properties: Decoder {
  let binder: Binder
  let members: [(property: String, member: Declarations.Member)]

  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func value(of property: String) throws -> Any {
    switch members.first(where: { $0.property == property })?.member {
    case .parameter(let wrapper): binder.bind(wrapper, as: property.kebabCase)
    case .group(let group):
      try group.bound(by: binder.decoder(of: Declarations(of: group.wrappedValue)))
    case nil: throw NotAParameter()
    }
  }

  func container<Key>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Container(properties: self))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NotAParameter() }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NotAParameter() }

  struct Container<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let properties: Properties
    let codingPath: [any CodingKey] = []
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<T: Decodable>(_: T.Type, forKey key: Key) throws -> T {
      guard let wrapper = try properties.value(of: key.stringValue) as? T else {
        throw NotAParameter()
      }
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

extension Parameters: Decodable {
  public init(from decoder: any Decoder) throws { throw NotAParameter() }
}

extension Input: Decodable {
  public init(from decoder: any Decoder) throws { throw NotAParameter() }
}

extension Inputs: Decodable {
  public init(from decoder: any Decoder) throws { throw NotAParameter() }
}

/// A property of an operation is neither `@Parameter` nor `@Parameters` nor `@Input`, or a wrapper
/// stands alone.
private struct NotAParameter: Error {}
