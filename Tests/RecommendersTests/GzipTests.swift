import Files
import Foundation
import TestSupport
import Testing

@testable import Recommenders

/// A gzip stream whose content is stored and not compressed (RFC 1951, 3.2.4).
private func gzip(_ content: [UInt8]) -> [UInt8] {
  var checksum: UInt32 = 0xFFFF_FFFF
  for byte in content {
    checksum ^= UInt32(byte)
    for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
  func littleEndian(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(number >> UInt32(8 * $0) & 0xFF) }
  }
  let count = UInt32(content.count)
  return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + littleEndian(count, 2)
    + littleEndian(~count & 0xFFFF, 2) + content + littleEndian(~checksum, 4)
    + littleEndian(count, 4)
}

private func gzip(_ text: String) -> [UInt8] { gzip(Array(text.utf8)) }

/// Text that gzip has compressed.
@Suite struct GzipTests {
  private let whole = gzip("user,item,rating\n1,2,3\n")

  private func read(_ bytes: [UInt8], _ name: String = "r.csv.gz") async throws -> RatingTable {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(component: name)
      try Data(bytes).write(to: url)
      return try RatingTable(reading: RatingFileRequest(path: url.path))
    }
  }

  private func expect(_ reason: UnreadableFile, _ bytes: [UInt8]) {
    #expect(throws: reason) { try TextContent(of: bytes) }
  }

  @Test(arguments: ["r.csv.gz", "r.csv", "ratings.gz"])
  func readsOneStreamOrSeveral(name: String) async throws {
    let bytes = whole + gzip("") + gzip("4,5,6\n")
    for padding in [0, 1, 511] {
      let padded = bytes + Array(repeating: 0, count: padding)
      let table = try await read(padded, name)
      #expect(table.values == [3, 6])
      // The digest is that of the file as it is.
      #expect(table.source.files[0].sha256 == SHA256.digest(of: padded))
    }
  }

  @Test func everyByteOfTheTrailerCounts() {
    for place in whole.count - 8..<whole.count {
      var bytes = whole
      bytes[place] ^= 0x10
      expect(.damaged(place < whole.count - 4 ? .checksum : .length), bytes)
    }
    // The content is changed, and its checksum not.
    var bytes = whole
    bytes[bytes.count - 10] = UInt8(ascii: "5")
    expect(.damaged(.checksum), bytes)
    // Damage behind a stream that is whole.
    expect(.damaged(.checksum), whole + bytes)
  }

  @Test func everyPrefixIsCutOff() {
    for length in 2..<whole.count { expect(.damaged(.cutOff), Array(whole.prefix(length))) }
    expect(.damaged(.cutOff), whole + whole.prefix(12))
  }

  @Test func tellsWhatElseIsWrong() {
    expect(.damaged(.followed(byOthers: 5)), whole + Array("1,2,3".utf8))
    expect(.damaged(.followed(byOthers: 3)), whole + [0, 0, 1])
    expect(.damaged(.data(message: "unknown compression method")), [0x1F, 0x8B, 7] + whole[3...])
    expect(.empty, gzip(""))
    expect(.packedTwice, gzip(whole))
    let tar = Array(repeating: UInt8(0), count: 257) + Array("ustar".utf8)
    expect(.otherKind(.tar), gzip(tar))
    expect(.otherKind(.jsonLines), gzip("{\"user\":1}\n"))
  }

  @Test func refusesWhatUnpacksOutOfProportion() throws {
    // What zip packs, behind the header of its only member, is what gzip packs too.
    let packed = Archive.zipped([("z", [UInt8](repeating: 65, count: 1 << 20))])
    let start = 30 + Int(packed[26]) + Int(packed[28])
    let stream: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + packed[start...]
    #expect(stream.count < 4096)
    #expect(throws: Gzip.Failure.tooLarge(limit: 1000)) {
      try Gzip.decompressed(stream, limit: 1000)
    }
  }

  @Test(arguments: 0..<8)
  func changedFilesAreReadOrRefused(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let original = gzip("user,item,rating\n1,2,3\n4,5,6\n")
    for _ in 0..<100 {
      var bytes = original
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        bytes[Int.random(in: 2..<bytes.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      do {
        let text = try TextContent(of: bytes)
        let table = try RatingTable(bytes: text.bytes, request: RatingFileRequest(path: "x"))
        // Only the header of the stream has bytes that don't matter.
        #expect(table.values == [3, 6], "seed \(seed)")
      } catch {
        #expect(error is UnreadableFile || error is ReadingError, "seed \(seed): \(error)")
      }
    }
  }
}
