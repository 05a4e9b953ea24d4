import Foundation

/// Writes safetensors files, right ones and, for tests of bad input, wrong ones.
public struct SafetensorsWriter {
  /// One entry of the header with its bytes.
  public struct Tensor {
    /// Name in the header.
    public var name: String
    /// dtype in the header.
    public var type: String
    /// Shape in the header.
    public var shape: [Int]
    /// The bytes.
    public var data: Data
    /// Offsets in the header; those of the bytes unless a test lies.
    public var offsets: [Int]?

    /// A tensor of float32 values.
    public init(_ name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      type = "F32"
      data = values.withUnsafeBytes { Data($0) }
    }

    /// A tensor of any bytes.
    public init(_ name: String, type: String, shape: [Int], data: Data, offsets: [Int]? = nil) {
      self.name = name
      self.type = type
      self.shape = shape
      self.data = data
      self.offsets = offsets
    }
  }

  /// The bytes of a file that holds `tensors` one after the other.
  public static func file(_ tensors: [Tensor]) -> Data {
    var header: [String] = []
    var body = Data()
    for tensor in tensors {
      let offsets = tensor.offsets ?? [body.count, body.count + tensor.data.count]
      header.append(
        #""\#(tensor.name)":{"dtype":"\#(tensor.type)","shape":\#(tensor.shape),"data_offsets":\#(offsets)}"#)
      body.append(tensor.data)
    }
    return file(header: "{\(header.joined(separator: ","))}", body: body)
  }

  /// The bytes of a file with any header and body.
  public static func file(header: String, body: Data) -> Data {
    var length = UInt64(header.utf8.count).littleEndian
    return Data(bytes: &length, count: 8) + Data(header.utf8) + body
  }
}
