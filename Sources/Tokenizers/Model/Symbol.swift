/// A token over a part of a word, in bytes from the start of the word.
struct Symbol {
  var id: Int32
  var start: UInt32
  var end: UInt32
}
