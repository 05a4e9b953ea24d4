/// The title of an axis with what is said behind it in brackets.
struct AxisTitle {
  let title: String
  /// The power of ten by which the numbers of the axis are to be multiplied.
  var exponent: Int?
  /// What is to be known of the extents of several axes.
  var remark: String?

  init(_ title: String, exponent: Int? = nil, remark: String? = nil) {
    self.title = title
    self.exponent = exponent
    self.remark = remark
  }

  /// `Norm (×10^{-3}; scales differ)`; the brackets stand on a line of their own under a title that runs from right to left.
  var text: String {
    let words = [exponent.map(NumberText.factor), remark].compactMap(\.self).joined(separator: "; ")
    if title.isEmpty || words.isEmpty { return title + words }
    return RichText.joined([title, "(\(words))"], by: " ")
  }
}
