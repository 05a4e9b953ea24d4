/// Chooses as many ticks as an axis of a given length has room for.
struct AxisFitter {
  let engine: TextEngine
  let metrics: Metrics

  private var wrapper: TextWrapper { TextWrapper(engine: engine, style: metrics.tick) }

  /// A vertical axis; names are broken into lines of at most `widest`.
  func vertical(_ axis: ResolvedAxis, length: Double, widest: Double) throws(PlotError) -> AxisLayout {
    if axis.categories != nil { return try verticalBands(axis, length: length, widest: widest) }
    let wanted = Int((length / (2.9 * metrics.small)).rounded())
    return try numbers(axis, length, count: min(max(wanted, 2), 7), gap: 0.25 * metrics.small, \.height)
  }

  /// A horizontal axis; names that fit neither in one line nor in three are turned.
  func horizontal(_ axis: ResolvedAxis, length: Double, highest: Double) throws(PlotError) -> AxisLayout {
    if axis.categories != nil { return try horizontalBands(axis, length: length, highest: highest) }
    let count = min(max(Int(length / (3.2 * metrics.small)), 3), 10)
    return try numbers(axis, length, count: count, gap: 0.8 * metrics.small, \.width)
  }

  /// Fits at most about `count` ticks, and no more than have room: two at least wherever two labels have
  /// room.
  private func numbers(
    _ axis: ResolvedAxis, _ length: Double, count most: Int, gap: Double, _ size: KeyPath<TextBlock, Double>
  ) throws(PlotError) -> AxisLayout {
    func meet(_ layout: AxisLayout) -> Bool { self.meet(layout, length: length, gap: gap, size) }
    var tried: [AxisLayout] = []
    // An axis that ends with its data may lack the ticks that few would stand at, and have more of a finer row.
    let finer = 4
    for count in Array((2...most).reversed()) + (most + 1...most + finer) {
      let layout = try numbers(axis, count: count)
      if !meet(layout), layout.ticks.count > 1 || axis.hasFewTicks { return layout }
      tried.append(layout)
    }
    // Rows of round numbers are sometimes longer than what was asked for.
    for layout in tried.dropLast(finer).reversed() + tried.suffix(finer) where layout.ticks.count > 1 {
      let ends = layout.keeping([0, layout.ticks.count - 1])
      if !meet(ends) { return ends }
    }
    let layout = tried.dropLast(finer).last { !$0.ticks.isEmpty } ?? tried[tried.count - 1]
    return layout.ticks.count > 1 ? layout.keeping([layout.ticks.count - 1]) : layout
  }

  private func numbers(_ axis: ResolvedAxis, count: Int) throws(PlotError) -> AxisLayout {
    let ticks = AxisTicks(axis, count: count)
    let numbers = TickNumbers.row(
      ticks.major, isLogarithmic: axis.transform != .linear, exponent: axis.exponent)
    var placed: [AxisLayout.Tick] = []
    for (value, text) in zip(ticks.major, numbers.texts) {
      let line = try engine.line(text, metrics.tick)
      placed.append(AxisLayout.Tick(value: value, label: TextBlock(lines: [line], size: metrics.small)))
    }
    return AxisLayout(
      axis: axis, lower: ticks.lower, upper: ticks.upper, ticks: placed, exponent: numbers.exponent,
      minor: ticks.minor, inset: axis.endsRound || axis.isFilled ? 0 : metrics.inset)
  }

  /// Whether neighbouring labels of that size along the axis come closer than `gap`.
  private func meet(
    _ layout: AxisLayout, length: Double, gap: Double, _ size: KeyPath<TextBlock, Double>
  ) -> Bool {
    let scale = layout.scale(low: 0, high: length)
    let spans = layout.ticks.compactMap { tick -> (Double, Double)? in
      guard let place = scale.place(tick.value) else { return nil }
      let half = tick.label[keyPath: size] / 2
      return (place - half, place + half)
    }.sorted { $0.0 < $1.0 }
    return zip(spans, spans.dropFirst()).contains { $0.1 + gap > $1.0 }
  }

  private func verticalBands(
    _ axis: ResolvedAxis, length: Double, widest: Double
  ) throws(PlotError) -> AxisLayout {
    var layout = bands(axis)
    let step = length / Double(max(layout.ticks.count, 1))
    for index in layout.ticks.indices {
      layout.ticks[index].label = try wrapper.wrap(name(axis, index), width: widest)
    }
    layout.tallestLabel = layout.ticks.map(\.label.height).max() ?? 0
    thin(&layout, room: step) { $0.height + 0.15 * metrics.small }
    return layout
  }

  private func horizontalBands(
    _ axis: ResolvedAxis, length: Double, highest: Double
  ) throws(PlotError) -> AxisLayout {
    var layout = bands(axis)
    let step = length / Double(max(layout.ticks.count, 1))
    for index in layout.ticks.indices {
      layout.ticks[index].label = try wrapper.wrap(name(axis, index), width: .infinity)
    }
    let overhang = layout.overhang(length: length)
    if max(overhang.left, overhang.right) == 0,
      !meet(layout, length: length, gap: 0.6 * metrics.small, \.width)
    {
      return layout
    }
    let room = step - 0.4 * metrics.small
    var isFitting = true
    for index in layout.ticks.indices {
      let label = try wrapper.wrap(name(axis, index), width: max(room, metrics.small))
      let whole = try wrapper.leastWidth(name(axis, index))
      isFitting = isFitting && max(label.width, whole) <= room && label.lines.count <= 3
      layout.ticks[index].label = label
    }
    if isFitting { return layout }
    layout.isTurned = true
    for index in layout.ticks.indices {
      layout.ticks[index].label = try wrapper.wrap(name(axis, index), width: highest)
    }
    thin(&layout, room: step) { $0.height + 0.15 * metrics.small }
    return layout
  }

  private func bands(_ axis: ResolvedAxis) -> AxisLayout {
    let ticks = AxisTicks(axis, count: 0)
    return AxisLayout(
      axis: axis, lower: ticks.lower, upper: ticks.upper,
      ticks: ticks.major.map { AxisLayout.Tick(value: $0, label: .empty) }, minor: [], inset: 0)
  }

  private func name(_ axis: ResolvedAxis, _ index: Int) -> String { axis.categories?[index] ?? "" }

  /// Keeps every n-th label where the bands are narrower than their labels are high, and notes the length that all of them
  /// need: a figure is refused for it unless its names may be left out.
  private func thin(_ layout: inout AxisLayout, room: Double, height: (TextBlock) -> Double) {
    let tallest = layout.ticks.map { height($0.label) }.max() ?? 0
    guard tallest > room, room > 0 else { return }
    if !layout.axis.axis.mayOmitNames { layout.lengthOfNames = tallest * Double(layout.ticks.count) }
    let stride = Int((tallest / room).rounded(.up))
    layout.ticks = layout.ticks.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }
}
