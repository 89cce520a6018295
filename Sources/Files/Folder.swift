import Glibc

/// Folders by their paths.
package enum Folder {
  /// Whether there is a folder at a path.
  package static func isThere(_ path: String) -> Bool {
    var status = stat()
    return !path.utf8.contains(0) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder and those around it, unless it is there.
  package static func make(_ path: String) throws(FileError) {
    guard !path.utf8.contains(0) else { throw FileError(.makeFolder, path, .zeroByte) }
    let failure = mkdir(path, 0o777) == 0 ? 0 : errno
    if failure == 0 || isThere(path) { return }
    guard failure == ENOENT, let outer = Folder.path(around: path) else {
      // Where there is something, it is no folder.
      throw FileError(.makeFolder, path, errno: failure == EEXIST ? ENOTDIR : failure)
    }
    do {
      try make(outer)
    } catch {
      throw FileError(.makeFolder, path, error.reason)
    }
    // Somebody else may have been faster.
    guard mkdir(path, 0o777) == 0 || isThere(path) else { throw FileError(.makeFolder, path) }
  }

  /// The names of what is in a folder, in their order; none if it can't be read.
  package static func names(in path: String) -> [String] {
    guard !path.utf8.contains(0), let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a folder with all that is in it, or a file, as far as the system lets it.
  package static func remove(_ path: String) {
    var status = stat()
    guard !path.utf8.contains(0), lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in names(in: path) { remove("\(path)/\(name)") }
    rmdir(path)
  }

  /// The folder around a file or a folder; nil if it is the one where the program runs, or none.
  package static func path(around path: String) -> String? {
    let ending = path.lastIndex { $0 != "/" }
    guard let ending, let slash = path[..<ending].lastIndex(of: "/") else { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The folder for what is kept from one run to the next, such as `~/.cache/nbrun/datasets`;
  /// nil if the user has none.
  ///
  /// - Parameters:
  ///   - name: what is kept in it.
  ///   - variable: the value of an environment variable.
  /// - Returns: the path, whether there is something or not.
  package static func cache(
    _ name: String, variable: (String) -> String? = environmentVariable
  ) -> String? {
    func folder(_ name: String) -> String? {
      variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let cache = folder("XDG_CACHE_HOME") ?? folder("HOME").map { $0 + "/.cache" }
    return cache.map { "\($0)/nbrun/\(name)" }
  }

  /// The folder for what is removed again at once.
  package static var temporary: String {
    environmentVariable("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }
}

/// The value of an environment variable; nil if it isn't set.
package func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
