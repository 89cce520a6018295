import Files
import NotebookRunner
import Reports

extension PictureFiles {
  /// The pictures that lie in a folder, below it or around it.
  static func onDisk(in folder: String) -> PictureFiles {
    PictureFiles(
      size: { try? File.size(of: "\(folder)/\($0)") },
      contents: { try? File.read("\(folder)/\($0)") },
      names: { Folder.names(in: "\(folder)/\($0)") })
  }
}

extension CheckedFile {
  /// The picture at a path from the notebook's folder; nil if there is none.
  func image(_ path: String) -> EmbeddedImage? {
    (try? File.read("\(notebook.settings.folder)/\(path)")).flatMap { EmbeddedImage(path: path, bytes: $0) }
  }
}
