internal import CLibPQ

/// The values of one call in PostgreSQL's binary form, in buffers that are used again.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    /// Where each value begins in `bytes`; -1 for null.
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    static func type(of value: SQLValue) -> Oid {
        switch value {
        case .null: PostgresType.unknown
        case .integer: PostgresType.int8
        case .real: PostgresType.float8
        case .text: PostgresType.text
        case .blob: PostgresType.bytea
        }
    }

    /// Whether values can be sent as these types without a loss.
    static func fit(_ values: [SQLValue], _ types: [Oid]) -> Bool {
        guard values.count == types.count else { return false }
        for index in values.indices where !fits(values[index], types[index]) { return false }
        return true
    }

    private static func fits(_ value: SQLValue, _ type: Oid) -> Bool {
        switch value {
        case .null: true
        case .integer(let integer):
            type == PostgresType.int8 || type == PostgresType.int4 && Int32(exactly: integer) != nil
                || type == PostgresType.float8 && Int64(exactly: Double(integer)) == integer
        case .real: type == PostgresType.float8
        case .text: type == PostgresType.text || type == PostgresType.varchar
        case .blob: type == PostgresType.bytea
        }
    }

    mutating func fill(_ values: [SQLValue], types: [Oid]) throws {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for (value, type) in zip(values, types) {
            let start = bytes.count
            formats.append(1)
            guard value != .null else {
                offsets.append(-1)
                lengths.append(0)
                continue
            }
            try Self.append(value, as: type, to: &bytes)
            offsets.append(start)
            lengths.append(Int32(bytes.count - start))
        }
        // A null pointer would be taken for null where all values are empty.
        bytes.append(0)
    }

    func withPointers<T>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> T
    ) -> T {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.assumingMemoryBound(to: CChar.self).baseAddress
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: max(1, offsets.count)) { pointers in
                for (index, offset) in offsets.enumerated() {
                    pointers.initializeElement(at: index, to: offset < 0 ? nil : start.map { $0 + offset })
                }
                return lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(UnsafePointer(pointers.baseAddress), lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }

    /// A value's bytes as a type that it fits.
    static func append(_ value: SQLValue, as type: Oid, to bytes: inout [UInt8]) throws {
        switch value {
        case .null: break
        case .integer(let integer):
            switch type {
            case PostgresType.int4: append(UInt64(bitPattern: integer), 4, to: &bytes)
            case PostgresType.float8: append(Double(integer).bitPattern, 8, to: &bytes)
            default: append(UInt64(bitPattern: integer), 8, to: &bytes)
            }
        case .real(let real):
            // SQLite cannot keep it, so neither does PostgreSQL.
            if real.isNaN { throw SQLError(.refusedValue, detail: "not a number") }
            append(real.bitPattern, 8, to: &bytes)
        case .text(var text):
            let start = bytes.count
            text.withUTF8 { bytes.append(contentsOf: $0) }
            if bytes[start...].contains(0) { throw SQLError(.refusedValue, detail: "text with a NUL") }
        case .blob(let blob): bytes.append(contentsOf: blob)
        }
    }

    static func append(_ value: UInt64, _ count: Int, to bytes: inout [UInt8]) {
        for shift in stride(from: (count - 1) * 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }
}

/// Rows in the form of `COPY … (FORMAT binary)`: a header, then for each row the number of its fields and each with its
/// length, then -1.
struct PostgresCopyBuffer {
    private(set) var bytes: [UInt8] = Array("PGCOPY\n\u{FF}\r\n\0".unicodeScalars.map { UInt8($0.value) }) + [UInt8](repeating: 0, count: 8)

    var isFull: Bool { bytes.count >= 256 << 10 }

    mutating func append(_ row: [SQLValue], types: [Oid]) throws {
        guard row.count == types.count else {
            throw SQLError(.other, detail: "a row has \(row.count) values for \(types.count) columns")
        }
        PostgresParameters.append(UInt64(row.count), 2, to: &bytes)
        for (value, type) in zip(row, types) {
            guard value != .null else {
                PostgresParameters.append(UInt64.max, 4, to: &bytes)
                continue
            }
            guard PostgresParameters.fit([value], [type]) else {
                throw SQLError(.other, detail: "a value does not fit the type of its column")
            }
            let start = bytes.count
            bytes.append(contentsOf: [0, 0, 0, 0])
            try PostgresParameters.append(value, as: type, to: &bytes)
            let length = UInt32(bytes.count - start - 4).bigEndian
            withUnsafeBytes(of: length) { source in
                for (offset, byte) in source.enumerated() { bytes[start + offset] = byte }
            }
        }
    }

    mutating func appendEnd() { PostgresParameters.append(UInt64.max, 2, to: &bytes) }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}
