import Foundation
import Plotting

/// Figures of every kind, with data like those of a real study and with data that break weak plotters. The
/// geometry tests hold all of them at every preset.
enum ExampleFigures {
  /// A sequence that looks random and is the same everywhere.
  struct Noise {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// The next number between −1 and 1.
    mutating func next() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) / Double(UInt64(1) << 52) - 1
    }
  }

  static let all: [(name: String, figure: Figure)] = [
    ("curves", curves), ("styles", styles), ("single", single), ("logarithmic", logarithmic),
    ("longLabels", longLabels), ("negative", negative), ("onePoint", onePoint), ("sixtySeries", sixtySeries),
    ("empty", empty), ("dumbbell", dumbbell), ("heatmap", heatmap), ("forest", forest),
    ("scatter", scatter), ("gaps", gaps), ("symlog", symlog), ("constant", constant),
    ("narrowLogs", narrowLogs), ("sixSeries", sixSeries), ("grid", grid), ("rules", rules),
    ("layerMaps", layerMaps), ("oneLayer", oneLayer), ("partlyEmpty", partlyEmpty),
    ("exponents", exponents), ("ownExponents", ownExponents), ("bandExponents", bandExponents),
    ("crowdedRows", crowdedRows),
  ]

  static let projections = ["q", "k", "v", "o"]
  static let layers = Values.indices(0..<28)

  static func curve(_ seed: UInt64, level: Double, fall: Double, rough: Double) -> [Double] {
    var noise = Noise(seed)
    return (0..<28).map { layer in
      let depth = Double(layer) / 27
      return level * (exp(-fall * depth) + 0.12 + 0.3 * exp(-pow((depth - 0.95) / 0.05, 2)))
        * (1 + rough * noise.next())
    }
  }

  private static func lines(style: Int) -> [Mark] {
    projections.enumerated().flatMap { index, name -> [Mark] in
      let level = [7.5, 3.1, 1.4][style] * [0.5, 0.38, 1.3, 1.0][index]
      let y = curve(UInt64(index * 7 + style + 1), level: level, fall: 2.2, rough: 0.12)
      return [
        .band(x: layers, low: y.map { $0 * 0.86 }, high: y.map { $0 * 1.15 }, series: name),
        .line(x: layers, y: y, series: name),
      ]
    }
  }

  static let curves = Figure(
    title: "Slow thinking flattens the gradient over the layers",
    subtitle: "Nuclear norm ‖∇W‖_{∗} of each projection, Qwen2-1.5B on AQuA",
    panels: [
      zip(["No chain of thought", "Simplified", "Detailed"], 0...).map { title, style in
        Panel(
          title: title, x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "Nuclear norm, ‖∇W‖_{∗}"),
          marks: lines(style: style))
      }
    ], sharedY: .all, series: projections.map { Series($0) })

  static let styles: Figure = {
    let names = ["none": "No chain of thought", "simplified": "Simplified", "detailed": "Detailed"]
    let keys = ["none", "simplified", "detailed"]
    let panels = projections.enumerated().map { index, projection in
      Panel(
        title: "\(projection)\\_proj", x: Axis(title: "Layer", ticks: .whole),
        y: Axis(title: "Nuclear norm, ‖∇W‖_{∗}", includesZero: true),
        marks: keys.enumerated().flatMap { style, key -> [Mark] in
          let y = curve(UInt64(index * 5 + style + 40), level: [7.5, 3.1, 1.4][style], fall: 2, rough: 0.1)
          return [
            .band(x: layers, low: y.map { $0 * 0.9 }, high: y.map { $0 * 1.1 }, series: key),
            .line(x: layers, y: y, series: key),
          ]
        })
    }
    return Figure(panels: [panels], sharedY: .all, series: keys.map { Series($0, name: names[$0]) })
  }()

  static let single = Figure(
    title: "Effective rank",
    Panel(
      x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "exp(−Σ_{i} p_{i} ln p_{i})"),
      marks: [
        .line(x: layers, y: curve(5, level: 40, fall: 1, rough: 0.05), series: "Correct"),
        .line(x: layers, y: curve(6, level: 44, fall: 0.8, rough: 0.05), series: "Irrelevant"),
      ]))

  static let logarithmic = Figure(
    Panel(
      title: "Spectrum of the first layer", x: Axis(title: "Index i", scale: .log10),
      y: Axis(title: "Singular value σ_{i}", scale: .log10),
      marks: [0, 1, 2].map { style in
        let x = (1...256).map(Double.init)
        let y = x.map { pow($0, -0.8 - 0.3 * Double(style)) * exp(-$0 / 60) * 3 }
        return .line(x: .numbers(x), y: y, series: ["none", "simplified", "detailed"][style])
      }))

  static let longLabels: Figure = {
    let long = String(repeating: "A model whose name is much longer than any reader would expect ", count: 3)
    return Figure(
      title: long + "in the title", subtitle: long,
      Panel(
        title: long, x: Axis(title: long), y: Axis(title: long),
        marks: [
          .line(x: [1, 2, 3], y: [1, 3, 2], series: long), .line(x: [1, 2, 3], y: [2, 1, 3], series: "b"),
        ]))
  }()

  static let negative = Figure(
    Panel(
      x: Axis(title: "Step"), y: Axis(title: "Change"),
      marks: [
        .area(x: .indices(0..<50), y: (0..<50).map { sin(Double($0) / 6) * 4e-6 }, series: "a"),
        .line(x: .indices(0..<50), y: (0..<50).map { sin(Double($0) / 6) * 4e-6 }, series: "a"),
      ]))

  static let onePoint = Figure(
    Panel(x: Axis(title: "Layer"), y: Axis(title: "Norm"), marks: [.line(x: [3], y: [0.25], series: "q")]))

  static let sixtySeries = Figure(
    title: "Sixty series",
    Panel(
      x: Axis(title: "Layer"), y: Axis(title: "Norm"),
      marks: (0..<60).map { index in
        .line(
          x: layers, y: curve(UInt64(index + 1), level: 1 + Double(index) / 10, fall: 2, rough: 0.1),
          series: "Series \(index)")
      }))

  static let empty = Figure(title: "Nothing yet", Panel(x: Axis(title: "Layer"), y: Axis(title: "Norm")))

  static let dumbbell: Figure = {
    let models = ["Qwen2-1.5B", "Qwen2-1.5B-Instruct", "Llama-3.1-8B", "Llama-3.1-8B-Instruct", "Gemma-2-2B"]
    let (none, detailed) = ([4.2, 3.1, 5.2, 4.0, 3.3], [0.9, 0.8, 1.2, 1.1, 0.7])
    return Figure(
      title: "MAD falls from none to detailed in every model",
      Panel(
        x: Axis(title: "Mean absolute difference between layers", includesZero: true),
        y: Axis(scale: .band(models), isReversed: true),
        marks: [
          .segments(
            x: .numbers(none), y: .categories(models), x2: .numbers(detailed), y2: .categories(models),
            style: MarkStyle(isMuted: true)),
          .points(x: .numbers(none), y: .categories(models), series: "none"),
          .points(x: .numbers(detailed), y: .categories(models), series: "detailed"),
        ]))
  }()

  static let heatmap: Figure = {
    let models = ["Qwen2-1.5B", "Qwen2-1.5B-Instruct", "Llama-3.1-8B", "Gemma-2-2B"]
    let tasks = ["AQuA", "GSM8K", "StrategyQA", "ECQA", "Creak", "Sensemaking"]
    var noise = Noise(3)
    let rows = models.flatMap { model in tasks.map { (model, $0, pow(2, 1.4 + 2.2 * noise.next())) } }
    return Figure(
      title: "Fast over slow",
      Panel(
        x: Axis(scale: .band(tasks)), y: Axis(scale: .band(models), isReversed: true),
        marks: [
          .heatmap(
            x: .categories(rows.map(\.1)), y: .categories(rows.map(\.0)), values: rows.map(\.2),
            text: rows.map { String(format: "%.2f", $0.2) })
        ],
        color: ColorScale(.diverging(center: 1), isLogarithmic: true, title: "Ratio of nuclear norms")))
  }()

  static let forest: Figure = {
    let claims = ["Slow < fast, math", "Slow < fast, commonsense", "Instruct ≈ base", "Irrelevant > correct"]
    let effect = [-1.4, -0.9, 0.05, 0.6]
    return Figure(
      title: "Effect sizes",
      Panel(
        x: Axis(title: "Cohen’s d, 95 % interval"), y: Axis(scale: .band(claims), isReversed: true),
        marks: [
          .rule(x: [0]),
          .interval(y: .categories(claims), low: effect.map { $0 - 0.3 }, high: effect.map { $0 + 0.35 }),
          .points(x: .numbers(effect), y: .categories(claims)),
        ]))
  }()

  static let scatter: Figure = {
    var noise = Noise(11)
    func cloud(_ slope: Double, _ key: String) -> Mark {
      let x = (0..<300).map { _ in 150 * (1.1 + noise.next()) }
      return .points(
        x: .numbers(x), y: .numbers(x.map { 12_000 + slope * $0 * (1 + 0.5 * noise.next()) }), series: key)
    }
    return Figure(
      Panel(
        x: Axis(title: "Response length (tokens)"), y: Axis(title: "Frobenius norm ‖∇W‖_{F}"),
        marks: [cloud(40, "Correct"), cloud(75, "Irrelevant")]))
  }()

  static let gaps: Figure = {
    var y = curve(4, level: 3, fall: 1, rough: 0.2)
    y[5] = .nan
    y[12] = 0
    y[13] = -1
    y[15] = .infinity
    return Figure(
      Panel(
        title: "v\\_proj", x: Axis(title: "Layer"), y: Axis(title: "σ_{1}^{2}", scale: .log10),
        marks: [.line(x: layers, y: y, series: "v")]))
  }()

  static let symlog = Figure(
    Panel(
      x: Axis(title: "Layer"), y: Axis(title: "Mean of ∇W", scale: .symlog(threshold: 1e-4)),
      marks: [
        .line(x: layers, y: (0..<28).map { sin(Double($0)) * pow(10, Double($0 % 6) - 5) }, series: "q")
      ]))

  /// Two panels side by side whose logarithmic axes hold few powers of ten.
  static let narrowLogs: Figure = {
    let lengths = (0..<40).map { 60 * pow(35, Double($0) / 39) }
    let panels = ["q, ρ = −0.66", "k, ρ = −0.64"].map { title in
      Panel(
        title: title, x: Axis(title: "Response length in tokens", scale: .log10),
        y: Axis(title: "Nuclear norm ‖∇W‖_{∗}", scale: .log10),
        marks: [.points(x: .numbers(lengths), y: .numbers(lengths.map { 20 / $0 }), series: "samples")])
    }
    return Figure(panels: [panels, panels], sharedX: .all)
  }()

  /// Three columns, the middle one without data, on axes of their own.
  static let partlyEmpty: Figure = {
    let x = Axis(title: "Layer", ticks: .whole)
    let y = Axis(title: "MAD of the mean", includesZero: true, isNonNegative: true)
    let full = Panel(x: x, y: y, marks: [.line(x: layers, y: curve(5, level: 2e-5, fall: 1, rough: 0.2))])
    return Figure(
      panels: [[full, Panel(x: x, y: y), full]], columnTitles: ["Simplified", "Popular-1000", "Unpopular"],
      rowTitles: ["Miniature Instruct"])
  }()

  private static func tiny(_ title: String?, _ size: Double, _ axis: String?) -> Panel {
    Panel(
      title: title, x: Axis(title: "Step"), y: Axis(title: axis),
      marks: [.line(x: [0, 2e6, 4e6], y: [-size, 2 * size, 3 * size], series: "mean")])
  }

  /// Axes whose numbers need a power of ten: with a title of their own, and a common one.
  static let exponents = Figure(
    panels: [
      [tiny("q", 1e-5, "Mean of q"), tiny("k", 3e-6, "Mean of k"), tiny(nil, 2e-9, nil)],
      [tiny("v", 1e-4, "Mean of v"), tiny("o", 2, "Mean of o")],
    ])

  /// Axes of one title and of exponents too far apart to be shared, upright and lying.
  static let ownExponents: Figure = {
    let lines = [
      tiny("q", 1e-5, "Mean"), tiny(nil, 2e-9, "Mean"), tiny("a longer title", 4, "Mean"),
    ]
    let names = Values.categories(["Miniature", "Miniature Instruct"])
    let bands = [4e-5, 3e-9, 7].map { size in
      Panel(
        title: "Arithmetic, q", x: Axis(title: "MAD", includesZero: true), y: Axis(title: "Mean"),
        marks: [.points(x: .numbers([0.2 * size, 0.85 * size]), y: names, series: "mean")])
    }
    return Figure(panels: [lines, bands])
  }()

  /// The same lying, where all have one title too.
  static let bandExponents: Figure = {
    var figure = ownExponents
    figure.panels.removeFirst()
    return figure
  }()

  /// Rows of names closer than markers of full size are wide.
  static let crowdedRows: Figure = {
    let names = (0..<20).map { "Claim \($0)" }
    let values = (0..<20).map { 1 + Double($0 % 3) / 40 }
    return Figure(
      Panel(
        x: Axis(title: "Effect"), y: Axis(scale: .band(names), isReversed: true),
        marks: [
          .interval(y: .categories(names), low: values.map { $0 - 0.2 }, high: values.map { $0 + 0.2 }),
          .points(x: .numbers(values), y: .categories(names)),
        ]))
  }()

  static let oneLayer = Figure(
    Panel(
      x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "Norm", includesZero: true, isNonNegative: true),
      marks: projections.map { .line(x: [0], y: [$0 == "q" ? 0.5 : 2.7], series: $0) }))

  static let constant = Figure(
    Panel(
      x: Axis(title: "Layer"), y: Axis(title: "Cosine"),
      marks: [.line(x: layers, y: Array(repeating: 0.5, count: 28), series: "q")]))

  static let sixSeries = Figure(
    Panel(
      x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "Nuclear norm"),
      marks: (0..<6).map { index in
        .line(
          x: layers, y: curve(UInt64(index + 3), level: 1 + Double(index), fall: 2, rough: 0.1),
          series: ["AQuA", "GSM8K", "StrategyQA", "ECQA", "Creak", "Sensemaking"][index])
      }))

  static let rules = Figure(
    title: "Gradient norm while training",
    Panel(
      x: Axis(title: "Step"), y: Axis(title: "Norm"),
      marks: [
        .line(x: .indices(0..<200), y: (0..<200).map { 1 + 8 * exp(-Double($0) / 30) }, series: "norm"),
        .rule(y: [1]), .rule(x: [60]), .text(x: [0], y: [9], text: ["start"], series: "norm"),
      ]))

  static let layerMaps: Figure = {
    func map(_ title: String, _ reach: Double) -> Panel {
      var (xs, ys, values): ([Double], [Double], [Double]) = ([], [], [])
      for row in 0..<28 {
        for column in 0..<28 {
          xs.append(Double(column))
          ys.append(Double(row))
          values.append(row == 3 && column == 20 ? .nan : exp(-abs(Double(row - column)) / reach))
        }
      }
      return Panel(
        title: title, x: Axis(title: "Layer"), y: Axis(title: "Layer", isReversed: true),
        marks: [.heatmap(x: .numbers(xs), y: .numbers(ys), values: values)],
        color: ColorScale(lower: 0, upper: 1, title: "Cosine"))
    }
    return Figure(
      panels: [[map("none", 4), map("detailed", 9)]], sharedY: .all, sharesColors: true)
  }()

  static let grid: Figure = {
    let models = ["Qwen2-1.5B", "Llama-3.2-1B", "Gemma-2-2B"]
    return Figure(
      title: "Every model, base and instruct",
      panels: ["Base", "Instruct"].enumerated().map { row, _ in
        models.enumerated().map { column, _ in
          Panel(
            x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "Nuclear norm"),
            marks: lines(style: (row + column) % 3).filter { $0.kind == .line })
        }
      }, columnTitles: models, rowTitles: ["Base", "Instruct"], sharedX: .all, sharedY: .rows)
  }()
}
