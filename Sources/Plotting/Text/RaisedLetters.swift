/// The superscripts and subscripts that Unicode has, for text that cannot set any letter smaller.
enum RaisedLetters {
  private static let superscripts = table("0123456789+-\u{2212}()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ")
  private static let subscripts = table(
    "0123456789+-\u{2212}()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

  /// `text` in superscripts, nil when one of its signs has none.
  static func raised(_ text: String) -> String? { mapped(text, superscripts) }

  /// `text` in subscripts, nil when one of its signs has none.
  static func lowered(_ text: String) -> String? { mapped(text, subscripts) }

  private static func mapped(_ text: String, _ table: [Character: Character]) -> String? {
    var result = ""
    for sign in text {
      guard let other = table[sign] else { return nil }
      result.append(other)
    }
    return result
  }

  private static func table(_ from: String, _ to: String) -> [Character: Character] {
    Dictionary(uniqueKeysWithValues: zip(from, to))
  }
}
