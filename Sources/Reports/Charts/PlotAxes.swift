import Operations

/// The lines, ticks and names around a drawing.
enum PlotAxes {
  /// Quiet lines through the ticks of an upright axis.
  static func grid(across scale: AxisScale, _ frame: PlotFrame) -> HTMLNode {
    .element(
      "g", ["class": "grid"],
      scale.places.map { line(from: (frame.left, $0.place), to: (frame.right, $0.place)) })
  }

  /// Quiet lines through the ticks of an axis that lies.
  static func grid(upright scale: AxisScale, _ frame: PlotFrame) -> HTMLNode {
    .element(
      "g", ["class": "grid"],
      scale.places.map { line(from: ($0.place, frame.top), to: ($0.place, frame.bottom)) })
  }

  /// The line and the ticks of an axis along the foot, with their numbers.
  static func numbersBelow(_ scale: AxisScale, _ frame: PlotFrame) -> [HTMLNode] {
    [baseline(frame)]
      + scale.places.flatMap { tick in
        [
          line(from: (tick.place, frame.bottom), to: (tick.place, frame.bottom + 5)),
          PlotText.node(tick.label, x: tick.place, y: frame.bottom + 20, anchor: .middle),
        ]
      }
  }

  /// The numbers of an axis at the left.
  static func numbersBeside(_ scale: AxisScale, _ frame: PlotFrame) -> [HTMLNode] {
    scale.places.map { tick in
      PlotText.node(tick.label, x: frame.left - 8, y: tick.place + 4, anchor: .end)
    }
  }

  static func baseline(_ frame: PlotFrame) -> HTMLNode {
    line(from: (frame.left, frame.bottom), to: (frame.right, frame.bottom))
  }

  /// The name of an axis along the foot.
  static func nameBelow(_ label: String, _ frame: PlotFrame) -> HTMLNode {
    PlotText.node(
      label, x: (frame.left + frame.right) / 2, y: frame.lowerLabelHeight, anchor: .middle,
      width: frame.width, className: "axis-label")
  }

  /// The name of an axis at the left, over it.
  static func nameAbove(_ label: String, _ frame: PlotFrame) -> HTMLNode {
    PlotText.node(
      label, x: 0, y: frame.axisLabelHeight, width: frame.width, className: "axis-label")
  }

  static func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double)
  ) -> HTMLNode {
    .element(
      "line",
      [
        "x1": .number(start.x), "x2": .number(end.x), "y1": .number(start.y), "y2": .number(end.y),
      ])
  }
}

extension AxisScale {
  /// The ticks, and where they lie.
  var places: [(place: Double, label: String)] {
    ticks.ticks.compactMap { tick in self(tick.value).map { ($0, tick.label) } }
  }

  /// A scale along the foot with as many ticks as there is room for.
  static func along(
    _ values: [Double], _ scale: Plot.Axis.Scale, padding: Double, showsNearZero: Bool = false,
    from left: Double, to right: Double
  ) -> AxisScale {
    let scales = [11, 8, 6, 4, 3].lazy.map { count in
      AxisScale(values, scale, tickCount: count, padding: padding, showsNearZero: showsNearZero)
    }
    var fitting =
      scales.first { scale in
        let widths = scale.ticks.ticks.map { PlotText.width(of: $0.label) + 12 }
        return widths.reduce(0, +) <= right - left
      } ?? scales[scales.endIndex - 1]
    fitting.pixels = (left, right)
    return fitting
  }
}
