import Foundation
import TestSupport
import Testing

@testable import Files

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
      try File.write(Array("old".utf8), to: path)
      try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
      try File.write(Array("new".utf8), to: path)
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
        try File.write(Array(content.utf8), to: base + "/link")
        #expect(try text(base + "/file") == content)
        #expect(try files.destinationOfSymbolicLink(atPath: base + "/link") == "deep/other")
      }
      try files.createSymbolicLink(atPath: base + "/loop", withDestinationPath: "loop")
      #expect(throws: FileError(.write, base + "/loop", .failed(errno: ELOOP))) {
        try File.write([1], to: base + "/loop")
      }
      #expect(try Set(files.contentsOfDirectory(atPath: base)) == ["deep", "file", "link", "loop"])
    }
  }

  @Test func foldersAndDevicesStay() async throws {
    try await withTemporaryDirectory { directory in
      let base = directory.path
      try FileManager.default.createSymbolicLink(
        atPath: base + "/null", withDestinationPath: "/dev/null")
      let paths: [(String, FileError.Reason)] = [
        (base + "/null", .notRegular), ("/dev/null", .notRegular), (base, .isFolder),
      ]
      for (path, reason) in paths {
        #expect(throws: FileError(.write, path, reason)) { try File.write([1], to: path) }
      }
      var status = stat()
      #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }
  }
}
