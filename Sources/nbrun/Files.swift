import Glibc
import NotebookSyntax
import RecommenderOperations

/// Why a file can't be read or written, in the words of the system.
struct FileError: Error, CustomStringConvertible {
  var code: DiagnosticCode
  var description: String

  init(words: String) {
    code = .unreadableFile
    description = words.asShownLine
  }

  /// Says what failed, with the system's reason, by default for the last call.
  init(_ what: String, errno: Int32 = Glibc.errno, _ code: DiagnosticCode = .unreadableFile) {
    self.code = code
    description = "\(what): \(String(cString: strerror(errno)))".asShownLine
  }
}

extension SourceFile {
  /// Reads a file that the command line names.
  static func read(_ path: String) throws -> SourceFile {
    try SourceFile(path: path, bytes: [UInt8](contentsOf: path, atMost: mostBytes))
  }

  /// A hundred thousand lines, and more than a person writes.
  private static let mostBytes = 32_000_000
}

extension [UInt8] {
  /// Reads a whole file.
  ///
  /// A device or a pipe may have no end, or never begin: such are refused.
  init(contentsOf path: String, atMost limit: Int = .max) throws {
    // A pipe without a writer is opened at once, rather than waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError("can't read '\(path)'") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("can't read '\(path)'") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError("can't read '\(path)'", errno: EISDIR)
    default: throw FileError(words: "can't read '\(path)': it is a device or a pipe, not a file")
    }
    let tooLarge = FileError(
      words: "can't read '\(path)': it is larger than \(limit / 1_000_000) MB")
    guard status.st_size <= limit else { throw tooLarge }
    self = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 { throw FileError("can't read '\(path)'") }
      if count == 0 { return }
      append(contentsOf: buffer.prefix(count))
      guard self.count <= limit else { throw tooLarge }
    }
  }
}

/// Makes a folder and those around it, unless it is there.
func makeFolder(_ path: String) throws {
  var built = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    built += part + "/"
    if mkdir(built, 0o777) != 0, !isFolder(built) {
      throw FileError("can't create the folder '\(path)'", .unwritableFile)
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
