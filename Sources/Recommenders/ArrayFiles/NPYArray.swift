/// An array in NumPy's format: numbers or texts in one or more dimensions, or a single one.
struct NPYArray {
  var header: NPYHeader
  /// The elements in the order and the byte order that the header says.
  private var bytes: ArraySlice<UInt8>

  /// Reads the content of a `.npy` file.
  init(_ file: [UInt8]) throws(ArrayProblem) {
    let (header, start) = try NPYHeader.read(file)
    guard header.byteCount == file.count - start else {
      throw .size(expected: header.byteCount, found: file.count - start)
    }
    self.header = header
    bytes = file[start...]
  }

  /// The number of elements.
  var count: Int { header.shape.reduce(1, *) }

  /// The content of a `.npy` file, as NumPy writes it.
  var file: [UInt8] { header.bytes + bytes }
}

// MARK: Making

extension NPYArray {
  private init(_ kind: NPYElementType.Kind, _ length: Int, _ shape: [Int], _ bytes: [UInt8]) {
    header = NPYHeader(type: NPYElementType(kind, length), shape: shape)
    self.bytes = bytes[...]
    precondition(
      bytes.count == header.byteCount, "An array has as many elements as its lengths say")
  }

  init(_ values: [Int32], shape: [Int]? = nil) {
    self.init(.signed, 4, shape ?? [values.count], littleEndianBytes(values.map(\.littleEndian)))
  }

  init(_ values: [Int64], shape: [Int]? = nil) {
    self.init(.signed, 8, shape ?? [values.count], littleEndianBytes(values.map(\.littleEndian)))
  }

  init(_ values: [Float], shape: [Int]? = nil) {
    self.init(
      .real, 4, shape ?? [values.count],
      littleEndianBytes(values.map(\.bitPattern.littleEndian)))
  }

  /// A single text of ASCII.
  init(ascii text: String) { self.init(.bytes, text.utf8.count, [], Array(text.utf8)) }

  /// Texts, whose zeros at the end NumPy doesn't keep.
  init(_ texts: [String]) {
    // NumPy's shortest type of text has one code point.
    let length = max(1, texts.map(\.unicodeScalars.count).max() ?? 0)
    var points: [UInt32] = []
    points.reserveCapacity(texts.count * length)
    for text in texts {
      points += text.unicodeScalars.map(\.value.littleEndian)
      points += Array(repeating: 0, count: length - text.unicodeScalars.count)
    }
    self.init(.text, length, [texts.count], littleEndianBytes(points))
  }
}

/// The bytes of numbers that are in little-endian order already.
private func littleEndianBytes<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
  numbers.withUnsafeBytes { Array($0) }
}

// MARK: Taking

extension NPYArray {
  /// The elements as whole numbers, in the order of the file.
  func integers() throws(ArrayProblem) -> [Int64] {
    switch (header.type.kind, header.type.length) {
    case (.boolean, _), (.unsigned, 1): numbers(UInt8.self) { Int64($0) }
    case (.unsigned, 2): numbers(UInt16.self) { Int64($0) }
    case (.unsigned, 4): numbers(UInt32.self) { Int64($0) }
    case (.unsigned, 8): try largeUnsigned()
    case (.signed, 1): numbers(UInt8.self) { Int64(Int8(bitPattern: $0)) }
    case (.signed, 2): numbers(UInt16.self) { Int64(Int16(bitPattern: $0)) }
    case (.signed, 4): numbers(UInt32.self) { Int64(Int32(bitPattern: $0)) }
    case (.signed, 8): numbers(UInt64.self) { Int64(bitPattern: $0) }
    default: throw .kind(expected: "whole numbers", found: header.type.description)
    }
  }

  /// The elements rounded to single precision, in the order of the file.
  func floats() throws(ArrayProblem) -> [Float] {
    switch (header.type.kind, header.type.length) {
    case (.real, 4): numbers(UInt32.self) { Float(bitPattern: $0) }
    case (.real, 8): numbers(UInt64.self) { Float(Double(bitPattern: $0)) }
    case (.bytes, _), (.text, _):
      throw .kind(expected: "numbers", found: header.type.description)
    default: try integers().map { Float($0) }
    }
  }

  /// The elements as texts, without the zeros at their ends.
  func texts() throws(ArrayProblem) -> [String] {
    let size = header.type.size
    let starts = (0..<count).map { bytes.startIndex + $0 * size }
    switch header.type.kind {
    case .bytes:
      return starts.map { start in
        let text = bytes[start..<start + size]
        let end = text.lastIndex { $0 != 0 }.map { $0 + 1 } ?? start
        // Bytes that aren't UTF-8 are taken for Latin-1, as elsewhere.
        return String(validating: text[..<end], as: UTF8.self)
          ?? String(String.UnicodeScalarView(text[..<end].map { UnicodeScalar($0) }))
      }
    case .text:
      let points = numbers(UInt32.self) { $0 }
      let length = header.type.length
      var texts: [String] = []
      for element in starts.indices {
        var text = points[element * length..<(element + 1) * length]
        while text.last == 0 { text.removeLast() }
        var scalars = String.UnicodeScalarView()
        for point in text {
          guard let scalar = UnicodeScalar(point) else {
            throw .outOfRange(
              element: element, found: String(point, radix: 16), expected: "a Unicode character")
          }
          scalars.append(scalar)
        }
        texts.append(String(scalars))
      }
      return texts
    default: throw .kind(expected: "texts", found: header.type.description)
    }
  }

  private func numbers<Bits: FixedWidthInteger, Number>(
    _ type: Bits.Type, _ number: (Bits) -> Number
  ) -> [Number] {
    bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / MemoryLayout<Bits>.size).map { element in
        let bits = buffer.loadUnaligned(
          fromByteOffset: element * MemoryLayout<Bits>.size, as: Bits.self)
        return number(header.type.isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
      }
    }
  }

  private func largeUnsigned() throws(ArrayProblem) -> [Int64] {
    let values = numbers(UInt64.self) { $0 }
    if let element = values.firstIndex(where: { $0 > Int64.max }) {
      throw .outOfRange(
        element: element, found: String(values[element]), expected: "at most 2⁶³ − 1")
    }
    return values.map(Int64.init)
  }
}
