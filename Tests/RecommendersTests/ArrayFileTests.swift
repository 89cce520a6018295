import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Recommenders

private let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appending(component: "Goldens")

private func golden(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: goldens.appending(component: name)))
}

/// Files that NumPy and SciPy have written, see `make_arrays.py`.
@Suite struct ArrayFileTests {
  struct Expected: Decodable {
    var shape: [Int]
    var integers: [String]?
    var floats: [Float]?
    var texts: [String]?
    var rowMajor: [Float]?
  }

  @Test func readsEveryTypeThatNumPyWrites() throws {
    let file = try NPZFile(try golden("arrays.npz"), path: "arrays.npz")
    let expected = try JSONDecoder().decode(
      [String: Expected].self, from: Data(golden("arrays.json")))
    #expect(file.names == expected.keys.sorted())
    for (name, expected) in expected {
      try file.read(name) { (array) throws(ArrayProblem) in
        #expect(array.header.shape == expected.shape, "\(name)")
        if let integers = expected.integers {
          #expect(try array.integers().map(String.init) == integers, "\(name)")
        }
        if let floats = expected.floats { #expect(try array.floats() == floats, "\(name)") }
        if let texts = expected.texts { #expect(try array.texts() == texts, "\(name)") }
        if let rowMajor = expected.rowMajor {
          #expect(try array.rowMajorFloats() == rowMajor, "\(name)")
        }
      }
    }
  }

  @Test func readsEveryVersionOfTheFormat() throws {
    let file = try NPZFile(try golden("versions.npz"), path: "versions.npz")
    #expect(file.names == ["v1", "v2", "v3"])
    for name in file.names {
      #expect(
        try file.read(name) { (array) throws(ArrayProblem) in try array.integers() } == [1, 2, 3])
    }
  }

  @Test func refusesObjects() throws {
    let file = try NPZFile(try golden("objects.npz"), path: "o.npz")
    #expect(throws: ArrayFileError.badArray(path: "o.npz", array: "o", .objects)) {
      try file.read("o") { (array) throws(ArrayProblem) in try array.integers() }
    }
  }

  @Test(arguments: ["csr", "csr-stored", "csc", "coo", "coo-integers"])
  func readsEverySparseMatrix(name: String) throws {
    let path = goldens.appending(component: "sparse-\(name).npz").path
    let table = try RatingTable(reading: RatingFileRequest(path: path))
    let scale: Float = name == "coo-integers" ? 2 : 1
    let triplets = (0..<table.count).map {
      [Float(table.userIndices[$0]), Float(table.itemIndices[$0]), table.values[$0] / scale]
    }
    let expected: [[Float]] = [[0, 0, 4], [0, 3, 5], [2, 1, 2], [2, 3, 0.5]]
    // Compressed columns are in another order.
    #expect(Set(triplets) == Set(expected) && triplets.count == 4)
    #expect(name == "csc" || triplets == expected)
    #expect(table.users.count == 3 && table.items.count == 4)
    #expect(table.items.identifier(of: 3) == "3")
    #expect(table.source.files.first?.sha256.count == 64)
  }

  @Test(arguments: ["bsr", "dia"])
  func refusesOtherSparseMatrices(name: String) throws {
    let path = goldens.appending(component: "sparse-\(name).npz").path
    #expect(throws: ArrayFileError.self) {
      try RatingTable(reading: RatingFileRequest(path: path))
    }
  }

  private let ratings = RatingTable(
    users: Identities(.numbers([10, 20, 1 << 62])),
    items: Identities(.words(["a", "é", "c", "d"]), titles: ["A", "", "C\u{1F600}", "D"]),
    userIndices: [2, 0, 2, 0], itemIndices: [3, 3, 1, 0], values: [0.5, 5, 2, 4],
    timestamps: [4, 3, 2, -1], source: RatingSource(name: "r"))

  @Test func writesRatingsAsSciPyDoes() throws {
    let expected = try JSONDecoder().decode(
      [String: String].self, from: Data(golden("written.json")))
    let members = try Archive.contents(ofArchive: ratings.npz(), limit: 1 << 20)
    #expect(
      members.map(\.path) == [
        "indices.npy", "indptr.npy", "format.npy", "shape.npy", "data.npy", "users.npy",
        "items.npy", "titles.npy", "timestamps.npy",
      ])
    for member in members.prefix(5) {
      let content = member.content.map { String(format: "%02x", $0) }.joined()
      #expect(content == expected[member.path], "\(member.path)")
    }
  }

  @Test func readsWhatItWrites() throws {
    let bytes = ratings.npz()
    #expect(bytes == ratings.npz())
    let table = try RatingTable(
      arrays: bytes, request: RatingFileRequest(path: "r.npz"))
    #expect(table.userIndices == [0, 0, 2, 2] && table.itemIndices == [0, 3, 1, 3])
    #expect(table.values == [4, 5, 2, 0.5] && table.timestamps == [-1, 3, 2, 4])
    #expect(table.users.identifiers == ratings.users.identifiers)
    #expect(table.items.identifiers == ratings.items.identifiers)
    #expect(table.items.titles == ratings.items.titles)
  }

  @Test func readsTheLinesThatItWrites() throws {
    let table = try RatingTable(
      bytes: ratings.csv(), request: RatingFileRequest(path: "r.csv"))
    #expect(table.values == ratings.values && table.timestamps == ratings.timestamps)
    for row in 0..<4 {
      #expect(
        table.items.identifier(of: Int(table.itemIndices[row]))
          == ratings.items.identifier(of: Int(ratings.itemIndices[row])))
    }
    var quoted = ratings
    quoted.items = Identities(.words(["a,b", "c\"d", " e", "f"]))
    quoted.values = [0.1, 1e-20, -3, 16_777_216]
    let read = try RatingTable(bytes: quoted.csv(), request: RatingFileRequest(path: "r.csv"))
    #expect(read.values == quoted.values)
    #expect(
      Set((0..<3).map(read.items.identifier(of:))).isSubset(of: ["a,b", "c\"d", " e", "f"]))
  }

  @Test func keepsAModelToTheBit() throws {
    var random = RandomSource(seed: 1, purpose: "model").sequence()
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    let model = FactorModel(
      mean: 3.5, userFactors: Matrix(rowCount: 3, columnCount: 2, elements: numbers(6)),
      itemFactors: Matrix(rowCount: 4, columnCount: 2, elements: numbers(8)),
      userBiases: numbers(3), itemBiases: numbers(4))
    let data = TrainingData(
      train: ratings.selecting([2, 0, 1]), test: ratings.selecting([3]))
    let named = NamedFactorModel(
      model: model, data: data, history: TrainingHistory(data.train))
    let read = try NamedFactorModel(named.npz, path: "m.npz")
    #expect(read.data.train.hasRatings(of: data.train))
    #expect(read.data.test?.hasRatings(of: ratings.selecting([3])) == true)
    #expect(read.data.validation == nil)
    #expect(read.history.tables.count == 1 && read.history.isComplete)
    #expect(read.model.mean == 3.5)
    #expect(read.model.userFactors.elements == model.userFactors.elements)
    #expect(read.model.itemFactors.elements == model.itemFactors.elements)
    #expect(read.model.userBiases == model.userBiases)
    #expect(read.model.itemBiases == model.itemBiases)
    #expect(read.items.titles == ratings.items.titles)
  }

  /// A file of factors alone, as other programs write it, and as this one once did.
  @Test func readsAModelThatDoesNotSayWhatItWasTrainedOn() throws {
    let factors = NPYArray([1, 2, 3, 4] as [Float], shape: [2, 2])
    let file = NPZFile.bytes(of: [("user_factors", factors), ("item_factors", factors)])
    let read = try NamedFactorModel(file, path: "m.npz")
    #expect(read.data.train.count == 0 && read.data.test == nil)
    #expect(read.history.tables.isEmpty && !read.history.isComplete)
  }

  @Test func keepsWhatAModelHadLearntFromBefore() throws {
    let factors = Matrix<Float>(rowCount: 3, columnCount: 1)
    let model = FactorModel(
      mean: 3, userFactors: factors, itemFactors: Matrix(rowCount: 4, columnCount: 1),
      userBiases: [0, 0, 0], itemBiases: [0, 0, 0, 0])
    var elsewhere = ratings
    elsewhere.users = Identities(.words(["somebody"] + (1..<3).map(ratings.users.identifier(of:))))
    for isComplete in [true, false] {
      let start = TrainingHistory([elsewhere], isComplete: isComplete)
      let train = ratings.selecting([0])
      let named = NamedFactorModel(
        model: model, data: TrainingData(train: train),
        history: TrainingHistory(train, after: start))
      let history = try NamedFactorModel(named.npz, path: "m.npz").history
      #expect(history.isComplete == isComplete)
      // The rating of somebody whom the model lacks is not kept.
      let kept = (0..<4).filter { elsewhere.userIndices[$0] != 0 }
      #expect(history.tables.count == 2)
      #expect(history.tables[1].hasRatings(of: ratings.selecting(kept)))
    }
  }

  @Test(
    arguments: [
      ("train_indptr", [0, 2, 5]), ("train_indptr", [0, 1]), ("train_indices", [0, 9]),
      ("train_indices", [0]), ("history_complete", [1, 1]),
    ] as [(String, [Int64])])
  func tellsWhichArrayOfTheTrainingIsWrong(name: String, content: [Int64]) {
    let factors = NPYArray([1, 2, 3, 4] as [Float], shape: [2, 2])
    var arrays: [(name: String, array: NPYArray)] = [
      ("user_factors", factors), ("item_factors", factors),
      ("train_data", NPYArray([4, 5] as [Float])), ("train_indices", NPYArray([0, 1] as [Int64])),
      ("train_indptr", NPYArray([0, 1, 2] as [Int64])),
    ]
    arrays.removeAll { $0.name == name }
    arrays.append((name, NPYArray(content)))
    do {
      _ = try NamedFactorModel(NPZFile.bytes(of: arrays), path: "m.npz")
      Issue.record("\(name) = \(content) was read")
    } catch {
      guard case .badArray(_, name, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  /// What is wrong with a sparse matrix, one thing at a time.
  @Test(
    arguments: [
      ("indptr", [0, 2, 2, 5]), ("indptr", [0, 2, 1, 4]), ("indptr", [1, 2, 2, 4]),
      ("indptr", [0, 2, 2]), ("indptr", [0, 2, 2, 3]), ("indptr", [0, -1, 2, 4]),
      ("indices", [0, 3, 1, 4]), ("indices", [0, 3, 1, -1]), ("indices", [0, 3, 1]),
      ("shape", [3]), ("shape", [3, -4]), ("shape", [3, 1 << 40]), ("shape", [1 << 40, 4]),
      ("users", [1, 2]),
    ] as [(String, [Int64])])
  func tellsWhichArrayIsWrong(name: String, content: [Int64]) {
    var arrays: [(name: String, array: NPYArray)] = [
      ("indices", NPYArray([0, 3, 1, 3] as [Int64])),
      ("indptr", NPYArray([0, 2, 2, 4] as [Int64])),
      ("format", NPYArray(ascii: "csr")), ("shape", NPYArray([3, 4] as [Int64])),
      ("data", NPYArray([4, 5, 2, 0.5] as [Float])),
    ]
    arrays.removeAll { $0.name == name }
    arrays.append((name, NPYArray(content)))
    let error = #expect(throws: ArrayFileError.self) {
      try RatingTable(
        arrays: NPZFile.bytes(of: arrays), request: RatingFileRequest(path: "r.npz"))
    }
    guard case .badArray("r.npz", let wrong, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // Too many rows are first missed in the starts of the rows.
    #expect(wrong == name)
  }

  @Test func tellsOfRepeatedElements() throws {
    let bytes = NPZFile.bytes(of: [
      ("row", NPYArray([0, 1, 0, 0] as [Int32])), ("col", NPYArray([2, 1, 2, 2] as [Int32])),
      ("format", NPYArray(["coo"])), ("shape", NPYArray([2, 3] as [Int64])),
      ("data", NPYArray([1, 2, 3, 5] as [Float])),
    ])
    func read(_ rule: DuplicateRule) throws -> [Float] {
      try RatingTable(
        arrays: bytes, request: RatingFileRequest(path: "r.npz", duplicates: rule)
      ).values
    }
    #expect(
      throws: ArrayFileError.repeatedElements(path: "r.npz", row: 0, column: 2, count: 2)
    ) { try read(.error) }
    #expect(try read(.mean) == [3, 2])
    #expect(try read(.last) == [2, 5])
  }

  @Test func refusesWhatUnpacksOutOfProportion() throws {
    let zeros = NPYArray(Array(repeating: Float(0), count: 20 << 20))
    let bytes = NPZFile.bytes(of: [("data", zeros)])
    #expect(bytes.count < 1 << 20)
    #expect(
      throws: ArrayFileError.tooLarge(path: "z.npz", limit: NPZFile.limit(fileSize: bytes.count))
    ) { try NPZFile(bytes, path: "z.npz") }
  }

  @Test func refusesWhatIsNoArchive() {
    #expect(throws: ArrayFileError.self) { try NPZFile(Array("1,2,3\n".utf8), path: "r.npz") }
    #expect(throws: ArrayFileError.self) { try NPZFile([], path: "r.npz") }
  }

  /// Whatever the bytes are, reading ends with arrays or with an error of its own.
  @Test(arguments: 0..<8)
  func changedFilesAreReadOrRefused(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let originals =
      try ["sparse-csr-stored.npz", "arrays.npz", "versions.npz"].map(golden)
      + [ratings.npz()]
    for _ in 0..<150 {
      var bytes = originals.randomElement(using: &generator)!
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        mutate(&bytes, &generator)
      }
      do {
        _ = try RatingTable(
          arrays: bytes, request: RatingFileRequest(path: "x", duplicates: .first))
      } catch is ArrayFileError {
      }
      // Headers are better reached without an archive around them.
      var array = NPYArray(["a", "b"]).file
      mutate(&array, &generator)
      do throws(ArrayProblem) {
        _ = try NPYArray(array).texts()
      } catch {
      }
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes.insert(Array("0159(),'<f".utf8).randomElement(using: &generator)!, at: place)
    case 2: bytes.remove(at: place)
    default: bytes.removeSubrange(place...)
    }
  }
}
