/// A first look at TeX, as far as braces, environments and rows go.
struct TeXScanner {
  /// What matters outside of a formula's words.
  enum Token: Equatable {
    case openBrace, closeBrace
    case begin(String), end(String)
    /// `\\`
    case row
    /// `&`
    case column
    /// `\name`, also `\,`
    case command(String)
  }

  struct Found {
    var token: Token
    /// UTF-8 offsets into the formula.
    var range: Range<Int>
    /// How many braces and environments are open around it.
    var depth: Int
  }

  let bytes: [UInt8]

  init(_ tex: String) { bytes = Array(tex.utf8) }

  /// The tokens in their order, comments left out.
  func tokens() -> [Found] {
    var found: [Found] = []
    var depth = 0
    var index = 0
    func add(_ token: Token, _ end: Int) {
      found.append(Found(token: token, range: index..<end, depth: depth))
      index = end
    }
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"):
        let end = endOfCommand(at: index)
        let name = text(index + 1..<end)
        if name == "\\" {
          add(.row, end)
        } else if name == "begin", let (environment, after) = group(at: end) {
          add(.begin(environment), after)
          depth += 1
        } else if name == "end", let (environment, after) = group(at: end) {
          depth -= 1
          add(.end(environment), after)
        } else {
          add(.command(name), end)
        }
      case UInt8(ascii: "%"):
        index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      case UInt8(ascii: "{"):
        add(.openBrace, index + 1)
        depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        add(.closeBrace, index + 1)
      case UInt8(ascii: "&"): add(.column, index + 1)
      default: index += 1
      }
    }
    return found
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A range without white space at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    let start = bytes[range].firstIndex { !Self.isSpace($0) } ?? range.upperBound
    let last = bytes[start..<range.upperBound].lastIndex { !Self.isSpace($0) }
    return start..<(last.map { $0 + 1 } ?? start)
  }

  /// The offset of what follows white space.
  func skippingSpace(from index: Int) -> Int {
    bytes[index...].firstIndex { !Self.isSpace($0) } ?? bytes.count
  }

  /// The content of `{…}` and what follows it, for a name that holds no braces.
  func group(at index: Int) -> (content: String, end: Int)? {
    let open = skippingSpace(from: index)
    guard open < bytes.count, bytes[open] == UInt8(ascii: "{"),
      let close = bytes[open...].firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    return (text(trimmed(open + 1..<close)), close + 1)
  }

  /// What stands from an offset up to the sign that closes it, braces in it being in pairs.
  func balanced(from start: Int, to close: UInt8) -> Range<Int>? {
    var (index, depth) = (start, 0)
    while index < bytes.count {
      let byte = bytes[index]
      if depth == 0, byte == close { return start..<index }
      switch byte {
      case UInt8(ascii: "\\"): index = endOfCommand(at: index)
      case UInt8(ascii: "%"):
        index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      default:
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
        guard depth >= 0 else { return nil }
        index += 1
      }
    }
    return nil
  }

  /// The offset behind `\name` or a backslash and one other character.
  func endOfCommand(at backslash: Int) -> Int {
    let start = backslash + 1
    guard start < bytes.count else { return start }
    let end = bytes[start...].firstIndex { !Self.isLetter($0) } ?? bytes.count
    if end > start { return end }
    // A character of several bytes stays whole.
    return bytes[(start + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

extension TeXScanner {
  /// How deep braces, environments and `\left … \right` nest at the deepest place.
  static func nesting(of tex: String) -> Int {
    var (delimiters, deepest) = (0, 0)
    for found in TeXScanner(tex).tokens() {
      switch found.token {
      case .command("right"): delimiters -= 1
      case .command("left"):
        delimiters += 1
        deepest = max(deepest, found.depth + delimiters)
      case .openBrace, .begin: deepest = max(deepest, found.depth + 1 + delimiters)
      default: break
      }
    }
    return deepest
  }
}
