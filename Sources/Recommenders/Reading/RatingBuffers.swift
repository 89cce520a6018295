import LinearAlgebra

/// Where the columns of a table are written before it is whole.
///
/// Threads write rows that are disjoint.
struct RatingBuffers {
  var users: UnsafeMutablePointer<Int32>
  var items: UnsafeMutablePointer<Int32>
  var values: UnsafeMutablePointer<Float>
  /// Nil if there are no times.
  var times: UnsafeMutablePointer<Int64>?

  /// The columns from a row on.
  func advanced(by rows: Int) -> RatingBuffers {
    RatingBuffers(
      users: users + rows, items: items + rows, values: values + rows,
      times: times.map { $0 + rows })
  }

  /// Moves some rows of other buffers here, which may overlap.
  func moveRows(from other: RatingBuffers, count: Int) {
    users.update(from: other.users, count: count)
    items.update(from: other.items, count: count)
    values.update(from: other.values, count: count)
    if let times, let others = other.times { times.update(from: others, count: count) }
  }
}

/// The columns of a table.
struct RatingArrays {
  var users: [Int32] = []
  var items: [Int32] = []
  var values: [Float] = []
  var times: [Int64]?

  /// Makes columns by filling their memory.
  ///
  /// - Parameters:
  ///   - capacity: for how many rows there is memory, at least 1.
  ///   - hasTimes: whether there is a column of times.
  ///   - fill: initializes all rows from the first on, and returns their number.
  init(
    capacity: Int, hasTimes: Bool, fill: (RatingBuffers) throws -> Int
  ) rethrows {
    var (users, items, values): ([Int32], [Int32], [Float]) = ([], [], [])
    var count = 0
    let times = try [Int64](unsafeUninitializedCapacity: hasTimes ? capacity : 1) {
      timeBuffer, timeCount in
      values = try [Float](unsafeUninitializedCapacity: capacity) { valueBuffer, valueCount in
        items = try [Int32](unsafeUninitializedCapacity: capacity) { itemBuffer, itemCount in
          users = try [Int32](unsafeUninitializedCapacity: capacity) { userBuffer, userCount in
            useLargePages(for: UnsafeRawBufferPointer(timeBuffer))
            useLargePages(for: UnsafeRawBufferPointer(valueBuffer))
            useLargePages(for: UnsafeRawBufferPointer(itemBuffer))
            useLargePages(for: UnsafeRawBufferPointer(userBuffer))
            count = try fill(
              RatingBuffers(
                users: userBuffer.baseAddress!, items: itemBuffer.baseAddress!,
                values: valueBuffer.baseAddress!,
                times: hasTimes ? timeBuffer.baseAddress! : nil))
            userCount = count
          }
          itemCount = count
        }
        valueCount = count
      }
      timeCount = hasTimes ? count : 0
    }
    self.users = users
    self.items = items
    self.values = values
    self.times = hasTimes ? times : nil
  }
}
