/// What a source calls a user or an item, told apart by its bytes.
///
/// Two texts of Swift are equal if people see the same, as `é` in one character or in two. Two
/// identifiers aren't: whoever wrote them made them differ, and numbers go by bytes too.
public struct Identifier: Hashable, Sendable, ExpressibleByStringLiteral {
  public var text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }

  public static func == (a: Identifier, b: Identifier) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}
