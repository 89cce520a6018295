/// The arrays of a `.npz` file, by name.
struct NPZFile {
  let path: String
  /// The contents of the members, not yet read as arrays.
  private var members: [String: [UInt8]] = [:]

  /// How many bytes the arrays of a file may take, which may be compressed.
  ///
  /// Ratings shrink to a fifth, and hardly anything real to a hundredth.
  static func limit(fileSize: Int) -> Int { 100 * fileSize + (64 << 20) }

  /// Takes a file apart.
  ///
  /// - Parameters:
  ///   - bytes: its content.
  ///   - path: what to call it.
  /// - Throws: `unreadable`, `notAnArchive` or `tooLarge`.
  init(_ bytes: [UInt8], path: String) throws(ArrayFileError) {
    self.path = path
    let limit = Self.limit(fileSize: bytes.count)
    do {
      // Of two members with one name, the last counts, as for Python.
      for (name, content) in try Archive.contents(ofArchive: bytes, limit: limit)
      where name.hasSuffix(".npy") {
        members[String(name.dropLast(4))] = content
      }
    } catch {
      switch error {
      case .unreadable(let message):
        if let kind = FileKind(of: bytes), kind != .npz {
          throw .unreadable(path: path, .otherKind(kind))
        }
        throw .notAnArchive(path: path, message: message)
      case .memberTooLarge, .memberMissing: throw .tooLarge(path: path, limit: limit)
      }
    }
  }

  /// The names of the arrays, sorted.
  var names: [String] { members.keys.sorted() }

  func contains(_ name: String) -> Bool { members[name] != nil }

  /// Makes something of an array, and tells which it is if that fails.
  func read<Value>(
    _ name: String, _ value: (NPYArray) throws(ArrayProblem) -> Value
  ) throws(ArrayFileError) -> Value {
    guard let content = members[name] else {
      throw .missing(path: path, array: name, present: names)
    }
    do throws(ArrayProblem) {
      return try value(NPYArray(content))
    } catch {
      throw .badArray(path: path, array: name, error)
    }
  }

  /// Makes something of an array that need not be there.
  func readIfPresent<Value>(
    _ name: String, _ value: (NPYArray) throws(ArrayProblem) -> Value
  ) throws(ArrayFileError) -> Value? {
    contains(name) ? try read(name, value) : nil
  }

  /// The bytes of a file with some arrays, compressed, the same for the same arrays.
  static func bytes(of arrays: [(name: String, array: NPYArray)]) -> [UInt8] {
    Archive.zipped(arrays.map { ($0.name + ".npy", $0.array.file) })
  }
}

extension NPYArray {
  /// Checks the number of dimensions and the lengths that are given.
  ///
  /// - Parameters:
  ///   - lengths: the length of each dimension; nil for any.
  ///   - expected: what is to be expected, in words.
  /// - Throws: `ArrayProblem.shape`.
  func requireShape(_ lengths: [Int?], _ expected: String) throws(ArrayProblem) {
    let shape = header.shape
    guard shape.count == lengths.count, zip(shape, lengths).allSatisfy({ $0 == $1 ?? $0 }) else {
      throw .shape(expected: expected, found: shape)
    }
  }
}
