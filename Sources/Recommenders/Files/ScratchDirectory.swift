import FoundationEssentials
import Glibc

/// A directory for passing files, which is removed when the process is done with it.
///
/// As long as the process lives, it holds a lock of the directory. What is left by one that was
/// killed has no lock, so that the next one can remove it.
struct ScratchDirectory {
  /// How the names of passing files and directories start.
  static let prefix = "partial."

  let path: String
  /// Holds the lock.
  private let descriptor: Int32

  /// Makes a new directory in one that exists.
  init(in parent: String) throws(FileBytes.WriteError) {
    var template = ("\(parent)/\(ScratchDirectory.prefix)XXXXXX").utf8CString.map { $0 }
    // Between the making and the locking, nobody else may look.
    let outer = Self.lock(parent)
    defer { if outer >= 0 { close(outer) } }
    guard mkdtemp(&template) != nil else {
      throw FileBytes.WriteError(path: parent, errno: errno)
    }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    descriptor = Self.lock(path)
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
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Removes what processes that were killed have left in a directory.
  static func removeAbandoned(in directory: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let passing = names.filter { $0.hasPrefix(prefix) }
    guard !passing.isEmpty else { return }
    let outer = lock(directory)
    guard outer >= 0 else { return }
    defer { close(outer) }
    for name in passing {
      let path = "\(directory)/\(name)"
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, !isBeingMade(descriptor) {
        try? FileManager.default.removeItem(atPath: path)
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
