/// What precedes the elements of an array in NumPy's format.
///
/// NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", versions 1.0 to 3.0.
struct NPYHeader: Hashable {
  /// The type of the elements.
  var type: NPYElementType
  /// Whether the first index varies fastest.
  var isFortranOrder = false
  /// The lengths of the array; none for a single element.
  var shape: [Int]
  /// The bytes that the elements take.
  private(set) var byteCount: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  init(type: NPYElementType, shape: [Int]) {
    self.type = type
    self.shape = shape
    byteCount = shape.reduce(type.size, *)
  }

  /// Reads the header at the start of a file; `length` is where it ends.
  static func read(_ bytes: [UInt8]) throws(ArrayProblem) -> (header: NPYHeader, length: Int) {
    guard bytes.starts(with: magic), bytes.count >= 10 else { throw .notNPY }
    let version = Int(bytes[6])
    guard (1...3).contains(version) else { throw .version(version) }
    let lengthBytes = bytes[8..<min(version == 1 ? 10 : 12, bytes.count)]
    let start = lengthBytes.endIndex
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else {
      throw .size(expected: length, found: bytes.count - start)
    }
    let text = bytes[start..<start + length]
    // Latin-1 up to version 2, UTF-8 in version 3; a header that is read has ASCII only.
    guard text.allSatisfy({ $0 < 0x80 }) else { throw .header(excerpt(text)) }
    var parser = Parser(text: Array(text))
    guard let header = try parser.header() else { throw .header(excerpt(text)) }
    return (header, start + length)
  }

  private static func excerpt(_ text: some Collection<UInt8>) -> String {
    String(decoding: text.prefix(100), as: UTF8.self)
  }

  /// The header as NumPy writes it, byte by byte.
  var bytes: [UInt8] {
    let lengths =
      shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
    var text = Array(
      """
      {'descr': '\(type.description)', 'fortran_order': False, 'shape': \(lengths), }
      """.utf8)
    // NumPy leaves room for the first length to grow to 21 digits.
    if let first = shape.first {
      text += Array(repeating: UInt8(ascii: " "), count: max(0, 21 - String(first).utf8.count))
    }
    let preamble = Self.magic.count + 4
    let padding = 64 - (preamble + text.count + 1) % 64
    text += Array(repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
    return Self.magic + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + text
  }
}

extension NPYHeader {
  /// Reads the dictionary of a header, in the part of Python's syntax that NumPy writes.
  private struct Parser {
    let text: [UInt8]
    var position = 0

    /// The header; nil if the text is something else.
    mutating func header() throws(ArrayProblem) -> NPYHeader? {
      var (type, isFortranOrder, shape): (String?, Bool?, [Int]?) = (nil, nil, nil)
      guard take("{") else { return nil }
      while !take("}") {
        guard let key = string(), take(":") else { return nil }
        switch key {
        case "descr" where type == nil:
          // A list describes records.
          if take("[") { throw .elementType("records") }
          type = string()
          if type == nil { return nil }
        case "fortran_order" where isFortranOrder == nil:
          isFortranOrder = take("True") ? true : take("False") ? false : nil
          if isFortranOrder == nil { return nil }
        case "shape" where shape == nil:
          shape = tuple()
          if shape == nil { return nil }
        default: return nil
        }
        guard take(",") || peek() == UInt8(ascii: "}") else { return nil }
      }
      guard let type, let isFortranOrder, let shape, peek() == nil else { return nil }
      let elementType = try NPYElementType(type)
      // Lengths of zero hide no others, so that no product of some of them overflows either.
      var size = elementType.size
      for length in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: max(length, 1))
        guard !overflow else { return nil }
        size = product
      }
      var header = NPYHeader(type: elementType, shape: shape)
      header.isFortranOrder = isFortranOrder
      return header
    }

    private mutating func skipSpaces() {
      while position < text.count, text[position] == 0x20 || text[position] == 0x0A {
        position += 1
      }
    }

    /// The next byte that isn't a space; nil at the end.
    private mutating func peek() -> UInt8? {
      skipSpaces()
      return position < text.count ? text[position] : nil
    }

    private mutating func take(_ word: String) -> Bool {
      skipSpaces()
      guard text[position...].starts(with: word.utf8) else { return false }
      position += word.utf8.count
      return true
    }

    private mutating func string() -> String? {
      guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
        return nil
      }
      let start = position + 1
      guard let end = text[start...].firstIndex(of: quote) else { return nil }
      position = end + 1
      let content = text[start..<end]
      return content.contains(UInt8(ascii: "\\")) ? nil : String(decoding: content, as: UTF8.self)
    }

    private mutating func tuple() -> [Int]? {
      guard take("(") else { return nil }
      var lengths: [Int] = []
      while !take(")") {
        skipSpaces()
        let digits = text[position...].prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard let length = Int(String(decoding: digits, as: UTF8.self)), lengths.count < 32 else {
          return nil
        }
        position = digits.endIndex
        // As Python 2 marks long integers.
        _ = take("L")
        lengths.append(length)
        guard take(",") || peek() == UInt8(ascii: ")") else { return nil }
      }
      return lengths
    }
  }
}

/// The type of an array's elements.
struct NPYElementType: Hashable, CustomStringConvertible {
  enum Kind: Character {
    case boolean = "b"
    case signed = "i"
    case unsigned = "u"
    case real = "f"
    /// Bytes of text, filled up with zeros.
    case bytes = "S"
    /// Code points of text in 32 bits each, filled up with zeros.
    case text = "U"
  }

  var kind: Kind
  /// The number in NumPy's name of the type: bytes, but for text code points.
  var length: Int
  var isBigEndian = false

  /// The bytes of an element.
  var size: Int { kind == .text ? 4 * length : length }

  init(_ kind: Kind, _ length: Int) {
    self.kind = kind
    self.length = length
  }

  /// Reads a type as NumPy writes it, such as `<f4`.
  init(_ name: String) throws(ArrayProblem) {
    var rest = name[...]
    let order = rest.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    if order != nil { rest.removeFirst() }
    if rest.first == "O" { throw .objects }
    guard let letter = rest.popFirst(), let kind = Kind(rawValue: letter), rest.count <= 9,
      !rest.isEmpty, rest.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let length = Int(rest)
    else { throw .elementType(name) }
    self.init(kind, length)
    let isKnown =
      switch kind {
      case .boolean: length == 1
      case .signed, .unsigned: [1, 2, 4, 8].contains(length)
      case .real: [4, 8].contains(length)
      // Elements of no bytes could be any number of them.
      case .bytes, .text: length > 0
      }
    guard isKnown else { throw .elementType(name) }
    isBigEndian = order == ">"
  }

  var description: String {
    let order = size == 1 || kind == .bytes ? "|" : isBigEndian ? ">" : "<"
    return "\(order)\(kind.rawValue)\(length)"
  }
}
