/// A file that was written as a whole: whoever reads it sees all of it, or what was there before.
public struct WrittenFile: Hashable, Sendable {
  public var path: String
  /// In bytes.
  public var size: Int
  /// In lower-case hexadecimal.
  public var sha256: String

  /// Writes a file, in a folder that is made if it isn't there.
  ///
  /// - Parameters:
  ///   - bytes: its content.
  ///   - path: where to put it.
  /// - Throws: `FileWritingError`; nothing is left behind then.
  public init(writing bytes: [UInt8], to path: String) throws(FileWritingError) {
    do throws(FileBytes.WriteError) {
      if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        try FileBytes.makeDirectory(String(path[..<slash]))
      }
      try FileBytes.write(bytes, to: path)
    } catch {
      throw FileWritingError(path: path, errno: error.errno)
    }
    self.path = path
    size = bytes.count
    sha256 = SHA256.digest(of: bytes)
  }
}

/// The system refused to write a file.
public struct FileWritingError: Error, Hashable, Sendable {
  public var path: String
  /// The system's error number.
  public var errno: Int32
}
