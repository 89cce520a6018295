import Files
import NotebookRunner

extension PictureFiles {
  /// The pictures that lie in a folder, below it or around it.
  static func onDisk(in folder: String) -> PictureFiles {
    PictureFiles(
      size: { try? File.size(of: "\(folder)/\($0)") },
      contents: { try? File.read("\(folder)/\($0)") },
      names: { Folder.names(in: "\(folder)/\($0)") })
  }
}
