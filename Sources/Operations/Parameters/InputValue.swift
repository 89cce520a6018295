/// A value that a cell takes from the results of earlier cells.
///
/// Every result is one. So is a type that can be made of results of several types, as
/// the data of a model can be a split or a rating table.
public protocol InputValue: Sendable {
  /// What the value is called in a sentence, such as "a split or a rating table".
  static var typeDescription: String { get }
  /// Whether results of a type will do.
  static func accepts(_ type: any Presentable.Type) -> Bool
  /// Takes a result; nil if it won't do.
  init?(_ result: any Presentable)
}

extension Presentable {
  public static func accepts(_ type: any Presentable.Type) -> Bool { type == Self.self }

  public init?(_ result: any Presentable) {
    guard let value = result as? Self else { return nil }
    self = value
  }
}
