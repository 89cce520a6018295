import Glibc

/// A directory for passing files, which is removed when the process is done with it.
///
/// As long as the process lives, it holds a lock of the directory. What is left by one that was
/// killed has no lock, so that the next one can remove it.
package struct ScratchDirectory: Sendable {
  /// How the names of passing files and directories start.
  static let prefix = "partial."

  package let path: String
  /// Holds the lock.
  private let descriptor: Int32

  /// Makes a new directory in one that exists.
  package init(in parent: String) throws(FileError) {
    var template = ("\(parent)/\(ScratchDirectory.prefix)XXXXXX").utf8CString.map { $0 }
    // Between the making and the locking, nobody else may look.
    let outer = Self.lock(parent)
    defer { if outer >= 0 { close(outer) } }
    guard mkdtemp(&template) != nil else {
      throw FileError(.write, parent)
    }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    descriptor = Self.lock(path)
  }

  /// The files in it, with their sizes.
  package var files: [(path: String, size: Int)] {
    Folder.names(in: path).compactMap { name in
      let file = "\(path)/\(name)"
      return (try? File.size(of: file)).map { (file, $0) }
    }
  }

  /// Removes it with all that is in it.
  package func remove() {
    Folder.remove(path)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Removes what processes that were killed have left in a directory.
  package static func removeAbandoned(in directory: String) {
    let passing = Folder.names(in: directory).filter { $0.hasPrefix(prefix) }
    guard !passing.isEmpty else { return }
    let outer = lock(directory)
    guard outer >= 0 else { return }
    defer { close(outer) }
    for name in passing {
      let path = "\(directory)/\(name)"
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, !isBeingMade(descriptor) {
        Folder.remove(path)
      }
      close(descriptor)
    }
  }

  /// Whether it is a file so new that it may not be locked yet; directories are at once.
  private static func isBeingMade(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return true }
    return status.st_mode & S_IFMT != S_IFDIR && time(nil) - status.st_mtim.tv_sec < 60
  }

  /// Locks a file or a directory, which a child process doesn't inherit; -1 if it can't be opened.
  private static func lock(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor >= 0 { while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {} }
    return descriptor
  }
}
