struct Planted {}
public struct PlantedRatings { public static let name = "planted"; public init(seed: UInt64) {}; public func table(limit: Int?) -> RatingTable { preconditionFailure() } }
