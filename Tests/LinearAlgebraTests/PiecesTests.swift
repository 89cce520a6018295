import LinearAlgebra
import Testing

@Suite struct PiecesTests {
  @Test func coversACountInOrder() {
    for total in [0, 1, 2, 7, 8, 9, 100] {
      for size in [1, 2, 3, 8, 99, 100, 101, Int.max] {
        let pieces = Array(Pieces(of: total, size: size))
        #expect(pieces.flatMap { Array($0) } == Array(0..<total), "\(total) by \(size)")
        #expect(pieces.allSatisfy { !$0.isEmpty && $0.count <= size })
        #expect(pieces.dropLast().allSatisfy { $0.count == size })
      }
    }
  }

  @Test func dividesWhatHardlyFits() {
    #expect(Pieces(of: .max, size: .max).count == 1)
    #expect(Pieces(of: .max, size: .max - 1).count == 2)
    #expect(Pieces(of: .max, size: .max - 1)[1] == (Int.max - 1)..<Int.max)
    #expect(Pieces(of: .max, size: 1).count == .max)
  }

  @Test func usesAnyNumberOfThreads() {
    for threads in [1, 2, 300, 100_000, Int.max] {
      let most = usableThreads(threads)
      #expect(most >= 1 && most <= threads && (most >= 256 || most == threads))
      let seen = ScratchMemory(repeating: 0, count: 1000)
      parallelFor(1000, threads: threads) { number, thread in
        seen.pointer[number] += thread < most ? 1 : 0
      }
      #expect(seen.array == Array(repeating: 1, count: 1000))
    }
  }
}
