import Glibc

/// The content of files.
///
/// A file is read once and not mapped: what is parsed is then what was digested, whatever
/// happens to the file meanwhile, and a file that shrinks can't stop the process.
enum FileBytes {
  /// All bytes of a regular file.
  static func read(_ path: String) throws(UnreadableFileError) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0 else { throw UnreadableFileError(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw UnreadableFileError(.isDirectory) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw UnreadableFileError(.notRegular) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw UnreadableFileError(errno) }
    defer { close(descriptor) }

    let size = Int(status.st_size)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < buffer.count {
        let read = Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
        if read < 0 && errno == EINTR { continue }
        if read < 0 { failure = errno }
        if read <= 0 { break }
        count += read
      }
    }
    guard failure == 0 else { throw UnreadableFileError(failure) }
    // A line may have come in half.
    var more: UInt8 = 0
    guard bytes.count == size, Glibc.read(descriptor, &more, 1) == 0 else {
      throw UnreadableFileError(.changing)
    }
    guard !bytes.isEmpty else { throw UnreadableFileError(.empty) }
    return bytes
  }
}

/// Why a file can't be read.
struct UnreadableFileError: Error {
  var reason: UnreadableFile

  init(_ reason: UnreadableFile) { self.reason = reason }

  /// The reason that an error number of the system stands for.
  init(_ errno: Int32) {
    reason =
      switch errno {
      case ENOENT, ENOTDIR: .missing
      case EACCES, EPERM: .notPermitted
      default: .failed(errno: errno)
      }
  }
}
