/// CSS as KaTeX's is: rules of plain selectors, `@font-face` and nothing nested.
package struct Stylesheet: Sendable {
  /// Selectors, and what is declared for what they select.
  package struct Rule: Sendable {
    package var selectors: [String]
    /// In their order, names in front of values.
    package var declarations: [(name: String, value: String)]

    package subscript(name: String) -> String? { declarations.last { $0.name == name }?.value }

    package var text: String {
      let declarations = declarations.map { "\($0.name):\($0.value)" }.joined(separator: ";")
      return "\(selectors.joined(separator: ",")){\(declarations)}"
    }
  }

  package var rules: [Rule] = []

  package init(_ text: String) {
    let text = Self.withoutComments(text[...])
    for block in text.split(separator: "}") {
      let parts = block.split(separator: "{", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let declarations = Self.split(parts[1], at: ";").compactMap { declaration in
        let sides = declaration.split(separator: ":", maxSplits: 1).map(Self.trimmed)
        return sides.count == 2 ? (name: sides[0], value: sides[1]) : nil
      }
      let selectors = Self.split(parts[0], at: ",").map(Self.trimmed)
      rules.append(Rule(selectors: selectors, declarations: declarations))
    }
  }

  /// The classes that an element and those around it must have for a selector to apply.
  package static func classes(in selector: String) -> [String] {
    // What is not so, as in `:not(.name)`, asks for nothing.
    let selector = selector.split(separator: ":not(", omittingEmptySubsequences: false)
      .enumerated()
      .map { $0 == 0 ? $1 : $1.drop { $0 != ")" } }
      .joined()
    return selector.split(separator: ".", omittingEmptySubsequences: false).dropFirst().map {
      String($0.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    }
  }

  /// Splits at a byte outside of parentheses and quotation marks.
  private static func split(_ text: Substring, at separator: Unicode.Scalar) -> [Substring] {
    let separator = UInt8(ascii: separator)
    let utf8 = text.utf8
    var parts: [Substring] = []
    var (start, depth) = (text.startIndex, 0)
    var quote: UInt8?
    for index in utf8.indices {
      let byte = utf8[index]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case separator where depth == 0:
        parts.append(text[start..<index])
        start = utf8.index(after: index)
      default: break
      }
    }
    return (parts + [text[start...]]).filter { !trimmed($0).isEmpty }
  }

  private static func withoutComments(_ text: Substring) -> String {
    var rest = text
    var result = ""
    while let start = rest.firstRange(of: "/*") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      rest = rest.firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
    }
    return result + rest
  }

  private static func trimmed(_ text: Substring) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = text.utf8.drop(while: isSpace)
    return start.lastIndex { !isSpace($0) }.map { String(text[start.startIndex...$0]) } ?? ""
  }
}
