/// The stable name of a rule that a notebook can break, such as `unknown-parameter`.
///
/// There is one for each rule, however it is worded. A module that has rules of its own declares
/// their codes in an extension:
///
///     extension DiagnosticCode {
///       public static let emptyBasket = DiagnosticCode("empty-basket")
///     }
public struct DiagnosticCode: RawRepresentable, Hashable, Sendable {
  /// Words in lower case, joined by `-`.
  public var rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(_ rawValue: String) { self.rawValue = rawValue }
}
