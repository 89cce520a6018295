/// Finds places for labels that want to stand at certain heights, one under the other.
enum LabelPlacement {
  /// Moves labels apart until no two are nearer than `spacing`, and none is out of `bounds`.
  ///
  /// Labels that would overlap form a block around the middle of their wishes, as in isotonic
  /// regression, so that the squares of the distances they move by sum to the least possible.
  ///
  /// - Returns: A height for each wish, in the order of the wishes; nil if there is no room.
  static func spread(_ wishes: [Double], spacing: Double, within bounds: ClosedRange<Double>)
    -> [Double]?
  {
    guard Double(wishes.count - 1) * spacing <= bounds.upperBound - bounds.lowerBound else {
      return nil
    }
    // By height, and by number where the height is the same.
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    var blocks: [Block] = []
    for index in order {
      blocks.append(Block(members: [index], sum: wishes[index]))
      while let upper = blocks.dropLast().last, let lower = blocks.last,
        upper.end(spacing, bounds) + spacing > lower.start(spacing, bounds)
      {
        blocks.removeLast(2)
        // A member's wish for the block's first place is its own less the places above it.
        let shift = Double(upper.members.count * lower.members.count) * spacing
        blocks.append(
          Block(members: upper.members + lower.members, sum: upper.sum + lower.sum - shift))
      }
    }
    var places = wishes
    for block in blocks {
      for (offset, index) in block.members.enumerated() {
        places[index] = block.start(spacing, bounds) + Double(offset) * spacing
      }
    }
    return places
  }

  /// Labels that stand at the smallest distance from each other.
  private struct Block {
    var members: [Int]
    /// The sum of what the members wish the first place of the block to be.
    var sum: Double

    func start(_ spacing: Double, _ bounds: ClosedRange<Double>) -> Double {
      let length = Double(members.count - 1) * spacing
      return max(bounds.lowerBound, min(sum / Double(members.count), bounds.upperBound - length))
    }

    func end(_ spacing: Double, _ bounds: ClosedRange<Double>) -> Double {
      start(spacing, bounds) + Double(members.count - 1) * spacing
    }
  }
}
