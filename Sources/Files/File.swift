import Glibc

/// Files by their paths.
///
/// Only regular files are read and written: a device or a pipe may have no end, or never begin.
package enum File {
  /// The size in bytes of a file that may be read.
  ///
  /// - Throws: `FileError` if there is no such file.
  package static func size(of path: String) throws(FileError) -> Int {
    guard !path.utf8.contains(0) else { throw FileError(.read, path, .zeroByte) }
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(.read, path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(.read, path, .isFolder)
    default: throw FileError(.read, path, .notRegular)
    }
    guard access(path, R_OK) == 0 else { throw FileError(.read, path) }
    return Int(status.st_size)
  }

  /// All bytes of a file.
  ///
  /// - Parameters:
  ///   - path: where the file is.
  ///   - limit: how many bytes it may have.
  /// - Returns: the bytes.
  /// - Throws: `FileError`.
  package static func read(_ path: String, atMost limit: Int = .max) throws(FileError) -> [UInt8] {
    let file = try OpenFile(path)
    guard file.size <= limit else { throw FileError(.read, path, .tooLarge(limit: limit)) }
    // The end shows by a byte that isn't there. Files of the system have no size that is known.
    var bytes = [UInt8](repeating: 0, count: max(file.size + 1, 1 << 12))
    var count = 0
    while true {
      count += try bytes.withUnsafeMutableBufferPointer { (buffer) throws(FileError) in
        try file.read(
          at: count,
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
      }
      guard count <= limit else { throw FileError(.read, path, .tooLarge(limit: limit)) }
      guard count == bytes.count else { break }
      bytes += Array(repeating: 0, count: count)
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// The text of a file, in which what isn't UTF-8 is `�`.
  package static func text(of path: String) throws(FileError) -> String {
    String(decoding: try read(path), as: UTF8.self)
  }
}

/// A regular file that is open for reading, from any number of threads.
package struct OpenFile: ~Copyable, Sendable {
  package let path: String
  /// How many bytes it had when it was opened.
  package let size: Int
  private let descriptor: Int32

  package init(_ path: String) throws(FileError) {
    _ = try File.size(of: path)
    // Should a pipe have taken its place, it isn't waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(.read, path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(.read, path, .notRegular)
    }
    self.path = path
    size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Fills a buffer with the bytes from a position on.
  ///
  /// - Returns: how many there were.
  package func read(
    at position: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    var count = 0
    while count < buffer.count {
      let read = pread(descriptor, base + count, buffer.count - count, off_t(position + count))
      if read < 0 && errno == EINTR { continue }
      if read < 0 { throw FileError(.read, path) }
      if read == 0 { break }
      count += read
    }
    return count
  }
}
