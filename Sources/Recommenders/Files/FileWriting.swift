import Glibc

extension FileBytes {
  /// The system refused to write.
  struct WriteError: Error, Hashable {
    var path: String
    var errno: Int32
  }

  /// Puts a file in place as a whole: whoever reads it, sees all of it or what was there before.
  ///
  /// The bytes are on the disk when this returns. Nothing is left behind if it fails.
  static func write(_ bytes: [UInt8], to path: String) throws(WriteError) {
    let temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw WriteError(path: path, errno: errno) }

    var failure = writeAll(bytes, to: descriptor)
    if failure == 0 && fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0 && failure == 0 { failure = errno }
    if failure == 0 && rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw WriteError(path: path, errno: failure)
    }
    synchronizeDirectory(of: path)
  }

  /// Makes sure of a directory and those above it.
  static func makeDirectory(_ path: String) throws(WriteError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let failure = errno
    guard failure == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw WriteError(path: path, errno: failure)
    }
    try makeDirectory(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw WriteError(path: path, errno: errno)
    }
  }

  /// The error number, or 0.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress! + written, buffer.count - written)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return errno }
        written += count
      }
      return 0
    }
  }

  /// Puts a new name on the disk, where the file system can.
  private static func synchronizeDirectory(of path: String) {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

/// A directory for passing files.
struct ScratchDirectory {
  let path: String

  /// Makes a new directory in one that exists.
  init(in parent: String) throws(FileBytes.WriteError) {
    var template = (parent + "/partial.XXXXXX").utf8CString.map { $0 }
    guard mkdtemp(&template) != nil else {
      throw FileBytes.WriteError(path: parent, errno: errno)
    }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  /// The files in it, with their sizes.
  var files: [(path: String, size: Int)] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var files: [(path: String, size: Int)] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      guard stat(path + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      files.append((path + "/" + name, Int(status.st_size)))
    }
    return files.sorted { $0.path < $1.path }
  }
}
