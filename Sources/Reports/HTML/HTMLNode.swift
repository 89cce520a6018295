/// A piece of HTML or SVG: the only way in which this module makes markup.
///
/// A tree is data until `HTMLWriter` turns it into text, and escapes all of it there.
public indirect enum HTMLNode: Hashable, Sendable {
  case element(Element)
  case text(String)
  /// `<!-- … -->`; the text is this module's own and holds no `--`.
  case comment(String)
  /// Markup that somebody else has made, written as it is. Never for text.
  case raw(String)
  /// A newline, unless a line has just begun.
  case freshLine

  /// A tag, its attributes in the order in which they are written, and what stands inside.
  public struct Element: Hashable, Sendable {
    public var name: String
    public var attributes: [Attribute]
    public var children: [HTMLNode]
  }

  public struct Attribute: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
      case text(String)
      /// An address, percent-encoded where it must be.
      case url(String)
      /// A coordinate or a length, written with at most two digits after the point.
      case number(Double)
    }
    public var name: String
    public var value: Value
  }

  /// An element; attributes are given as pairs, and kept in that order.
  public static func element(
    _ name: String, _ attributes: KeyValuePairs<String, Attribute.Value> = [:],
    _ children: [HTMLNode] = []
  ) -> HTMLNode {
    let attributes = attributes.map { Attribute(name: $0.key, value: $0.value) }
    return .element(Element(name: name, attributes: attributes, children: children))
  }

  /// An element that holds nothing but text.
  public static func element(
    _ name: String, _ attributes: KeyValuePairs<String, Attribute.Value> = [:], text: String
  ) -> HTMLNode {
    element(name, attributes, [.text(text)])
  }

  /// The element with one more attribute; anything else stays what it is.
  func adding(_ name: String, _ value: Attribute.Value) -> HTMLNode {
    guard case .element(var element) = self else { return self }
    element.attributes.append(Attribute(name: name, value: value))
    return .element(element)
  }
}

extension HTMLNode.Attribute.Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .text(value) }
}

extension HTMLNode: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self = .text(value) }
}

extension HTMLNode {
  /// The markup of this node alone.
  public var markup: String { HTMLWriter.markup(of: [self]) }
}

extension [HTMLNode] {
  /// The markup of these nodes, one after the other.
  public var markup: String { HTMLWriter.markup(of: self) }
}
