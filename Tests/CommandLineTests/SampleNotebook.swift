import Foundation
import TestSupport
import Testing

/// A notebook of a few ratings of its own, in a folder with them.
enum SampleNotebook {
  static let text = """
    ---
    title: Ratings
    params:
      factors: 2
    ---

    ```{load ratings}
    path: ratings.csv
    ```

    ```{split}
    data: ratings
    ```

    ```{als}
    data: split
    factors: ${factors}
    epochs: 3
    ```

    The error is `{als.test.mse:.3f}`.
    """

  /// Does something in a folder with the notebook, once by itself and once in a folder there.
  static func inFolder(_ body: (String) throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let folder = directory.path
      try FileManager.default.createDirectory(
        atPath: folder + "/sub", withIntermediateDirectories: true)
      var ratings = "userId,movieId,rating\n"
      for user in 1...12 {
        for item in 1...10 where (user * 7 + item * 3) % 4 != 0 {
          ratings += "\(user),\(item),\((user + item * item) % 5 + 1)\n"
        }
      }
      try ratings.write(toFile: folder + "/ratings.csv", atomically: true, encoding: .utf8)
      for path in ["n.md", "sub/n.md"] {
        try text.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8)
      }
      try body(folder)
    }
  }

  /// Writes a file of so many bytes that has the parts of a picture: a head, a chunk and an end.
  static func writePicture(_ path: String, bytes: Int = 40, in folder: String) throws {
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
    let content = [UInt8](repeating: 0, count: bytes - head.count - end.count - 12)
    let length = (0..<4).map { UInt8(content.count >> (24 - 8 * $0) & 0xFF) }
    let chunk = length + Array("tEXt".utf8) + content + [0, 0, 0, 0]
    try Data(head + chunk + end).write(to: URL(fileURLWithPath: "\(folder)/\(path)"))
  }

  /// Puts another notebook in the place of the sample.
  static func write(_ text: String, in folder: String) throws {
    try text.write(toFile: folder + "/n.md", atomically: true, encoding: .utf8)
  }

  /// A file of the folder; a page is looked through for addresses that it would load.
  static func read(_ path: String, in folder: String) throws -> String {
    let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    if path.hasSuffix(".html") { #expect(LoadedAddresses.find(in: text) == []) }
    return text
  }
}
