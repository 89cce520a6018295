import Glibc
import NotebookSyntax

/// Why a file can't be read or written, in the words of the system.
struct FileError: Error, CustomStringConvertible {
  var description: String

  /// Says what failed, with the system's reason, by default for the last call.
  init(_ what: String, errno: Int32 = Glibc.errno) {
    description = "\(what): \(String(cString: strerror(errno)))"
  }
}

extension SourceFile {
  /// Reads a file that the command line names.
  static func read(_ path: String) throws -> SourceFile {
    guard let bytes = try? [UInt8](contentsOf: path) else {
      throw FileError("can't read '\(path)'")
    }
    return try SourceFile(path: path, bytes: bytes)
  }
}

extension [UInt8] {
  /// Reads a whole file.
  init(contentsOf path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw FileError("can't read '\(path)'") }
    defer { close(descriptor) }
    self = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 { throw FileError("can't read '\(path)'") }
      if count == 0 { return }
      append(contentsOf: buffer.prefix(count))
    }
  }
}

/// Makes a folder and those around it, unless it is there.
func makeFolder(_ path: String) throws {
  var built = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    built += part + "/"
    if mkdir(built, 0o777) != 0, !isFolder(built) {
      throw FileError("can't make the folder '\(path)'")
    }
  }
}

/// Whether there is a folder at a path.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The folder for what is kept from one run to the next; nil if the user has none.
func cacheFolder(_ name: String) -> String? {
  func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
  let cache = variable("XDG_CACHE_HOME") ?? variable("HOME").map { $0 + "/.cache" }
  return cache.map { "\($0)/nbrun/\(name)" }
}
