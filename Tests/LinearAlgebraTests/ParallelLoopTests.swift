import LinearAlgebra
import Testing

struct ParallelLoopTests {
  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 1000])
  func callsOnceForEachNumber(threads: Int, count: Int) {
    let calls = ScratchMemory(repeating: 0, count: count)
    let seen = ScratchMemory(repeating: -1, count: count)
    parallelFor(count, threads: threads) { number, thread in
      (calls.pointer + number).pointee += 1
      seen.pointer[number] = thread
    }
    #expect(calls.array.allSatisfy { $0 == 1 })
    #expect(seen.array.allSatisfy { (0..<threads).contains($0) })
  }

  @Test(arguments: [1, 3, 512])
  func cutsAllRowsIntoChunksOfAboutEqualWork(count: Int) {
    var random = RandomSource(seed: 1, purpose: "chunks").sequence()
    let weights = (0..<200).map { _ in random.integer(below: 50) }
    let chunks = chunksOfEqualWork(weights, count: count)
    #expect(chunks.flatMap { Array($0) } == Array(weights.indices))
    let share = weights.reduce(0, +) / count + 1
    #expect(chunks.allSatisfy { weights[$0].reduce(0, +) < share + 50 })
    #expect(chunks.count <= count)
  }

  @Test func cutsNoRowsIntoNoChunks() {
    #expect(chunksOfEqualWork([], count: 4).isEmpty)
    #expect(chunksOfEqualWork([0, 0], count: 4) == [0..<2])
  }
}
