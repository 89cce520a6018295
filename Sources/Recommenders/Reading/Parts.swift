import LinearAlgebra

/// What a closure makes of each part, on several threads.
func mapParts<Part, Result>(
  _ parts: [Part], threads: Int, _ transform: (Part) -> Result
) -> [Result] {
  [Result](unsafeUninitializedCapacity: parts.count) { results, count in
    let base = results.baseAddress
    parallelFor(parts.count, threads: threads) { part, _ in
      (base! + part).initialize(to: transform(parts[part]))
    }
    count = parts.count
  }
}
