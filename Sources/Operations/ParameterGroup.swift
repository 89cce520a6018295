public import Bounds
public import NotebookSyntax

/// Parameters that belong together, and that several operations may have in common.
///
///     struct DescentParameters: ParameterGroup {
///       @Parameter("How many passes to make over the ratings.", in: 0...) var epochs = 15
///       @Parameter("The batch size, in ratings.", in: 1...) var batch = 128
///     }
///
///     struct MFOperation: NotebookOperation {
///       @Parameters var descent = DescentParameters()
///     }
///
/// In a notebook they are parameters of the cell like any other. An operation is a group itself.
public protocol ParameterGroup: Decodable, Sendable {
  /// Says what is wrong with the parameters as a whole, before anything runs.
  ///
  /// Inputs have no values yet and may not be read.
  func problems(in context: CheckContext) -> [Diagnostic]

  /// What parameters stand for that are left out, where that follows from others.
  var implied: [NamedValue] { get }
}

extension ParameterGroup {
  public func problems(in context: CheckContext) -> [Diagnostic] { [] }

  public var implied: [NamedValue] { [] }

  /// The defaults of the parameters that have no meaning in some cells, for ``implied`` in others.
  public var defaultsIfAny: [NamedValue] {
    Declarations(of: self).own.compactMap { property, wrapper in
      wrapper.substituteFact.map { NamedValue(property.kebabCase, $0) }
    }
  }

  /// What is wrong with the parameters as a whole: those of each group in this one, and all of them.
  public func allProblems(in context: CheckContext) -> [Diagnostic] {
    Declarations(of: self).groups.flatMap { $0.allProblems(in: context) } + problems(in: context)
  }

  /// Settings with the parameters put in that are declared by a place in such settings.
  ///
  /// - Parameter settings: what the others are.
  /// - Returns: the settings.
  public func put<Target: Settings>(into settings: Target = Target()) -> Target {
    var filled: any Settings = settings
    for (_, wrapper) in Declarations(of: self).own { wrapper.put(into: &filled) }
    return filled as? Target ?? settings
  }
}

/// A group of parameters among those of an operation.
@propertyWrapper
public struct Parameters<Group: ParameterGroup>: Sendable {
  public var wrappedValue: Group

  /// Declares a group.
  public init(wrappedValue: Group) { self.wrappedValue = wrappedValue }
}

/// The property wrappers of a group, by the names of their properties.
struct Declarations {
  /// What a property declares.
  enum Member {
    case parameter(any Declared)
    case group(any DeclaredGroup)
  }

  private(set) var members: [(property: String, member: Member)] = []

  init(of group: any ParameterGroup) {
    for (label, value) in Mirror(reflecting: group).children {
      guard let label else { continue }
      let property = String(label.dropFirst())  // 'rank' is stored as '_rank'
      if let wrapper = value as? any Declared {
        members.append((property, .parameter(wrapper)))
      } else if let group = value as? any DeclaredGroup {
        members.append((property, .group(group)))
      }
    }
  }

  /// The parameters by the names that notebooks have for them, those of groups included, in the
  /// order of declaration.
  var all: [(name: String, wrapper: any Declared)] {
    members.flatMap { property, member in
      switch member {
      case .parameter(let wrapper): [(property.kebabCase, wrapper)]
      case .group(let group): Declarations(of: group.wrappedValue).all
      }
    }
  }

  /// The parameters that are in no group within this one.
  var own: [(property: String, wrapper: any Declared)] {
    members.compactMap { property, member in
      if case .parameter(let wrapper) = member { (property, wrapper) } else { nil }
    }
  }

  /// What prose quotes of the parameters, where `group` is what they are declared in.
  func facts(of group: any ParameterGroup) -> [ParameterFact] {
    let implied = group.implied
    return members.flatMap { property, member -> [ParameterFact] in
      switch member {
      case .parameter(let wrapper):
        let name = property.kebabCase
        var fact = wrapper.fact(named: name)
        if fact.value == nil, let value = implied.first(where: { $0.name == name })?.value {
          fact = ParameterFact(name, value)
        }
        return [fact]
      case .group(let group):
        return Declarations(of: group.wrappedValue).facts(of: group.wrappedValue)
      }
    }
  }

  /// The groups within this one.
  var groups: [any ParameterGroup] {
    members.compactMap { if case .group(let group) = $0.member { group.wrappedValue } else { nil } }
  }
}

/// A property wrapper that an operation declares a group of parameters with.
protocol DeclaredGroup: Sendable {
  associatedtype Group: ParameterGroup
  var wrappedValue: Group { get }
  /// The wrapper around a group that a decoder has bound.
  func bound(by decoder: any Decoder) throws -> Self
}

extension Parameters: DeclaredGroup {
  func bound(by decoder: any Decoder) throws -> Self {
    Self(wrappedValue: try Group(from: decoder))
  }
}
