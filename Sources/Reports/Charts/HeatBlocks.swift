import Operations

/// A heat map made small enough to be drawn, by means of neighbouring values.
struct HeatBlocks {
  /// More rows or columns than these can't be told apart.
  private static let most = 48

  let map: Plot.HeatMap
  /// How many rows and columns one square stands for.
  let height: Int
  let width: Int

  init(_ whole: Plot.HeatMap) {
    func size(_ count: Int) -> Int { max(1, (count + Self.most - 1) / Self.most) }
    (height, width) = (size(whole.rows.count), size(whole.columns.count))
    guard height > 1 || width > 1 else {
      map = whole
      return
    }
    func blocks(_ count: Int, _ size: Int) -> [Range<Int>] {
      stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }
    func name(_ block: Range<Int>, _ names: [String]) -> String {
      block.count == 1
        ? names[block.lowerBound] : "\(names[block.lowerBound]) – \(names[block.upperBound - 1])"
    }
    let rows = blocks(whole.rows.count, height)
    let columns = blocks(whole.columns.count, width)
    let scale = whole.value.scale
    let values = rows.flatMap { rows in
      columns.map { columns in
        let values = rows.flatMap { row in columns.map { whole[row, $0] } }
          .filter(scale.shows)
        // Each is divided before they are added, as the sum may be more than a double holds.
        return values.isEmpty
          ? .nan : values.reduce(0) { $0 + $1 / Double(values.count) }
      }
    }
    var map = whole
    map.rows = rows.map { name($0, whole.rows) }
    map.columns = columns.map { name($0, whole.columns) }
    map.values = values
    self.map = map
  }

  /// What is said of the squares; nil if each is one value.
  func note(_ words: PlotWords) -> String? {
    height > 1 || width > 1 ? words.means("\(height)", "\(width)") : nil
  }
}
