/// Splits the bytes of a `.pb` file into records of fields separated by `;`, with quotes as in CSV.
///
/// Fields are ranges into the bytes, so that a hundred thousand ballots are read without a string for each field.
struct PBRecords {
    struct Field {
        var start: Int
        var end: Int
        var isQuoted = false
        /// The field stood in quotes and holds doubled ones.
        var hasEscapes = false
    }

    enum Fault: Equatable {
        case openQuote
        case textAfterQuote
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int
    private var nextLine = 1
    /// The fields of the record read last.
    private(set) var fields: [Field] = []
    /// The line where the record read last begins.
    private(set) var line = 1
    private(set) var fault: Fault?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        position = hasMark ? 3 : 0
    }

    /// Reads the next record that is not empty; false at the end.
    mutating func next() -> Bool {
        while position < bytes.count {
            line = nextLine
            fault = nil
            fields.removeAll(keepingCapacity: true)
            readRecord()
            if fields.count == 1, fields[0].start == fields[0].end, fault == nil { continue }
            return true
        }
        return false
    }

    private mutating func readRecord() {
        let semicolon = UInt8(ascii: ";")
        let newline = UInt8(ascii: "\n")
        while true {
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                readQuoted()
            } else {
                let start = position
                while position < bytes.count, bytes[position] != semicolon, bytes[position] != newline { position += 1 }
                var end = position
                let endsLine = position == bytes.count || bytes[position] == newline
                if endsLine, end > start, bytes[end - 1] == 13 { end -= 1 }
                fields.append(Field(start: start, end: end))
            }
            guard position < bytes.count else { return }
            let byte = bytes[position]
            position += 1
            if byte == newline {
                nextLine += 1
                return
            }
        }
    }

    /// Reads a field in quotes; `position` ends on the separator, the line feed or the end.
    private mutating func readQuoted() {
        let quote = UInt8(ascii: "\"")
        position += 1
        let start = position
        var hasEscapes = false
        var isClosed = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == quote {
                if position + 1 < bytes.count, bytes[position + 1] == quote {
                    hasEscapes = true
                    position += 2
                    continue
                }
                isClosed = true
                break
            }
            if byte == UInt8(ascii: "\n") { nextLine += 1 }
            position += 1
        }
        fields.append(Field(start: start, end: position, isQuoted: true, hasEscapes: hasEscapes))
        guard isClosed else {
            fault = .openQuote
            return
        }
        position += 1
        if position < bytes.count, bytes[position] == 13 { position += 1 }
        while position < bytes.count, bytes[position] != UInt8(ascii: ";"), bytes[position] != UInt8(ascii: "\n") {
            fault = .textAfterQuote
            position += 1
        }
    }

    /// The bytes of a field without outer blanks.
    func trimmed(_ field: Field) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (field.start, field.end)
        while start < end, PBRecords.isBlank(bytes[start]) { start += 1 }
        while end > start, PBRecords.isBlank(bytes[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }

    /// The text of a field without outer blanks; nil where it is not UTF-8.
    func text(_ field: Field) -> String? {
        field.hasEscapes
            ? String(validating: unescaped(field), as: UTF8.self) : String(validating: trimmed(field), as: UTF8.self)
    }

    /// Calls the body with the content of a field: without outer blanks, doubled quotes made single.
    func withContent<Result>(_ field: Field, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        field.hasEscapes ? unescaped(field).withUnsafeBufferPointer(body) : body(trimmed(field))
    }

    private func unescaped(_ field: Field) -> [UInt8] {
        let slice = trimmed(field)
        var content: [UInt8] = []
        content.reserveCapacity(slice.count)
        var skipsNext = false
        for byte in slice {
            if skipsNext, byte == UInt8(ascii: "\"") {
                skipsNext = false
                continue
            }
            skipsNext = byte == UInt8(ascii: "\"")
            content.append(byte)
        }
        return content
    }

    func equals(_ field: Field, _ word: StaticString) -> Bool {
        let slice = trimmed(field)
        guard slice.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<slice.count where slice[index] != word.utf8Start[index] { return false }
        return true
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 || byte == 10 }
}
