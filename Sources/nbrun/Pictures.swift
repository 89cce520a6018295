import Glibc
import NotebookRunner
import Reports

extension PictureFiles {
  /// The pictures that lie in a folder, below it or around it.
  static func onDisk(in folder: String) -> PictureFiles {
    PictureFiles(
      size: { fileSize("\(folder)/\($0)") },
      contents: { try? [UInt8](contentsOf: "\(folder)/\($0)") },
      names: { fileNames(in: "\(folder)/\($0)") })
  }
}

extension CheckedFile {
  /// The picture at a path from the notebook's folder; nil if there is none.
  func image(_ path: String) -> EmbeddedImage? {
    let file = "\(runner.folder)/\(path)"
    // A device or a pipe may have no end.
    guard fileSize(file) != nil, let bytes = try? [UInt8](contentsOf: file) else { return nil }
    return EmbeddedImage(path: path, bytes: bytes)
  }
}

/// The size of a file that can be read; nil if there is none, or something else by its name.
private func fileSize(_ path: String) -> Int? {
  var status = stat()
  guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(path, R_OK) == 0
  else { return nil }
  return Int(status.st_size)
}

/// The names of what is in a folder; none if it can't be read.
private func fileNames(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
    }
    names.append(name)
  }
  return names
}
