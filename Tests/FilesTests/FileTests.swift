import Foundation
import TestSupport
import Testing

@testable import Files

@Suite struct FileReadingTests {
  @Test func readsAllBytes() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory.path + "/file"
      for count in [0, 1, 4095, 4096, 4097, 70_001] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try File.read(path) == bytes)
        #expect(try File.size(of: path) == count)
        #expect(try File.read(path, atMost: count) == bytes)
        if count > 0 {
          #expect(throws: FileError(.read, path, .tooLarge(limit: count - 1))) {
            try File.read(path, atMost: count - 1)
          }
        }
        let file = try OpenFile(path)
        var end: [UInt8] = [0, 0, 0]
        let start = max(0, count - 2)
        let length = try end.withUnsafeMutableBytes { try file.read(at: start, into: $0) }
        #expect(length == min(2, count) && end.prefix(length).elementsEqual(bytes.suffix(2)))
      }
      // A file of the system, whose size isn't known.
      #expect(try File.text(of: "/proc/self/status").contains("Threads:"))
      #expect(throws: FileError(.read, "/proc/self/status", .tooLarge(limit: 9))) {
        try File.read("/proc/self/status", atMost: 9)
      }
    }
  }

  @Test func saysWhyAFileIsNotRead() async throws {
    try await withTemporaryDirectory { directory in
      let base = directory.path
      mkfifo(base + "/pipe", 0o600)
      try Data("1".utf8).write(to: URL(fileURLWithPath: base + "/secret"))
      chmod(base + "/secret", 0)
      var reasons: [(String, FileError.Reason, String)] = [
        (base + "/none", .missing, "There is no file 'f'"),
        (base + "/secret/none", .missing, "There is no file 'f'"),
        ("", .missing, "There is no file 'f'"),
        (base, .isFolder, "'f' is a folder"),
        (base + "/pipe", .notRegular, "'f' is a pipe or a device, not a file"),
        ("/dev/zero", .notRegular, "'f' is a pipe or a device, not a file"),
        (base + "/sec\0ret", .zeroByte, "A path can't contain a zero byte, and this one does"),
      ]
      // Root may read what nobody may.
      if getuid() != 0 {
        reasons.append((base + "/secret", .notPermitted, "'f' can't be read: permission denied"))
      }
      for (path, reason, words) in reasons {
        let error = FileError(.read, path, reason)
        #expect(throws: error) { try File.read(path) }
        #expect(throws: error) { try File.size(of: path) }
        #expect(error.inWords(naming: "f") == words)
      }
    }
  }
}

@Suite struct FolderTests {
  @Test func foldersAreMadeAndRemoved() async throws {
    try await withTemporaryDirectory { directory in
      let base = directory.path
      for path in ["a", "a", "b/c//d/", "./e/../f"] {
        try Folder.make("\(base)/\(path)")
        #expect(Folder.isThere("\(base)/\(path)"))
      }
      try File.write([1, 2], to: base + "/g/h/file")
      #expect(Folder.names(in: base) == ["a", "b", "e", "f", "g"])
      for path in ["g/h/file", "g/h/file/i", "g/h/file/i/j"] {
        let error = FileError(.makeFolder, "\(base)/\(path)", .failed(errno: ENOTDIR))
        #expect(throws: error) { try Folder.make("\(base)/\(path)") }
        #expect(
          error.inWords(naming: "f") == "The folder 'f' can't be created: Not a directory")
      }
      #expect(throws: FileError(.write, base + "/g/h/file/i", .failed(errno: ENOTDIR))) {
        try File.write([3], to: base + "/g/h/file/i")
      }
      // A link goes, and what it leads to stays.
      symlink(base + "/g", base + "/b/link")
      Folder.remove(base + "/b")
      #expect(Folder.names(in: base) == ["a", "e", "f", "g"])
      #expect(try File.read(base + "/g/h/file") == [1, 2])
      #expect(Folder.names(in: base + "/none") == [])
    }
  }

  @Test(arguments: [
    ("a/b", "a"), ("a/b/", "a"), ("/a", "/"), ("/a//", "/"), ("a", nil), ("/", nil), ("", nil),
    ("a//b", "a/"), ("../a", ".."),
  ])
  func theFolderAroundAPath(path: String, folder: String?) {
    #expect(Folder.path(around: path) == folder)
  }

  @Test func theCacheIsTheUsualOne() {
    func folder(_ environment: [String: String]) -> String? {
      Folder.cache("datasets") { environment[$0] }
    }
    #expect(folder(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/nbrun/datasets")
    #expect(folder(["XDG_CACHE_HOME": "c", "HOME": "/h"]) == "/h/.cache/nbrun/datasets")
    #expect(folder(["HOME": "/h"]) == "/h/.cache/nbrun/datasets")
    #expect(folder([:]) == nil)
  }
}

@Suite struct DigestTests {
  // FIPS 180-4 and RFC 1321.
  @Test func digestsAreThoseOfTheStandards() {
    let abc = Array("abc".utf8)
    let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(SHA256.digest(of: abc) == sha)
    #expect(
      SHA256.digest(of: [])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(MD5.digest(of: abc) == "900150983cd24fb0d6963f7d28e17f72")
    #expect(MD5.digest(of: []) == "d41d8cd98f00b204e9800998ecf8427e")
    var piecewise = SHA256()
    for byte in abc { [byte].withUnsafeBufferPointer { piecewise.update($0) } }
    let copy = piecewise
    #expect(piecewise.finish() == sha)
    piecewise = copy
    #expect(piecewise.finish() == sha)
  }

  // The authors' own test vectors, and RFC 4648.
  @Test func hashesAndBase64AreThoseOfTheirAuthors() {
    #expect(FNV1a.hash([]) == 0xcbf2_9ce4_8422_2325)
    #expect(FNV1a.hash("foobar".utf8) == 0x8594_4171_f739_67e8)
    #expect(FNV1a.shortHash([]) == 0x811c_9dc5)
    #expect(FNV1a.shortHash("foobar".utf8) == 0xbf9c_f968)
    #expect(FNV1a.hash("foobar".utf8, seed: 1) != FNV1a.hash("foobar".utf8))
    for (text, encoded) in [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{7FF}?", "378/"),
    ] {
      #expect(Array(text.utf8).base64 == encoded)
    }
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    #expect(bytes.base64 == Data(bytes).base64EncodedString())
  }
}
