import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Recommenders

/// Arrays whose headers say more than is there.
@Suite struct HostileArrayTests {
  /// A `.npy` file with a header of choice.
  private func npy(_ type: String, _ shape: String, _ content: [UInt8] = []) -> [UInt8] {
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
      + Array(header.utf8) + content
  }

  /// The members of a sparse matrix of one rating, some of them replaced.
  private func sparse(_ format: String, replacing members: [String: [UInt8]]) -> [UInt8] {
    var arrays: [String: [UInt8]] = [
      "format": NPYArray(ascii: format).file, "shape": NPYArray([2, 3] as [Int64]).file,
      "data": NPYArray([4] as [Float]).file, "row": NPYArray([1] as [Int32]).file,
      "col": NPYArray([2] as [Int32]).file, "indices": NPYArray([2] as [Int32]).file,
      "indptr": NPYArray([0, 0, 1] as [Int32]).file,
    ]
    arrays.merge(members) { $1 }
    return Archive.zipped(arrays.sorted { $0.key < $1.key }.map { ($0.key + ".npy", $0.value) })
  }

  private func read(_ bytes: [UInt8]) throws -> RatingTable {
    try RatingTable(arrays: bytes, request: RatingFileRequest(path: "r.npz"))
  }

  private func expectWrong(_ name: String, _ bytes: [UInt8]) {
    let error = #expect(throws: ArrayFileError.self) { try read(bytes) }
    guard case .badArray("r.npz", name, _) = error else {
      Issue.record("not '\(name)': \(String(describing: error))")
      return
    }
  }

  @Test func readsTheMatrixThatIsMadeWorseBelow() throws {
    for format in ["coo", "csr"] {
      let table = try read(sparse(format, replacing: [:]))
      #expect(table.userIndices == [1] && table.itemIndices == [2] && table.values == [4])
    }
  }

  @Test func anyArrayMayHaveAnyTypeAndShape() {
    let types = [
      "|S0", "<U0", "|b1", "|i1", "<i8", ">u8", "<f4", "<f8", "|S1", "<U1", "<U67108864",
    ]
    let lengths = [
      "0", "1", "4294967296", "9223372036854775807", "1152921504606846976", "67108864",
    ]
    let shapes =
      ["()"] + lengths.map { "(\($0),)" }
      + lengths.flatMap { first in lengths.map { "(\(first), \($0))" } }
      + ["(4294967296, 4294967296, 0)", "(0, 4294967296, 4294967296)"]
    for type in types {
      for shape in shapes {
        for content in [[], [7], Array("coo\0".utf8)] as [[UInt8]] {
          do throws(ArrayProblem) {
            let array = try NPYArray(npy(type, shape, content))
            _ = try? array.texts()
            _ = try? array.rowMajorFloats()
            _ = try? array.rowMajorIntegers()
          } catch {
          }
        }
      }
    }
    // The same as members of a matrix, in each place.
    let worst = [
      npy("|S0", "(9999999999, 9999999999)"), npy("<U0", "(4611686018427387904,)"),
      npy("|i1", "(9223372036854775807,)", [1]), npy("|b1", "(9223372036854775807,)", [1]),
      npy("<U67108864", "()", [1]), npy("<i8", "(0, 1152921504606846976)"),
    ]
    for name in ["format", "shape", "data", "row", "col"] {
      for array in worst { expectWrong(name, sparse("coo", replacing: [name: array])) }
    }
    for name in ["indices", "indptr"] {
      for array in worst { expectWrong(name, sparse("csr", replacing: [name: array])) }
    }
    for name in ["users", "items", "titles", "timestamps"] {
      for array in worst { expectWrong(name, sparse("csr", replacing: [name: array])) }
    }
  }

  @Test func manyRowsNeedValues() throws {
    let lengths = NPYArray([1 << 26, 1 << 26] as [Int64]).file
    expectWrong("shape", sparse("coo", replacing: ["shape": lengths]))
    let some = NPYArray([1 << 20, 3] as [Int64]).file
    #expect(try read(sparse("coo", replacing: ["shape": some])).users.count == 1 << 20)
  }

  @Test func ratingsHaveALimit() throws {
    for value in [1e13, -1e13, .infinity, .nan] as [Float] {
      expectWrong("data", sparse("csr", replacing: ["data": NPYArray([value]).file]))
    }
    let most = -RatingTable.largestValue
    #expect(try read(sparse("csr", replacing: ["data": NPYArray([most]).file])).values == [most])
  }

  @Test func namesDiffer() throws {
    func names(_ array: NPYArray) -> [UInt8] { sparse("csr", replacing: ["items": array.file]) }
    for array in [
      NPYArray(["a", "a", "b"]), NPYArray(["a", "", "b"]), NPYArray(["a", "b", "x\0y"]),
      NPYArray([7, 8, 7] as [Int64]),
    ] {
      expectWrong("items", names(array))
    }
    // Composed and decomposed, as two.
    let table = try read(names(NPYArray(["\u{E9}", "e\u{301}", "b"])))
    #expect(table.items.count == 3)
    let error = #expect(throws: ArrayFileError.self) { try read(names(NPYArray(["a", "b", "a"]))) }
    #expect(
      error
        == .badArray(path: "r.npz", array: "items", .repeated("a", first: 0, second: 2)))
  }

  @Test(arguments: [
    "(1000000000000, 0)", "(0, 1152921504606846976)", "(0, 0)", "(1, 0)", "(0, 1)",
    "(67108864, 67108864)", "(9223372036854775807, 9223372036854775807)", "(3,)", "()",
  ])
  func modelsHaveRowsOfFactors(shape: String) {
    let bytes = Archive.zipped([
      ("user_factors.npy", npy("<f4", shape)), ("item_factors.npy", npy("<f4", shape)),
    ])
    let error = #expect(throws: ArrayFileError.self) { try NamedFactorModel(bytes, path: "m.npz") }
    guard case .badArray("m.npz", "user_factors", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func damagedMembersAreRefused() throws {
    let members = [("a.npy", NPYArray(Array(0..<200).map { Int32($0 * $0) }).file)]
    let bytes = Archive.zipped(members)
    var refused = 0
    for place in 30 + 5..<bytes.count - 100 {
      var changed = bytes
      changed[place] ^= 4
      do throws(Archive.Failure) {
        // A few bits of compressed data say nothing.
        let content = try Archive.contents(ofArchive: changed, limit: 1 << 20)
        #expect(content.map(\.content) == members.map(\.1), "byte \(place)")
      } catch {
        refused += 1
      }
    }
    #expect(refused > (bytes.count - 135) * 9 / 10)
  }

  @Test func otherFilesAreNamed() {
    func expect(_ kind: FileKind, _ bytes: [UInt8]) {
      #expect(throws: ArrayFileError.unreadable(path: "r.npz", .otherKind(kind))) {
        try read(bytes)
      }
    }
    expect(.npy, NPYArray([1] as [Float]).file)
    expect(.pickle, [0x80, 4, 0x95, 0, 0])
    expect(.gzip, [0x1F, 0x8B, 8, 0])
    expect(.gitLFS, Array("version https://git-lfs.github.com/spec/v1\n".utf8))
  }

  /// Whatever headers say, reading ends with a table, a model or an error of its own.
  @Test(arguments: 0..<6)
  func madeUpHeadersAreReadOrRefused(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let letters = Array("bifuSUOV".map(String.init))
    func length() -> String {
      let size = Int.random(in: 0..<63, using: &generator)
      return String(
        [0, 1, 2, 3, 7, 1 << size, (1 << size) - 1, .max].randomElement(using: &generator)!)
    }
    func array() -> [UInt8] {
      let type =
        ["<", ">", "|"].randomElement(using: &generator)!
        + letters.randomElement(using: &generator)!
        + String([0, 1, 2, 4, 8, 999_999_999].randomElement(using: &generator)!)
      let lengths = (0..<Int.random(in: 0...3, using: &generator)).map { _ in length() + "," }
      let content = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      return npy(type, "(\(lengths.joined()))", content)
    }
    let names = [
      "format", "shape", "data", "row", "col", "indices", "indptr", "users", "items", "titles",
      "timestamps",
    ]
    for _ in 0..<60 {
      let replaced = names.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
      let bytes = sparse(
        ["csr", "csc", "coo"].randomElement(using: &generator)!,
        replacing: Dictionary(uniqueKeysWithValues: replaced.map { ($0, array()) }))
      do {
        _ = try read(bytes)
      } catch is ArrayFileError {
      }
      let model = ["user_factors", "item_factors", "user_biases", "mean", "users"].map {
        ($0 + ".npy", array())
      }
      do throws(ArrayFileError) {
        _ = try NamedFactorModel(Archive.zipped(model), path: "m.npz")
      } catch {
      }
    }
  }
}
