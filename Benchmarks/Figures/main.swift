import Foundation
import Plotting

/// Times one figure, three panels of three lines with bands, in SVG, PNG at 150 dpi and PDF: the first one of the
/// process and the median of as many as the first argument says, by the clock and by the time of the core, which other
/// programs do not lengthen. Prints JSON with milliseconds and bytes;
/// `figures.py` draws the same figure with matplotlib. With a second argument the three files are written there.

/// The curve of a line: what `figures.py` computes too.
func curve(panel: Int, line: Int) -> [Double] {
  (0..<28).map { layer in
    let depth = Double(layer) / 27
    let wave = sin(Double(layer * (panel + 2)) + Double(line))
    return 3 / Double(line + 1) * exp(-2 * depth) * (1 + 0.1 * wave)
  }
}

func panel(_ index: Int) -> Panel {
  let layers = Values.indices(0..<28)
  let marks = ["none", "simplified", "detailed"].enumerated().flatMap { line, name -> [Mark] in
    let y = curve(panel: index, line: line)
    return [
      .band(x: layers, low: y.map { $0 * 0.9 }, high: y.map { $0 * 1.1 }, series: name),
      .line(x: layers, y: y, series: name),
    ]
  }
  return Panel(
    title: ["q", "k", "v"][index], x: Axis(title: "Layer"), y: Axis(title: "Nuclear norm"), marks: marks)
}

let figure = Figure(title: "Nine lines", panels: [(0..<3).map(panel)], sharedY: .all, legend: .top)
let preset = Preset.aclFull.sized(.exact(width: 6.3 * 72, height: 2.4 * 72))
let formats: [(name: String, format: OutputFormat)] = [
  ("svg", .svg(idPrefix: "fig")), ("png", .png(dpi: 150)), ("pdf", .pdf),
]

func milliseconds<Result>(_ work: () throws -> Result) rethrows -> (Double, Result) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = try work()
  let (seconds, attoseconds) = (clock.now - start).components
  return (Double(seconds) * 1000 + Double(attoseconds) / 1e15, result)
}

/// The time that the core has worked for this process.
func coreTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100
var times: [String: [Double]] = [:]
var sizes: [String: Int] = [:]
var totals: [Double] = []
var coreTimes: [Double] = []
for _ in 0...rounds {
  let before = coreTime()
  let (layout, drawing) = try milliseconds { try figure.draw(preset, theme: .print) }
  times["layout", default: []].append(layout)
  var total = layout
  for (name, format) in formats {
    let (time, bytes) = try milliseconds { try drawing.encode(as: format) }
    times[name, default: []].append(time)
    sizes[name] = bytes.count
    total += time
    if totals.isEmpty, let folder = CommandLine.arguments.dropFirst(2).first {
      try Data(bytes).write(to: URL(filePath: folder).appending(path: "figure.\(name)"))
    }
  }
  totals.append(total)
  coreTimes.append(coreTime() - before)
}
let parts = (["layout"] + formats.map(\.name)).map { name in
  String(format: "\"%@\": %.2f", name, median(Array(times[name, default: []].dropFirst())))
}
let bytes = formats.map { "\"\($0.name)\": \(sizes[$0.name, default: 0])" }
print(
  String(
    format: "{\"first\": %.2f, \"median\": %.2f, \"least\": %.2f, \"core\": %.2f, %@, \"bytes\": {%@}}",
    totals[0], median(Array(totals.dropFirst())), totals.dropFirst().min() ?? 0,
    median(Array(coreTimes.dropFirst())), parts.joined(separator: ", "), bytes.joined(separator: ", ")))
