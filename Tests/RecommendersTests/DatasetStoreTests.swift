import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Recommenders

@Suite struct DatasetStoreTests {
  @Test func theFirstSourceThatAnswersIsRead() async throws {
    try await withTemporaryDirectory { directory in
      var events: [DatasetEvent] = []
      let store = DatasetStore(catalogue: .demo, directory: directory.path) {
        guard case .pythonPackage = $0.location else { throw DatasetFailure.nothingReceived }
        try tar($0.demoMembers).write(to: URL(fileURLWithPath: $1 + "/demo.tar"))
      }
      let table = try await store.ratings("demo") { events.append($0) }

      #expect(table.count == 3)
      #expect(table.values == [5, 3, 1])
      #expect(table.items.titles == ["Toy Story (1995)", "Naïve (1996)"])
      #expect(table.source.name == "demo")
      #expect(table.source.license == "None.")
      #expect(table.source.files.map(\.name) == ["u.data", "titles.tsv"])
      #expect(
        events.filter { if case .received = $0 { false } else { true } } == [
          .fetching(.url("https://example.org/demo.zip")),
          .failed(.init(location: .url("https://example.org/demo.zip"), failure: .nothingReceived)),
          .fetching(.pythonPackage("demo", version: "1.0")), .reading(0), .reading(1),
        ])
      try expectOnlyTheFiles(in: directory)
    }
  }

  @Test func allSourcesGiveTheSameTable() async throws {
    var tables: [RatingTable] = []
    for number in DatasetCatalogue.demo.entries[0].archived.sources.indices {
      var catalogue = DatasetCatalogue.demo
      catalogue.entries[0].archived.sources = [catalogue.entries[0].archived.sources[number]]
      tables.append(
        try await DatasetStore(catalogue: catalogue, directory: nil, download: demoDownload)
          .ratings("demo"))
    }
    #expect(tables.count == 2)
    #expect(tables[0].userIndices == tables[1].userIndices)
    #expect(tables[0].itemIndices == tables[1].itemIndices)
    #expect(tables[0].values == tables[1].values)
    #expect(tables[0].timestamps == tables[1].timestamps)
    #expect(tables[0].items.titles == tables[1].items.titles)
    #expect(tables[0].source == tables[1].source)
  }

  @Test func whatIsKeptIsNotFetchedAgain() async throws {
    try await withTemporaryDirectory { directory in
      let counter = Counter()
      let store = DatasetStore(catalogue: .demo, directory: directory.path) {
        counter.increment()
        try await demoDownload($0, $1)
      }
      _ = try await store.ratings("demo")
      let table = try await store.ratings("demo", limit: 2)
      #expect(table.count == 2)
      #expect(counter.value == 1)
    }
  }

  @Test(arguments: ["u.data", "titles.tsv"])
  func damageIsToldAndMended(file: String) async throws {
    try await withTemporaryDirectory { directory in
      let store = DatasetStore(
        catalogue: .demo, directory: directory.path, download: demoDownload)
      let path = directory.path + "/demo/" + file
      for damage in ["", "1\t1\t5\t10\n1\t2\t3\t20\n2\t1\t2\t30\n"] {
        _ = try await store.ratings("demo")
        try damage.write(toFile: path, atomically: false, encoding: .utf8)
        var events: [DatasetEvent] = []
        let table = try await store.ratings("demo") { events.append($0) }
        #expect(events.first == .cacheIsDamaged(path: path))
        #expect(table.values == [5, 3, 1])
        let mended = try File.read(path)
        #expect(SHA256.digest(of: mended) == DatasetCatalogue.digest(of: file))
        try expectOnlyTheFiles(in: directory)
      }
    }
  }

  @Test func allAttemptsAreTold() async throws {
    try await withTemporaryDirectory { directory in
      let store = DatasetStore(catalogue: .demo, directory: directory.path) { source, scratch in
        try Data("half an arch".utf8).write(to: URL(fileURLWithPath: scratch + "/partial"))
        guard case .url = source.location else {
          throw DatasetFailure.programFailed("pip", status: 1, message: "no network")
        }
      }
      let error = try await #require(throws: DatasetError.self) {
        _ = try await store.ratings("demo")
      }
      guard case .noSourceAnswers("demo", let attempts) = error, attempts.count == 2,
        case .badArchive = attempts[0].failure
      else {
        Issue.record("\(error)")
        return
      }
      #expect(attempts[0].location == .url("https://example.org/demo.zip"))
      #expect(
        attempts[1]
          == DatasetAttempt(
            location: .pythonPackage("demo", version: "1.0"),
            failure: .programFailed("pip", status: 1, message: "no network")))
      let left = try files(in: directory)
      #expect(left == [])
    }
  }

  @Test func archivesThatAreNotWhatTheyShouldBe() async throws {
    let cases: [(members: [(String, String)], DatasetFailure)] = [
      ([("ml/u.data", "1\t1\t5\t10\n")], .memberMissing("ml/u.item")),
      (
        [("ml/u.data", "1\t1\t5\t10\n"), ("ml/u.item", "1|Toy Story (1995)\n")],
        .wrongDigest(
          file: "u.data", expected: DatasetCatalogue.digest(of: "u.data"),
          found: SHA256.digest(of: Array("1\t1\t5\t10\n".utf8)))
      ),
      (
        [("ml/u.data", String(repeating: "1", count: 20_000)), ("ml/u.item", "")],
        .tooLarge("archive", limit: 10_000)
      ),
      (
        [("ml/u.data", DatasetCatalogue.ratings), ("ml/u.item", "1|A\n1|B\n")],
        .badTitles(
          .malformed(
            path: "ml/u.item",
            lines: [
              MalformedLine(
                line: 2, text: "1|B", problem: .duplicate(firstLine: 1, firstText: "1|A"))
            ], others: 0))
      ),
    ]
    for (members, failure) in cases {
      var catalogue = DatasetCatalogue.demo
      catalogue.entries[0].archived.sources.removeLast()
      let store = DatasetStore(catalogue: catalogue, directory: nil) {
        try tar(members).write(to: URL(fileURLWithPath: $1 + "/demo.tar"))
      }
      let attempt = DatasetAttempt(
        location: .url("https://example.org/demo.zip"), failure: failure)
      await #expect(throws: DatasetError.noSourceAnswers(name: "demo", attempts: [attempt])) {
        try await store.ratings("demo")
      }
    }
  }

  @Test func digestsThatNobodyKnowsAreWrittenDown() async throws {
    try await withTemporaryDirectory { directory in
      var catalogue = DatasetCatalogue.demo
      catalogue.entries[0].archived.ratings.identity = nil
      let counter = Counter()
      let store = DatasetStore(catalogue: catalogue, directory: directory.path) {
        counter.increment()
        try await demoDownload($0, $1)
      }
      #expect(store.place(of: catalogue.entries[0].archived) == nil)
      _ = try await store.ratings("demo")
      let table = try await store.ratings("demo")
      #expect(counter.value == 1)
      #expect(table.source.files[0].sha256 == DatasetCatalogue.digest(of: "u.data"))
      let place = try #require(store.place(of: catalogue.entries[0].archived))
      #expect(
        try String(contentsOfFile: place + "/u.data.sha256", encoding: .utf8)
          == "\(DatasetCatalogue.digest(of: "u.data"))  u.data\n")
      // One that is changed or has no digest is fetched anew.
      try "1\t1\t5\t10\n".write(toFile: place + "/u.data", atomically: true, encoding: .utf8)
      #expect(try await store.ratings("demo").count == 3)
      try FileManager.default.removeItem(atPath: place + "/u.data.sha256")
      #expect(try await store.ratings("demo").count == 3)
      #expect(counter.value == 3)
    }
  }

  @Test func archivesThatArentTheirPublishersAreRefused() async throws {
    var catalogue = DatasetCatalogue.demo
    catalogue.entries[0].archived.sources.removeLast()
    catalogue.entries[0].archived.sources[0].archiveMD5 = "0e33842e24a9c977be4e0107933c0723"
    let store = DatasetStore(catalogue: catalogue, directory: nil, download: demoDownload)
    let found = MD5.digest(of: Array(try tar(catalogue.entries[0].archived.sources[0].demoMembers)))
    await #expect(
      throws: DatasetError.noSourceAnswers(
        name: "demo",
        attempts: [
          .init(
            location: .url("https://example.org/demo.zip"),
            failure: .wrongArchive(
              expected: "0e33842e24a9c977be4e0107933c0723", found: found))
        ])
    ) { try await store.ratings("demo") }
  }

  @Test func anUnknownNameTellsAllNames() async {
    await #expect(
      throws: DatasetError.unknown(name: "movielens", known: DatasetCatalogue.standard.names)
    ) { try await DatasetStore(directory: nil).ratings("movielens") }
  }

  @Test func manyAtOnceDoNotDisturbEachOther() async throws {
    try await withTemporaryDirectory { directory in
      let values = try await withThrowingTaskGroup(of: [Float].self) { group in
        for number in 0..<16 {
          group.addTask {
            let store = DatasetStore(
              catalogue: .demo, directory: directory.path, download: demoDownload)
            if number == 9 {
              try? "damaged".write(
                toFile: directory.path + "/demo/u.data", atomically: false, encoding: .utf8)
            }
            return try await store.ratings("demo").values
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(values.count == 16 && values.allSatisfy { $0 == [5, 3, 1] })
      _ = try await DatasetStore(
        catalogue: .demo, directory: directory.path, download: demoDownload
      ).ratings("demo")
      try expectOnlyTheFiles(in: directory)
    }
  }

  @Test func anObserverCanCancel() async throws {
    struct Cancelled: Error {}
    try await withTemporaryDirectory { directory in
      let wasCancelled = Counter()
      let store = DatasetStore(catalogue: .demo, directory: directory.path) { _, scratch in
        try Data(count: 77).write(to: URL(fileURLWithPath: scratch + "/partial"))
        do {
          try await Task.sleep(for: .seconds(60))
        } catch {
          wasCancelled.increment()
          throw error
        }
      }
      await #expect(throws: Cancelled.self) {
        try await store.ratings("demo") { event in
          if event == .received(bytes: 77, of: nil) { throw Cancelled() }
        }
      }
      #expect(wasCancelled.value == 1)
      let left = try files(in: directory)
      #expect(left == [])
    }
  }

  @Test func aSourceThatTakesTooLongIsGivenUp() async throws {
    var catalogue = DatasetCatalogue.demo
    catalogue.entries[0].archived.sources.removeLast()
    let store = DatasetStore(catalogue: catalogue, directory: nil, patience: .zero) { _, _ in
      try await Task.sleep(for: .seconds(60))
    }
    let attempt = DatasetAttempt(
      location: .url("https://example.org/demo.zip"), failure: .tooSlow(seconds: 0))
    await #expect(throws: DatasetError.noSourceAnswers(name: "demo", attempts: [attempt])) {
      try await store.ratings("demo")
    }
  }

  @Test func whatCanNotBeKeptIsReadNevertheless() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory.path + "/file"
      try "".write(toFile: file, atomically: false, encoding: .utf8)
      let store = DatasetStore(catalogue: .demo, directory: file, download: demoDownload)
      var events: [DatasetEvent] = []
      let table = try await store.ratings("demo") { events.append($0) }
      #expect(table.count == 3)
      let error = FileError(.write, file + "/demo/u.data", .failed(errno: ENOTDIR))
      #expect(events.contains(.notKept(error)))
    }
  }

  @Test func whatKilledProcessesLeftIsRemovedAtTheNextStart() async throws {
    try await withTemporaryDirectory { directory in
      let base = directory.path + "/demo"
      for (name, age) in [("partial.old", 90_000.0), ("partial.new", 0), ("other", 90_000)] {
        try FileManager.default.createDirectory(
          atPath: "\(base)/\(name)/inner", withIntermediateDirectories: true)
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: "\(base)/\(name)")
      }
      // One that is in use, and what is being written at this moment.
      let used = try ScratchDirectory(in: base)
      try Data().write(to: URL(fileURLWithPath: base + "/partial.file"))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: 90_000)],
        ofItemAtPath: base + "/partial.file")
      let store = DatasetStore(
        catalogue: .demo, directory: directory.path, download: demoDownload)
      for _ in 0..<2 {
        _ = try await store.ratings("demo")
        let names = try FileManager.default.contentsOfDirectory(atPath: base)
        let usedName = URL(fileURLWithPath: used.path).lastPathComponent
        #expect(Set(names) == [usedName, "other", "partial.file", "titles.tsv", "u.data"])
      }
      used.remove()
      #expect(!FileManager.default.fileExists(atPath: used.path))
    }
  }

  @Test func whatIsGeneratedNeedsNoSource() async throws {
    var made = GeneratedDataset.planted
    (made.name, made.configuration.users, made.configuration.ratings) = ("small", 20, 300)
    let store = DatasetStore(catalogue: DatasetCatalogue([.generated(made)]), directory: nil)
    let table = try await store.ratings("small", threads: 2)
    #expect(table.count == 300 && table.users.count == 20)
    #expect(try await store.ratings("small", limit: 7).values == Array(table.values[..<7]))
  }

  @Test(
    arguments: DatasetCatalogue.standard.entries.compactMap {
      if case .archived(let dataset) = $0 { dataset } else { nil }
    })
  func entriesAreComplete(entry: ArchivedDataset) {
    for identity in [entry.ratings, entry.titles].compactMap({ $0?.identity }) {
      #expect(identity.sha256.count == 64 && identity.size > 0)
      #expect(identity.sha256.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }
    // Something always tells whether what came is the right thing.
    #expect(entry.ratings.identity != nil || entry.sources.allSatisfy { $0.archiveMD5 != nil })
    #expect(!entry.sources.isEmpty && !entry.license.isEmpty && !entry.summary.isEmpty)
    for source in entry.sources {
      if case .url(let url) = source.location { #expect(url.hasPrefix("https://")) }
      #expect((source.titles == nil) == (entry.titles == nil))
    }
  }
}

@Suite struct ArchiveTests {
  static let members = [Archive.Member(path: "u.data", limit: 180)]

  @Test(arguments: [
    // zip, deflated
    """
    UEsDBBQAAAAIAAAAIVBlxLt+DQAAAAsAAAAPAAAAZGVtby0xLjAvUkVBRE1Fy8tXKEosycxLL+YCAFBLAwQUAAAACAAA\
    ACFQWvV5Tw4AAAC0AAAADwAAAGRlbW8tMS4wL3UuZGF0YTPkNOI05TQ04DIcOgwAUEsBAhQDFAAAAAgAAAAhUGXEu34N\
    AAAACwAAAA8AAAAAAAAAAAAAAIABAAAAAGRlbW8tMS4wL1JFQURNRVBLAQIUAxQAAAAIAAAAIVBa9XlPDgAAALQAAAAP\
    AAAAAAAAAAAAAACAAToAAABkZW1vLTEuMC91LmRhdGFQSwUGAAAAAAIAAgB6AAAAdQAAAAAA
    """,
    // tar.gz
    """
    H4sIAGppBGsC/+3TsQrCMBCA4azpU/QFrJc0xlmwo4tvEIiIgy206fs3ClLobkX6f8sdt9z0x9uz25lK9tfmdL406hsk\
    8869Z7acIqae99fdiNRHVYpawTik0Of3apvaruxDerT3oVDYnvjpf6xiSOEn/Vvvlv1b7+l/DUZbfdBGij9aqBYAAAAA\
    AAAAAAAAAGA2ASAkpRQAKAAA
    """,
  ])
  func membersAreReadFromZipAndTar(base64: String) async throws {
    try await withTemporaryDirectory { directory in
      let path = directory.appending(component: "archive").path
      try #require(Data(base64Encoded: base64)).write(to: URL(fileURLWithPath: path))
      let contents = try Archive.contents(of: Self.members, inArchiveAt: path)
      #expect(contents == [Array(String(repeating: "1\t2\t5\t10\n", count: 20).utf8)])
      #expect(throws: Archive.Failure.memberTooLarge("u.data", limit: 179)) {
        try Archive.contents(of: [.init(path: "u.data", limit: 179)], inArchiveAt: path)
      }
      // The end of a path is the end of a component.
      #expect(throws: Archive.Failure.memberMissing(".data")) {
        try Archive.contents(of: [.init(path: ".data", limit: 999)], inArchiveAt: path)
      }
    }
  }

  @Test func damagedArchivesAreRefused() async throws {
    let archive = try tar([("u.data", String(repeating: "1\t2\t5\n", count: 25))])
    try await withTemporaryDirectory { directory in
      let path = directory.appending(component: "archive").path
      var generator = SplitMix(state: 5)
      for _ in 0..<300 {
        var bytes = Array(archive)
        for _ in 0..<3 {
          bytes[Int.random(in: 0..<700, using: &generator)] = .random(
            in: 0...255, using: &generator)
        }
        try Data(bytes.prefix(.random(in: 0...bytes.count, using: &generator)))
          .write(to: URL(fileURLWithPath: path))
        // Whatever happens, it ends, with at most the bytes that are allowed.
        let contents = try? Archive.contents(of: Self.members, inArchiveAt: path)
        #expect((contents?.first?.count ?? 0) <= 180)
      }
    }
  }
}

/// Serialized, because a program can't be started while another child still has it open.
@Suite(.serialized) struct DatasetDownloadTests {
  static let url = DatasetCatalogue.demo.entries[0].archived.sources[0]
  static let package = DatasetCatalogue.demo.entries[0].archived.sources[1]

  @Test func programsAreCalledWithoutShellAndOnlyByHTTPS() async throws {
    try await withPrograms(["curl": "echo \"$@\" >\"$DIR/arguments\""]) { path, download in
      try await download(Self.url, into: path)
      let arguments = try String(contentsOfFile: path + "/arguments", encoding: .utf8)
      #expect(arguments.contains("--proto =https"))
      #expect(arguments.contains("--max-filesize 10000"))
      #expect(arguments.hasSuffix("--output \(path)/archive https://example.org/demo.zip\n"))
    }
  }

  @Test(arguments: ["pip3", "pip", "python3"])
  func pipIsFoundUnderItsNames(name: String) async throws {
    try await withPrograms([name: "echo \"$@\" >\"$DIR/arguments\""]) { path, download in
      try await download(Self.package, into: path)
      let arguments = try String(contentsOfFile: path + "/arguments", encoding: .utf8)
      #expect(arguments.hasPrefix(name == "python3" ? "-m pip download " : "download "))
      #expect(arguments.hasSuffix("--dest \(path) demo==1.0\n"))
    }
  }

  @Test func whatProgramsSayIsTold() async throws {
    let script = "echo hello; echo 'WARNING: old' >&2; echo 'ERROR: no match' >&2; exit 3"
    try await withPrograms(["pip": script, "curl": "kill -9 $$"]) { path, download in
      await #expect(
        throws: DatasetFailure.programFailed("pip", status: 3, message: "ERROR: no match")
      ) { try await download(Self.package, into: path) }
      await #expect(throws: DatasetFailure.programFailed("curl", status: -9, message: "")) {
        try await download(Self.url, into: path)
      }
    }
  }

  @Test func missingProgramsAreTold() async throws {
    try await withPrograms([:]) { path, download in
      await #expect(throws: DatasetFailure.noProgram(["curl"])) {
        try await download(Self.url, into: path)
      }
      await #expect(throws: DatasetFailure.noProgram(["pip3", "pip", "python3 -m pip"])) {
        try await download(Self.package, into: path)
      }
    }
  }

  @Test func aCancelledProgramIsEnded() async throws {
    try await withPrograms(["curl": "echo $$ >\"$DIR/pid\"; exec /bin/sleep 60"]) {
      path, download in
      let task = Task { try await download(Self.url, into: path) }
      while (try? String(contentsOfFile: path + "/pid", encoding: .utf8))?.hasSuffix("\n") != true {
        try await Task.sleep(for: .milliseconds(5))
      }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      let text = try String(contentsOfFile: path + "/pid", encoding: .utf8)
      let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(kill(pid, 0) == -1)
    }
  }

  /// Calls a closure with a directory, and with a download that finds only these scripts.
  func withPrograms(
    _ scripts: [String: String],
    _ body: (String, DatasetDownload) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let programs = directory.path + "/programs"
      let scratch = directory.path + "/scratch"
      for path in [programs, scratch] {
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: false)
      }
      for (name, script) in scripts {
        let isCreated = FileManager.default.createFile(
          atPath: "\(programs)/\(name)",
          contents: Data("#!/bin/sh\nDIR='\(scratch)'\n\(script)\n".utf8),
          attributes: [.posixPermissions: 0o755])
        #expect(isCreated)
      }
      try await body(scratch, DatasetDownload(searchPath: programs))
    }
  }
}

// MARK: Helpers

extension DatasetCatalogue {
  static let ratings = "1\t1\t5\t10\n1\t2\t3\t20\n2\t1\t1\t30\n"
  static let titles = "1\tToy Story (1995)\n2\tNaïve (1996)\n"

  static func digest(of file: String) -> String {
    SHA256.digest(of: Array((file == "u.data" ? ratings : titles).utf8))
  }

  /// Three ratings with titles, from two sources that pack them differently.
  static let demo = DatasetCatalogue([
    .archived(
      ArchivedDataset(
        name: "demo", summary: "Three ratings", license: "None.",
        ratings: DatasetFile(
          name: "u.data",
          identity: .init(size: ratings.utf8.count, sha256: digest(of: "u.data"))),
        ratingFormat: .uData,
        titles: DatasetFile(
          name: "titles.tsv",
          identity: .init(size: titles.utf8.count, sha256: digest(of: "titles.tsv"))),
        titleFormat: .tsv,
        sources: [
          DatasetSource(
            location: .url("https://example.org/demo.zip"), sizeLimit: 10_000,
            ratings: .init(path: "ml/u.data"),
            titles: .init(path: "ml/u.item", conversion: .titles(.uItem))),
          DatasetSource(
            location: .pythonPackage("demo", version: "1.0"), sizeLimit: 10_000,
            ratings: .init(path: "ml.inter", conversion: .dropFirstLine),
            titles: .init(
              path: "ml.item", conversion: .titles(.item, replacing: ["1": "Toy Story (1995)"]))),
        ]))
  ])
}

extension DatasetEntry {
  /// The dataset if it is one that is fetched.
  fileprivate var archived: ArchivedDataset {
    get {
      guard case .archived(let dataset) = self else { preconditionFailure("It is generated") }
      return dataset
    }
    set { self = .archived(newValue) }
  }
}

extension DatasetSource {
  /// What the archive of a source of the demonstration holds.
  var demoMembers: [(String, String)] {
    switch location {
    case .url:
      [
        ("ml/u.item", "1|Toy Story (1995) |x\n2|Na\u{EF}ve (1996)|y\n"),
        ("ml/u.data", DatasetCatalogue.ratings),
      ]
    case .pythonPackage:
      [
        (
          "x/ml.inter",
          "user_id:token\titem_id:token\trating:float\ttimestamp:float\n"
            + DatasetCatalogue.ratings
        ),
        (
          "x/ml.item",
          "item_id:token\tmovie_title:token_seq\trelease_year:token\n"
            + "1\tunkonwn\tunkonwn\n2\tNaïve\t1996\n"
        ),
      ]
    }
  }
}

/// Gets the archives of the demonstration.
@Sendable private func demoDownload(_ source: DatasetSource, _ directory: String) async throws {
  try await Task.sleep(for: .milliseconds(1))
  try tar(source.demoMembers).write(to: URL(fileURLWithPath: directory + "/demo.tar"))
}

/// A tar archive (POSIX ustar).
///
/// The text of `u.item` is in Latin-1.
private func tar(_ members: [(String, String)]) throws -> Data {
  var archive: [UInt8] = []
  for (name, text) in members {
    let isLatin = name.hasSuffix("u.item")
    let content = Array(try #require(text.data(using: isLatin ? .isoLatin1 : .utf8)))
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
    }
    put(name, at: 0)
    put("0000644\u{0}0000000\u{0}0000000\u{0}", at: 100)
    put(String(format: "%011o", content.count) + "\u{0}00000000000\u{0}        0", at: 124)
    put("ustar\u{0}00", at: 257)
    put(String(format: "%06o\u{0} ", header.reduce(0) { $0 + Int($1) }), at: 148)
    archive += header + content
    archive += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }
  return Data(archive + [UInt8](repeating: 0, count: 1024))
}

/// The regular files below a directory.
private func files(in directory: URL) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(atPath: directory.path).filter {
    var isDirectory: ObjCBool = false
    let path = directory.path + "/" + $0
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && !isDirectory.boolValue
  }.sorted()
}

private func expectOnlyTheFiles(in directory: URL) throws {
  let paths = try FileManager.default.subpathsOfDirectory(atPath: directory.path).sorted()
  #expect(paths == ["demo", "demo/titles.tsv", "demo/u.data"])
}

private final class Counter: Sendable {
  private let count = Mutex(0)
  var value: Int { count.withLock { $0 } }
  func increment() { count.withLock { $0 += 1 } }
}
