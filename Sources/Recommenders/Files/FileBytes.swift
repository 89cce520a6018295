import Glibc
import LinearAlgebra

/// The content of files.
///
/// A file is read once and not mapped: what is parsed is then what was digested, whatever
/// happens to the file meanwhile, and a file that shrinks can't stop the process.
enum FileBytes {
  /// How many bytes a thread reads at once.
  private static let blockSize = 8 << 20

  /// All bytes of a regular file.
  static func read(_ path: String, threads: Int = 1) throws(UnreadableFileError) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0 else { throw UnreadableFileError(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw UnreadableFileError(.isDirectory) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw UnreadableFileError(.notRegular) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw UnreadableFileError(errno) }
    defer { close(descriptor) }

    let size = Int(status.st_size)
    var failure: Int32 = 0
    let pieces = Pieces(of: size, size: blockSize)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      useLargePages(for: UnsafeRawBufferPointer(buffer))
      let blocks = mapParts(Array(pieces), threads: threads) { piece in
        readBlock(
          of: descriptor, at: piece.lowerBound,
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[piece]))
      }
      // What lies behind a block that has an error or is cut off doesn't count.
      for (block, (read, error)) in blocks.enumerated() {
        count += read
        failure = error
        if error != 0 || count < pieces[block].upperBound { break }
      }
    }
    guard failure == 0 else { throw UnreadableFileError(failure) }
    // A line may have come in half.
    var more: UInt8 = 0
    guard bytes.count == size, pread(descriptor, &more, 1, off_t(size)) == 0 else {
      throw UnreadableFileError(.changing)
    }
    guard !bytes.isEmpty else { throw UnreadableFileError(.empty) }
    return bytes
  }

  /// Fills a buffer with the bytes from a position on; how many there were, and the system's
  /// error number or 0.
  private static func readBlock(
    of descriptor: Int32, at position: Int, into buffer: UnsafeMutableRawBufferPointer
  ) -> (count: Int, errno: Int32) {
    var count = 0
    while count < buffer.count {
      let read = pread(
        descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(position + count))
      if read < 0 && errno == EINTR { continue }
      if read < 0 { return (count, errno) }
      if read == 0 { break }
      count += read
    }
    return (count, 0)
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
