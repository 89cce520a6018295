import Foundation

/// A colour as light, and how different it looks from another.
struct PerceivedColour {
  /// Red, green and blue as amounts of light, from 0 to 1.
  var light: [Double]

  /// A colour such as `#1c4872`.
  init?(_ hex: String) {
    guard hex.count == 7, let value = Int(hex.dropFirst(), radix: 16) else { return nil }
    light = [value >> 16, value >> 8 & 255, value & 255].map { channel in
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
  }

  init(light: [Double]) { self.light = light }

  /// Relative luminance as WCAG 2.1 defines it.
  var luminance: Double { 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] }

  /// The contrast with another colour as WCAG 2.1 defines it.
  func contrast(with other: PerceivedColour) -> Double {
    (max(luminance, other.luminance) + 0.05) / (min(luminance, other.luminance) + 0.05)
  }

  /// The colour so far on the way to another in Oklab, as `color-mix(in oklab, …)` mixes them.
  func mixed(with other: PerceivedColour, share: Double) -> PerceivedColour {
    let mixed = zip(oklab, other.oklab).map { $0 + share * ($1 - $0) }
    // Ottosson, A perceptual color space for image processing, 2020.
    let roots = [
      [1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728],
      [1, -0.0894841775, -1.2914855480],
    ].map { row in zip(row, mixed).reduce(0) { $0 + $1.0 * $1.1 } }
    return PerceivedColour(
      light: Self.product(
        [
          [4.0767416621, -3.3077115913, 0.2309699292],
          [-1.2684380046, 2.6097574011, -0.3413193965],
          [-0.0041960863, -0.7034186147, 1.7076147010],
        ], roots.map { $0 * $0 * $0 }))
  }

  private var oklab: [Double] {
    let roots = Self.product(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], light
    ).map { cbrt($0) }
    return Self.product(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], roots)
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  // MARK: Colour blindness

  enum Vision: CaseIterable { case common, protanopia, deuteranopia, tritanopia }

  /// The colour as it looks to an eye without one kind of cones.
  ///
  /// Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color
  /// Vision Deficiency, IEEE TVCG 15(6), 2009; severity 1.
  func seen(with vision: Vision) -> PerceivedColour {
    let matrix: [[Double]] =
      switch vision {
      case .common: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protanopia:
        [
          [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
          [-0.003882, -0.048116, 1.051998],
        ]
      case .deuteranopia:
        [
          [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
          [-0.011820, 0.042940, 0.968881],
        ]
      case .tritanopia:
        [
          [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
          [0.004733, 0.691367, 0.303900],
        ]
      }
    return PerceivedColour(light: Self.product(matrix, light).map { min(max($0, 0), 1) })
  }

  // MARK: Difference

  /// CIE L*a*b* under D65.
  var lab: [Double] {
    let xyz = Self.product(
      [
        [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
      ], light)
    let f = zip(xyz, [0.95047, 1, 1.08883]).map { value, white in
      let share = value / white
      return share > 216 / 24389.0 ? cbrt(share) : (24389 / 27.0 * share + 16) / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  func difference(from other: PerceivedColour) -> Double { Self.ciede2000(lab, other.lab) }

  /// CIEDE2000 in the notation of Sharma, Wu and Dalal, Color Research and Application 30, 2005.
  static func ciede2000(_ first: [Double], _ second: [Double]) -> Double {
    let power = { (value: Double) in pow(value, 7) / (pow(value, 7) + pow(25, 7)) }
    func degrees(_ b: Double, _ a: Double) -> Double {
      let angle = atan2(b, a) * 180 / .pi
      return angle < 0 ? angle + 360 : angle
    }
    func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
    let meanC = (hypot(first[1], first[2]) + hypot(second[1], second[2])) / 2
    let g = 0.5 * (1 - power(meanC).squareRoot())
    let (a1, a2) = ((1 + g) * first[1], (1 + g) * second[1])
    let (c1, c2) = (hypot(a1, first[2]), hypot(a2, second[2]))
    let (h1, h2) = (degrees(first[2], a1), degrees(second[2], a2))
    let isGrey = c1 * c2 == 0
    let turn = isGrey ? 0 : abs(h2 - h1) <= 180 ? h2 - h1 : h2 > h1 ? h2 - h1 - 360 : h2 - h1 + 360
    let sum = h1 + h2
    let h = isGrey ? sum : abs(h1 - h2) <= 180 ? sum / 2 : (sum < 360 ? sum + 360 : sum - 360) / 2
    let (l, c) = ((first[0] + second[0]) / 2, (c1 + c2) / 2)
    let deltaL = second[0] - first[0]
    let deltaC = c2 - c1
    let deltaH = 2 * (c1 * c2).squareRoot() * sin(turn / 2 * .pi / 180)
    let t1 = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h)
    let t = t1 + 0.32 * cosine(3 * h + 6) - 0.20 * cosine(4 * h - 63)
    let squareL = (l - 50) * (l - 50)
    let scaledL = deltaL / (1 + 0.015 * squareL / (20 + squareL).squareRoot())
    let scaledC = deltaC / (1 + 0.045 * c)
    let scaledH = deltaH / (1 + 0.015 * c * t)
    let bend = 60 * exp(-pow((h - 275) / 25, 2))
    let rotation = -2 * power(c).squareRoot() * sin(bend * .pi / 180)
    let squares = scaledL * scaledL + scaledC * scaledC + scaledH * scaledH
    return (squares + rotation * scaledC * scaledH).squareRoot()
  }
}
