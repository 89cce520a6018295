import Foundation
import Testing

@testable import Recommenders

@Suite struct FileKindTests {
  private static func utf16(_ text: String, bigEndian: Bool = false) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  private static let ratings = "user,item,rating\n1,2,3\n"

  @Test(
    arguments: [
      (.bzip2, Array("BZh91AY&SY".utf8) + [0x12]),
      (.xz, [0xFD] + Array("7zXZ\0".utf8)),
      (.zstandard, [0x28, 0xB5, 0x2F, 0xFD, 4]),
      (.sevenZip, Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C, 0, 4]),
      (.parquet, Array("PAR1".utf8) + [0x15, 4]),
      (.npy, [0x93] + Array("NUMPY".utf8) + [1, 0]),
      (.hdf5, [0x89] + Array("HDF\r\n\u{1A}\n".utf8)),
      (.matlab, Array("MATLAB 5.0 MAT-file, Platform: GLNXA64".utf8)),
      (.pickle, [0x80, 4, 0x95]),
      (.sqlite, Array("SQLite format 3\0".utf8)),
      (.rData, Array("RDX3\nX\n".utf8)),
      (.rData, Array("X\n\0\0\0\u{3}".utf8)),
      (.oldOffice, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
      (.utf16, [0xFF, 0xFE] + utf16(ratings)),
      (.utf16, [0xFE, 0xFF] + utf16(ratings, bigEndian: true)),
      (.utf16, utf16(ratings)),
      (.utf16, utf16(ratings, bigEndian: true)),
      (.utf16, utf16("用户,电影,评分\n1,2,3\n4,5,6\n")),
      (.utf32, [0xFF, 0xFE, 0, 0, 0x31, 0, 0, 0]),
      (.jsonLines, Array("{\"user_id\":\"a\",\"stars\":3.0}\n".utf8)),
      (.jsonLines, Array("{\"a\": 1}\r\n{\"a\": 2}\r\n".utf8)),
      (.jsonLines, Array("{\"text\":\"\(String(repeating: "x", count: 9000))\"}\n".utf8)),
      (.json, Array("{\n  \"ratings\": []\n}\n".utf8)),
      (.json, Array("\u{FEFF} [{\"user\":1}]".utf8)),
      (.json, Array("[[1, 2, 3]]".utf8)),
      (.html, Array("\n<!DOCTYPE html><title>404</title>".utf8)),
      (.html, Array("<HTML>".utf8)),
      (.xml, Array("<?xml version=\"1.0\"?><Error>".utf8)),
      (
        .gitLFS,
        Array("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 12\n".utf8)
      ),
      (.matrixMarket, Array("%%MatrixMarket matrix coordinate real general\n3 4 1\n1 1 5\n".utf8)),
      (.pdf, Array("%PDF-1.7\n".utf8)),
      (.picture, [0x89] + Array("PNG\r\n".utf8)),
      (.binary, [0, 1, 2]), (.binary, Array("1,2,3\n".utf8) + [0, 0]), (.binary, [7, 0, 9]),
    ] as [(FileKind, [UInt8])])
  func namesWhatItIs(kind: FileKind, content: [UInt8]) {
    #expect(FileKind(of: content) == kind)
    #expect(throws: UnreadableFile.otherKind(kind)) { try TextContent(of: content) }
    // What a short file is cut to is named or read, and never out of bounds.
    for length in 0..<min(content.count, 40) { _ = FileKind(of: content.prefix(length)) }
  }

  @Test(arguments: [
    ratings, "{a},b,3\n", "[x],y,3\n", "PAR1,2,3\n", "BZh9,2,3\n", "GIF8,1,2\n", "ORC,2,3\n", "",
    "<b>,2,3\n", "% 3 4\n1 2 3\n", "\u{FEFF}1,2,3", "7z,1,2\n", "PKx,2,3\n", "é,2,3\n",
  ])
  func takesLinesForWhatTheyAre(text: String) {
    #expect(FileKind(of: Array(text.utf8)) == nil)
  }

  @Test func looksIntoArchives() {
    func kind(_ paths: [String], _ content: String = "1") -> FileKind? {
      FileKind(of: Archive.zipped(paths.map { ($0, Array(content.utf8)) }))
    }
    #expect(kind(["ratings.csv"]) == .zip)
    #expect(kind([]) == .zip)
    #expect(kind(["indices.npy", "data.npy"]) == .npz)
    #expect(kind(["[Content_Types].xml", "xl/workbook.xml"]) == .excel)
    #expect(kind(["[Content_Types].xml", "word/document.xml"]) == .zip)
    let openDocument = Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 22) + [8, 0, 0, 0]
    #expect(
      FileKind(
        of: openDocument
          + Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8))
        == .openDocument)
  }
}
