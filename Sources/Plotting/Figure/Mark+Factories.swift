extension Mark {
  /// A line through the points.
  public static func line(x: Values, y: [Double], series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.line, x: x, y: .numbers(y), series: series, style: style)
  }

  /// A line that holds its value between the midpoints of neighbouring x.
  public static func step(x: Values, y: [Double], series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.step, x: x, y: .numbers(y), series: series, style: style)
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

  /// Bars from zero, upright when `x` has categories and lying when `y` has; those of several series stand
  /// side by side.
  public static func bars(x: Values, y: Values, series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.bars, x: x, y: y, series: series, style: style)
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

  /// Lines across the panel at heights `y`; each may carry words.
  public static func rule(
    y: [Double], text: [String] = [], series: String? = nil, style: MarkStyle = MarkStyle(isMuted: true)
  ) -> Mark {
    Mark(.rule, y: .numbers(y), text: text, series: series, style: style)
  }

  /// Upright lines across the panel at places `x`; each may carry words.
  public static func rule(
    x: [Double], text: [String] = [], series: String? = nil, style: MarkStyle = MarkStyle(isMuted: true)
  ) -> Mark {
    Mark(.rule, x: .numbers(x), text: text, series: series, style: style)
  }

  /// Words beside places.
  public static func text(
    x: Values, y: Values, text: [String], series: String? = nil, style: MarkStyle = MarkStyle()
  ) -> Mark {
    Mark(.text, x: x, y: y, text: text, series: series, style: style)
  }

  /// Cells coloured by the panel's ``ColorScale``, one per row; `text` is written into the cells.
  public static func heatmap(x: Values, y: Values, values: [Double], text: [String] = []) -> Mark {
    Mark(.heatmap, x: x, y: y, value: values, text: text)
  }

  /// Samples as small markers, spread sideways within their category so that they do not hide each other; the
  /// spread follows from the data alone.
  public static func strip(x: Values, y: Values, series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.strip, x: x, y: y, series: series, style: style)
  }

  /// Median, quartiles and whiskers (the last sample within 1.5 interquartile ranges) of the samples of each
  /// category; quartiles interpolate linearly (Hyndman and Fan's type 7).
  public static func box(x: Values, y: Values, series: String? = nil, style: MarkStyle = MarkStyle())
    -> Mark
  {
    Mark(.box, x: x, y: y, series: series, style: style)
  }
}
