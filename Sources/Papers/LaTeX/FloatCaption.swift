/// The caption of a float in LaTeX, or of one of its parts: all parts of one figure or table have one number.
struct FloatCaption {
  /// `figure` or `table`.
  let counter: String
  let label: String
  /// Of the whole, as plain text.
  let caption: String
  /// What each part holds, in words that may be empty; one for each.
  let parts: [String]

  /// The lines of a part, counted from 0.
  ///
  /// A part after the first takes the number back that the one before it had, as `\ContinuedFloat` of the package
  /// caption does, and has a name of its own for links of hyperref, which otherwise would lead to the first.
  func lines(_ part: Int) -> [String] {
    let text = words(part)
    let broken = LineBreaks.addedToCaption(text)
    let number = part + 1
    let same =
      part == 0
      ? []
      : ["\\addtocounter{\(counter)}{-1}", "\\def\\theH\(counter){\\arabic{\(counter)}-\(number)}"]
    return same + (broken == text ? [] : ["\\emergencystretch=4em"]) + [
      "\\caption{\(LaTeX.escaped(broken))}", "\\label{\(label)\(part == 0 ? "" : "-\(number)")}",
    ]
  }

  /// The caption of a part as plain text.
  func words(_ part: Int) -> String {
    guard parts.count > 1 else { return caption }
    let place = "part \(part + 1) of \(parts.count)" + (parts[part].isEmpty ? "" : ": \(parts[part])")
    return part == 0 ? "\(caption) \(place.capitalizedFirst)." : "Continued, \(place)."
  }
}
