/// What determines the course of some work: properties with defaults, some of them ``Bounded``.
public protocol Settings: Sendable {
  /// Makes settings that are all as they are by default.
  init()
}

extension Settings {
  /// The first setting that is out of its bounds, by the name that notebooks have for it, such as
  /// `burn-in`; nil if all is well.
  public var outOfBounds: String? {
    Mirror(reflecting: self).children.lazy.compactMap { label, value in
      guard let bounded = value as? any AnyBounded, !bounded.isWithinBounds else { return nil }
      // The storage of 'burnIn' is '_burnIn'.
      return label.map { String($0.dropFirst()).kebabCase }
    }.first
  }
}

private protocol AnyBounded {
  var isWithinBounds: Bool { get }
}

extension Bounded: AnyBounded {}

extension String {
  /// `learningRate` as notebooks write it: `learning-rate`.
  package var kebabCase: String {
    reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1) }
  }
}
