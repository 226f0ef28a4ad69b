/// Walks over the fields of a comma-separated file (RFC 4180) without making a string of each: the vote matrix has millions.
struct FieldScanner {
    enum End {
        case field, row
    }

    /// The content of a field, without its quotation marks.
    struct Field {
        let start: Int
        let end: Int
        /// Whether quotation marks inside stand as two.
        let isEscaped: Bool
    }

    enum Fault {
        case openQuote, textAfterQuote
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var index: Int
    /// The line of the next field, from 1.
    private(set) var line = 1
    /// What was wrong with the last field.
    private(set) var fault: Fault?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    var isAtEnd: Bool { index >= bytes.count }

    /// The next field and what follows it. The end of the file ends a row.
    mutating func next() -> (Field, End) {
        fault = nil
        let field = index < bytes.count && bytes[index] == 0x22 ? quoted() : plain()
        guard index < bytes.count else { return (field, .row) }
        if bytes[index] == 0x2C {
            index += 1
            return (field, .field)
        }
        if bytes[index] == 0x0D { index += 1 }
        if index < bytes.count, bytes[index] == 0x0A { index += 1 }
        line += 1
        return (field, .row)
    }

    private mutating func plain() -> Field {
        let start = index
        while index < bytes.count, bytes[index] != 0x2C, bytes[index] != 0x0A { index += 1 }
        var end = index
        if end > start, bytes[end - 1] == 0x0D, index == bytes.count || bytes[index] == 0x0A { end -= 1 }
        return Field(start: start, end: end, isEscaped: false)
    }

    private mutating func quoted() -> Field {
        index += 1
        let start = index
        var isEscaped = false
        while index < bytes.count {
            if bytes[index] == 0x22 {
                guard index + 1 < bytes.count, bytes[index + 1] == 0x22 else { break }
                isEscaped = true
                index += 1
            } else if bytes[index] == 0x0A {
                line += 1
            }
            index += 1
        }
        let field = Field(start: start, end: min(index, bytes.count), isEscaped: isEscaped)
        guard index < bytes.count else {
            fault = .openQuote
            return field
        }
        index += 1
        if index < bytes.count, bytes[index] != 0x2C, bytes[index] != 0x0A, bytes[index] != 0x0D { fault = .textAfterQuote }
        while index < bytes.count, bytes[index] != 0x2C, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        return field
    }

    /// The text of a field; bytes that are not UTF-8 are replaced.
    func text(_ field: Field) -> String {
        let text = String(decoding: bytes[field.start..<field.end], as: UTF8.self)
        return field.isEscaped ? text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : text
    }

    func isEmpty(_ field: Field) -> Bool { field.start == field.end }

    /// A vote as exports write it: 1, 0 or −1.
    func stance(_ field: Field) -> Stance? {
        switch field.end - field.start {
        case 1 where bytes[field.start] == 0x31: .agree
        case 1 where bytes[field.start] == 0x30: .pass
        case 2 where bytes[field.start] == 0x2D && bytes[field.start + 1] == 0x31: .disagree
        default: nil
        }
    }

    /// A whole number of at most 15 digits, so that every program reads it exactly.
    func integer(_ field: Field) -> Int? {
        var place = field.start
        let isNegative = place < field.end && bytes[place] == 0x2D
        if isNegative { place += 1 }
        guard place < field.end, field.end - place <= 15 else { return nil }
        var value = 0
        while place < field.end {
            guard bytes[place] >= 0x30, bytes[place] <= 0x39 else { return nil }
            value = value * 10 + Int(bytes[place] - 0x30)
            place += 1
        }
        return isNegative ? -value : value
    }
}
