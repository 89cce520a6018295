import Glibc

extension File {
  /// Puts a file in place as a whole: whoever reads it sees all of it, or what was there before.
  ///
  /// The folder is made if it isn't there. A file that was there passes its permissions on, and its
  /// owner where that may be. A symbolic link stays, and the file is put where it leads. Nothing is
  /// left behind if it fails.
  ///
  /// - Parameters:
  ///   - bytes: the content.
  ///   - path: where to put it.
  ///   - isDurable: whether the bytes are on the disk when this returns, which takes a while.
  /// - Throws: `FileError`.
  package static func write(
    _ bytes: [UInt8], to path: String, isDurable: Bool = true
  ) throws(FileError) {
    guard !path.utf8.contains(0) else { throw FileError(.write, path, .zeroByte) }
    let target = canonicalPath(path)
    if let folder = Folder.path(around: target) {
      do {
        try Folder.make(folder)
      } catch {
        // Who asked for a file knows its name, and not where links lead.
        throw FileError(.write, path, error.reason)
      }
    }
    var old = stat()
    let isThere = stat(target, &old) == 0
    guard isThere || errno == ENOENT else { throw FileError(.write, path) }
    // Nothing takes the place of a folder or a device.
    if isThere, old.st_mode & S_IFMT != S_IFREG {
      throw FileError(
        .write, path, old.st_mode & S_IFMT == S_IFDIR ? .isFolder : .notRegular)
    }

    let temporary =
      "\(Folder.path(around: target) ?? ".")/\(ScratchDirectory.prefix)"
      + String(UInt64.random(in: 0 ... .max), radix: 36)
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isThere ? 0o600 : 0o666)
    guard descriptor >= 0 else { throw FileError(.write, path) }
    // While it is locked, nobody takes it for abandoned.
    flock(descriptor, LOCK_EX | LOCK_NB)

    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, isThere {
      // Only root may give a file away.
      _ = fchown(descriptor, old.st_uid, old.st_gid)
      if fchmod(descriptor, old.st_mode & 0o777) != 0 { failure = errno }
    }
    if failure == 0 && isDurable && fsync(descriptor) != 0 { failure = errno }
    if failure == 0 && rename(temporary, target) != 0 { failure = errno }
    if close(descriptor) != 0 && failure == 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw FileError(.write, path, errno: failure)
    }
    if isDurable { synchronizeFolder(of: target) }
  }

  /// The error number, or 0.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(descriptor, base + written, buffer.count - written)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return errno }
        written += count
      }
      return 0
    }
  }

  /// Puts a new name on the disk, where the file system can.
  private static func synchronizeFolder(of path: String) {
    let descriptor = open(Folder.path(around: path) ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
