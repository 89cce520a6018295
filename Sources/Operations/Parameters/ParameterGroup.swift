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
}

extension ParameterGroup {
  public func problems(in context: CheckContext) -> [Diagnostic] { [] }

  /// What is wrong with the parameters as a whole: those of each group in this one, and all of them.
  public func allProblems(in context: CheckContext) -> [Diagnostic] {
    let declarations = Declarations(of: self)
    return declarations.groups.flatMap { $0.allProblems(in: context) }
      + declarations.inapplicable + problems(in: context)
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
  /// The group.
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

  /// What prose quotes of the parameters.
  var facts: [ParameterFact] {
    members.flatMap { property, member -> [ParameterFact] in
      switch member {
      case .parameter(let wrapper):
        let fact = wrapper.fact(named: property.kebabCase)
        return [fact.value == nil ? conditionalFact(of: wrapper, fact) : fact]
      case .group(let group): return Declarations(of: group.wrappedValue).facts
      }
    }
  }

  /// What a parameter that has no value of its own stands for because of another.
  private func conditionalFact(of wrapper: any Declared, _ fact: ParameterFact) -> ParameterFact {
    guard wrapper.written == nil, let value = wrapper.condition.flatMap(met)?.fact else {
      return fact
    }
    return ParameterFact(fact.name, value)
  }

  /// What is wrong with parameters that are written where they have no meaning.
  var inapplicable: [Diagnostic] {
    own.compactMap { property, wrapper in
      guard let place = wrapper.place, let condition = wrapper.condition, met(condition) == nil
      else { return nil }
      return Diagnostic(
        .inapplicableParameter, "'\(property.kebabCase)' is for \(condition.description)",
        at: place,
        help: "leave it out, or choose \(condition.description)")
    }
  }

  /// The case of a condition that holds; nil if none does.
  private func met(_ condition: ParameterCondition) -> ParameterCondition.Case? {
    condition.case(own.first { $0.property.kebabCase == condition.parameter }?.wrapper.written)
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
