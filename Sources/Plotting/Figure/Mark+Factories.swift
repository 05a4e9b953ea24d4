extension Mark {
  /// A line through the points.
  public static func line(x: Values, y: [Double], series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.line, x: x, y: .numbers(y), series: series, style: style)
  }

  /// The area between two curves, such as an interval around a line. On a logarithmic axis it reaches to the edge of the
  /// panel where only one of them is above zero.
  public static func band(
    x: Values, low: [Double], high: [Double], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.band, x: x, y: .numbers(low), y2: .numbers(high), series: series, style: style)
  }

  /// The area between a curve and zero.
  public static func area(x: Values, y: [Double], series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.area, x: x, y: .numbers(y), series: series, style: style)
  }

  /// A marker at each point.
  public static func points(x: Values, y: Values, series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.points, x: x, y: y, series: series, style: style)
  }

  /// Upright intervals with caps.
  public static func interval(
    x: Values, low: [Double], high: [Double], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.interval, x: x, y: .numbers(low), y2: .numbers(high), series: series, style: style)
  }

  /// Lying intervals with caps, as in a forest plot.
  public static func interval(
    y: Values, low: [Double], high: [Double], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.interval, x: .numbers(low), y: y, x2: .numbers(high), series: series, style: style)
  }

  /// Straight segments; with points at both ends they make a dumbbell or slope plot.
  public static func segments(
    x: Values, y: Values, x2: Values, y2: Values, series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.segments, x: x, y: y, x2: x2, y2: y2, series: series, style: style)
  }

  /// Quiet lines across the panel at heights `y`.
  public static func rule(y: [Double]) -> Mark {
    Mark(.rule, y: .numbers(y), style: MarkStyle(isMuted: true))
  }

  /// Quiet upright lines across the panel at places `x`.
  public static func rule(x: [Double]) -> Mark {
    Mark(.rule, x: .numbers(x), style: MarkStyle(isMuted: true))
  }

  /// Words to the right of places.
  public static func text(
    x: Values, y: Values, text: [String], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.text, x: x, y: y, text: text, series: series, style: style)
  }

  /// Cells coloured by the panel's ``ColorScale``, one per row; `text` is written into the cells.
  public static func heatmap(x: Values, y: Values, values: [Double], text: [String] = []) -> Mark {
    Mark(.heatmap, x: x, y: y, value: values, text: text)
  }
}
