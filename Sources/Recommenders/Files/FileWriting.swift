import FoundationEssentials
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
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let temporary =
      "\(directory)\(ScratchDirectory.prefix)\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
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
  /// How the names of passing files and directories start.
  static let prefix = "partial."

  let path: String

  /// Makes a new directory in one that exists.
  init(in parent: String) throws(FileBytes.WriteError) {
    var template = ("\(parent)/\(ScratchDirectory.prefix)XXXXXX").utf8CString.map { $0 }
    guard mkdtemp(&template) != nil else {
      throw FileBytes.WriteError(path: parent, errno: errno)
    }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  /// The files in it, with their sizes.
  var files: [(path: String, size: Int)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().compactMap { name in
      var status = stat()
      let file = "\(path)/\(name)"
      guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      return (file, Int(status.st_size))
    }
  }

  /// Removes it with all that is in it.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Removes what processes that were killed have left in a directory, more than a day ago.
  static func removeAbandoned(in directory: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for name in names where name.hasPrefix(prefix) {
      var status = stat()
      let path = "\(directory)/\(name)"
      guard stat(path, &status) == 0, time(nil) - status.st_mtim.tv_sec > 86_400 else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
