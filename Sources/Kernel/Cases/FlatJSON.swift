/// Writes the small JSON objects that go with every command – messages, answers, words – member by member, in the order in
/// which they are added. What it writes is what `JSONEncoder` with sorted keys reads back; a general encoder takes some
/// twenty times as long over it.
struct FlatJSON {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    mutating func add(_ key: StaticString, _ value: String) {
        begin(key)
        FlatJSON.quote(value, to: &bytes)
    }

    mutating func add(_ key: StaticString, _ value: Int64) {
        begin(key)
        append(value)
    }

    mutating func add(_ key: StaticString, _ value: Int) { add(key, Int64(value)) }

    mutating func add(_ key: StaticString, _ values: [String]) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            FlatJSON.quote(value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// An object whose members are texts, sorted by their keys.
    mutating func add(_ key: StaticString, _ members: [String: String]) {
        begin(key)
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            FlatJSON.quote(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            FlatJSON.quote(member.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func add(_ key: StaticString, _ object: FlatJSON) {
        begin(key)
        bytes += object.closed
    }

    mutating func add(_ key: StaticString, _ objects: [FlatJSON]) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, object) in objects.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += object.closed
        }
        bytes.append(UInt8(ascii: "]"))
    }

    var closed: [UInt8] { bytes + [UInt8(ascii: "}")] }

    var text: String { String(decoding: closed, as: UTF8.self) }

    private mutating func begin(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ value: Int64) {
        bytes.append(contentsOf: String(value).utf8)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func quote(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
