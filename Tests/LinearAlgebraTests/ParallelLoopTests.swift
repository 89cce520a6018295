import Foundation
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

  /// Helpers come and go many times, and some loops end before one of them comes.
  @Test func callsOnceForEachNumberOfManyShortLoops() {
    let calls = ScratchMemory(repeating: 0, count: 5)
    for _ in 0..<5000 {
      parallelFor(calls.count, threads: 4) { number, _ in calls.pointer[number] += 1 }
    }
    #expect(calls.array == Array(repeating: 5000, count: 5))
  }

  @Test func loopsMayBeNestedAndSideBySide() async {
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          let sums = ScratchMemory(repeating: 0, count: 30 * 20)
          for _ in 0..<20 {
            parallelFor(30, threads: 3) { outer, _ in
              parallelFor(20, threads: 3) { inner, _ in
                sums.pointer[outer * 20 + inner] += outer + inner
              }
            }
          }
          return sums.array
        }
      }
      for await sums in group {
        #expect(sums == (0..<600).map { 20 * ($0 / 20 + $0 % 20) })
      }
    }
  }

  /// What one number writes before the loop ends is there when it has ended, even if a helper
  /// takes long.
  @Test func waitsForHelpersThatTakeLong() {
    let done = ScratchMemory(repeating: false, count: 3)
    parallelFor(done.count, threads: 3) { number, _ in
      usleep(UInt32(2000 * number))
      done.pointer[number] = true
    }
    #expect(done.array == [true, true, true])
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
