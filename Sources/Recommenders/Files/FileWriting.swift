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
  /// A file that was there passes its permissions on, and its owner where that may be. A symbolic
  /// link stays, and the file is put where it leads. The bytes are on the disk when this returns.
  /// Nothing is left behind if it fails.
  static func write(_ bytes: [UInt8], to path: String) throws(WriteError) {
    let target = destination(of: path)
    var old = stat()
    let isThere = stat(target, &old) == 0
    guard isThere || errno == ENOENT else { throw WriteError(path: path, errno: errno) }
    // Nothing takes the place of a folder or a device.
    if isThere, old.st_mode & S_IFMT != S_IFREG {
      throw WriteError(path: path, errno: old.st_mode & S_IFMT == S_IFDIR ? EISDIR : ENODEV)
    }

    let directory = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    let temporary =
      "\(directory)\(ScratchDirectory.prefix)\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isThere ? 0o600 : 0o666)
    guard descriptor >= 0 else { throw WriteError(path: path, errno: errno) }
    // While it is locked, nobody takes it for abandoned.
    flock(descriptor, LOCK_EX | LOCK_NB)

    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, isThere {
      // Only root may give a file away.
      _ = fchown(descriptor, old.st_uid, old.st_gid)
      if fchmod(descriptor, old.st_mode & 0o777) != 0 { failure = errno }
    }
    if failure == 0 && fsync(descriptor) != 0 { failure = errno }
    if failure == 0 && rename(temporary, target) != 0 { failure = errno }
    if close(descriptor) != 0 && failure == 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw WriteError(path: path, errno: failure)
    }
    synchronizeDirectory(of: target)
  }

  /// Where a path leads through symbolic links, of which the last may lead to nothing.
  private static func destination(of path: String) -> String {
    var path = path
    // As many as the system follows.
    for _ in 0..<40 {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX))
      let length = readlink(path, &target, target.count)
      guard length > 0 else { return path }
      let link = String(decoding: target[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = link.hasPrefix("/") ? link : folder + link
    }
    return path
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
