import Glibc
import LinearAlgebra

/// A long-tailed popularity of items, and draws from it.
struct Popularity {
  private let weights: [Double]
  /// Walker's and Vose's alias table: a draw takes an item at random, and keeps it with this
  /// probability, or else takes its alias.
  private var keep: [Double]
  private var alias: [Int]

  /// The weight of the item at rank k is 1 / (k + items/20); ranks are random.
  init(items: Int, seed: UInt64) {
    let source = RandomSource(seed: seed, purpose: "planted.popularity")
    let ranks = source.permutation(of: items)
    let offset = Double(items) / 20 + 1
    weights = ranks.map { 1 / (Double($0) + offset) }
    let total = weights.reduce(0, +)
    keep = weights.map { $0 / total * Double(items) }
    alias = Array(0..<items)
    var small = keep.indices.filter { keep[$0] < 1 }
    var large = keep.indices.filter { keep[$0] >= 1 }
    while let poor = small.popLast() {
      guard let rich = large.last else { break }
      alias[poor] = rich
      keep[rich] -= 1 - keep[poor]
      if keep[rich] < 1 {
        large.removeLast()
        small.append(rich)
      }
    }
  }

  /// One item.
  private func draw(_ random: inout RandomSequence) -> Int {
    let item = random.integer(below: weights.count)
    return random.uniform() < keep[item] ? item : alias[item]
  }

  /// Different items, in ascending order.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - random: what decides.
  ///   - isChosen: a place for each item, false before and after.
  /// - Returns: the numbers of the items.
  func choose(
    _ count: Int, _ random: inout RandomSequence, marks isChosen: UnsafeMutablePointer<Bool>
  ) -> [Int] {
    var chosen: [Int] = []
    defer { for item in chosen { isChosen[item] = false } }
    // Draws that were had already are thrown away, for as long as that is quick.
    var draws = 0
    while chosen.count < count && draws < 8 * count {
      draws += 1
      let item = draw(&random)
      if !isChosen[item] {
        isChosen[item] = true
        chosen.append(item)
      }
    }
    if chosen.count < count {
      // The rest at once, by the exponential race: the items whose clocks of rate w_j ring
      // first are distributed as if drawn one by one without replacement.
      let times = weights.indices.filter { !isChosen[$0] }
        .map { (time: -log(1 - random.uniform()) / weights[$0], item: $0) }
        .sorted { ($0.time, $0.item) < ($1.time, $1.item) }
      chosen += times.prefix(count - chosen.count).map(\.item)
    }
    return chosen.sorted()
  }
}
