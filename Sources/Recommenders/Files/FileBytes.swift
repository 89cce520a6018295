import Files
import LinearAlgebra

/// All bytes of a file that has some.
///
/// A file is read once and not mapped: what is parsed is then what was digested, whatever
/// happens to the file meanwhile, and a file that shrinks can't stop the process.
func contentOfFile(_ path: String, threads: Int = 1) throws(UnreadableFile) -> [UInt8] {
  let bytes: [UInt8]
  do throws(FileError) {
    bytes = try content(of: OpenFile(path), threads: threads)
  } catch {
    throw .refused(error.reason)
  }
  guard !bytes.isEmpty else { throw .empty }
  return bytes
}

/// All bytes of an open file, of which each thread reads a few megabytes at once.
private func content(of file: borrowing OpenFile, threads: Int) throws(FileError) -> [UInt8] {
  let size = file.size
  let pieces = Pieces(of: size, size: 8 << 20)
  var failure: FileError?
  let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    useLargePages(for: UnsafeRawBufferPointer(buffer))
    let memory = UnsafeMutableRawBufferPointer(buffer)
    let read = mapParts(Array(pieces), threads: threads) { piece in
      Result { () throws(FileError) in
        try file.read(
          at: piece.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: memory[piece]))
      }
    }
    // What lies behind a piece that has an error or is cut off doesn't count.
    for (number, piece) in read.enumerated() {
      switch piece {
      case .success(let length): count += length
      case .failure(let error): failure = error
      }
      if failure != nil || count < pieces[number].upperBound { break }
    }
  }
  if let failure { throw failure }
  // A line may have come in half.
  var more: [UInt8] = [0]
  let isLonger = try more.withUnsafeMutableBufferPointer { (buffer) throws(FileError) in
    try file.read(at: size, into: UnsafeMutableRawBufferPointer(buffer)) > 0
  }
  guard bytes.count == size, !isLonger else { throw FileError(.read, file.path, .changing) }
  return bytes
}
