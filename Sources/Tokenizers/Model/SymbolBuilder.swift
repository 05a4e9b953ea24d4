/// Makes the first symbols of a word, applying the rule for what is unknown just as the reference does: an unknown
/// token is held back until the next known character, even past byte tokens.
struct SymbolBuilder {
  private let rule: UnknownRule
  private var pending: Symbol?

  init(rule: UnknownRule) {
    self.rule = rule
  }

  /// Adds one character: its token or, if that is -1, what the rule makes of its `utf8`.
  @inline(__always)
  mutating func add(_ id: Int32, _ span: Range<UInt32>, to symbols: inout [Symbol], utf8: () -> [UInt8]) {
    if id >= 0 {
      if pending != nil { finish(&symbols) }
      symbols.append(Symbol(id: id, start: span.lowerBound, end: span.upperBound))
    } else {
      addUnknown(span, utf8(), to: &symbols)
    }
  }

  private mutating func addUnknown(_ span: Range<UInt32>, _ utf8: [UInt8], to symbols: inout [Symbol]) {
    if let tokens = rule.byteTokens(of: utf8) {
      for (index, token) in tokens.enumerated() {
        let start = min(span.lowerBound + UInt32(index), span.upperBound - 1)
        symbols.append(Symbol(id: token, start: start, end: start + 1))
      }
    } else if let unknown = rule.unknown {
      if rule.fuses, pending != nil {
        pending?.end = span.upperBound
      } else {
        finish(&symbols)
        pending = Symbol(id: unknown, start: span.lowerBound, end: span.upperBound)
      }
    }
  }

  /// Adds the unknown token that is held back, if there is one.
  mutating func finish(_ symbols: inout [Symbol]) {
    if let pending { symbols.append(pending) }
    pending = nil
  }
}
