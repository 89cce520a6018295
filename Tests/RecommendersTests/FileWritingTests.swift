import Foundation
import TestSupport
import Testing

@testable import Recommenders

@Suite struct FileWritingTests {
  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test(arguments: [0o600, 0o640, 0o644, 0o666, 0o400, 0o755])
  func aFileKeepsItsPermissions(permissions: Int) async throws {
    try await withTemporaryDirectory { directory in
      let path = directory.path + "/report.html"
      _ = try WrittenFile(writing: Array("old".utf8), to: path)
      try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
      _ = try WrittenFile(writing: Array("new".utf8), to: path)
      #expect(try text(path) == "new")
      #expect(try mode(path) == permissions)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 1)
    }
  }

  @Test func linksAreFollowed() async throws {
    try await withTemporaryDirectory { directory in
      let base = directory.path
      let files = FileManager.default
      try files.createDirectory(atPath: base + "/deep", withIntermediateDirectories: true)
      try files.createSymbolicLink(atPath: base + "/link", withDestinationPath: "deep/other")
      try files.createSymbolicLink(
        atPath: base + "/deep/other", withDestinationPath: base + "/file")
      // First it leads to nothing, then to a file.
      for content in ["one", "two"] {
        _ = try WrittenFile(writing: Array(content.utf8), to: base + "/link")
        #expect(try text(base + "/file") == content)
        #expect(try files.destinationOfSymbolicLink(atPath: base + "/link") == "deep/other")
      }
      try files.createSymbolicLink(atPath: base + "/loop", withDestinationPath: "loop")
      #expect(throws: FileWritingError.self) {
        try WrittenFile(writing: [1], to: base + "/loop")
      }
      #expect(try Set(files.contentsOfDirectory(atPath: base)) == ["deep", "file", "link", "loop"])
    }
  }

  @Test func foldersAndDevicesStay() async throws {
    try await withTemporaryDirectory { directory in
      let base = directory.path
      try FileManager.default.createSymbolicLink(
        atPath: base + "/null", withDestinationPath: "/dev/null")
      for (path, number) in [(base + "/null", ENODEV), ("/dev/null", ENODEV), (base, EISDIR)] {
        #expect(throws: FileWritingError(path: path, errno: number)) {
          try WrittenFile(writing: [1], to: path)
        }
      }
      var status = stat()
      #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }
  }
}
