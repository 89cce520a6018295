import Foundation
import TestSupport
import Testing

@testable import Recommenders

@Suite struct FileFormatTests {
  @Test func namesAndEndingsAreOfOneFormat() {
    let ratings = RatingFileFormat.all
    #expect(Set(ratings.map(\.name)).count == ratings.count)
    let endings = ratings.flatMap(\.extensions)
    #expect(Set(endings).count == endings.count)
    for format in ratings { #expect(RatingFileFormat(named: format.name) == format) }
    #expect(RatingFileFormat(named: "CSV") == nil)
    #expect(Set(TitleFileFormat.all.map(\.name)).count == TitleFileFormat.all.count)
  }

  /// Whatever is written is read as what it is, by the name of the file alone.
  @Test(arguments: RatingFileFormat.all.filter { $0.writing != nil })
  func whatIsWrittenIsReadBack(format: RatingFileFormat) async throws {
    let table = try RatingTable(
      bytes: Array("user,item,rating,timestamp\nb,\"x, y\",3.5,20\na,z,1,30\nb,z,2,10\n".utf8),
      request: RatingFileRequest(path: "r.csv"))
    let writing = try #require(format.writing)
    for ending in format.extensions {
      try await withTemporaryDirectory { directory in
        let path = "\(directory.path)/r.\(ending)"
        try Data(writing.bytes(table)).write(to: URL(fileURLWithPath: path))
        for named in [nil, format] {
          let read = try RatingTable(reading: RatingFileRequest(path: path, format: named))
          #expect(ratings(read) == ratings(table))
        }
      }
    }
  }

  /// A format of somebody else's: the ratings stand in one line.
  @Test func aFormatIsAValue() async throws {
    let own = RatingFileFormat(
      "own", extensions: ["own"],
      reading: .whole(.binary) { bytes, request in
        let lines = String(decoding: bytes, as: UTF8.self).replacing("/", with: "\n")
        return try RatingTable(
          bytes: Array(lines.utf8), request: RatingFileRequest(path: request.path))
      })
    try await withTemporaryDirectory { directory in
      let path = directory.path + "/r"
      try "a,x,1/b,x,2".write(toFile: path, atomically: true, encoding: .utf8)
      let table = try RatingTable(reading: RatingFileRequest(path: path, format: own))
      #expect(ratings(table) == ["a x 1.0 -", "b x 2.0 -"])
    }
  }

  private func ratings(_ table: RatingTable) -> Set<String> {
    Set(
      (0..<table.count).map { row in
        let user = table.users.identifier(of: Int(table.userIndices[row]))
        let item = table.items.identifier(of: Int(table.itemIndices[row]))
        let time = table.timestamps.map { String($0[row]) } ?? "-"
        return "\(user) \(item) \(table.values[row]) \(time)"
      })
  }
}
