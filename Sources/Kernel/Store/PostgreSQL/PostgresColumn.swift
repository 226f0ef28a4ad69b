internal import CLibPQ

/// Reads a column of a result in binary form.
enum PostgresColumn {
    static func isNull(_ result: OpaquePointer, _ row: Int32, _ column: Int32) -> Bool {
        PQgetisnull(result, row, column) == 1
    }

    static func integer(_ result: OpaquePointer, _ row: Int32, _ column: Int32) throws -> Int64 {
        let bytes = try field(result, row, column)
        switch PQftype(result, column) {
        case PostgresType.int8: return Int64(truncatingIfNeeded: bigEndian(bytes, 8))
        case PostgresType.int4: return Int64(Int32(truncatingIfNeeded: bigEndian(bytes, 4)))
        case PostgresType.int2: return Int64(Int16(truncatingIfNeeded: bigEndian(bytes, 2)))
        case PostgresType.bool: return bytes.first == 1 ? 1 : 0
        case PostgresType.oid: return Int64(bigEndian(bytes, 4))
        case PostgresType.numeric:
            guard let value = PostgresNumeric(bytes)?.integer else { throw unexpected("an integer", result, column) }
            return value
        default: throw unexpected("an integer", result, column)
        }
    }

    static func double(_ result: OpaquePointer, _ row: Int32, _ column: Int32) throws -> Double {
        let bytes = try field(result, row, column)
        switch PQftype(result, column) {
        case PostgresType.float8: return Double(bitPattern: bigEndian(bytes, 8))
        case PostgresType.float4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bigEndian(bytes, 4))))
        case PostgresType.int8, PostgresType.int4, PostgresType.int2: return Double(try integer(result, row, column))
        case PostgresType.numeric:
            guard let value = PostgresNumeric(bytes)?.double else { throw unexpected("a number", result, column) }
            return value
        default: throw unexpected("a number", result, column)
        }
    }

    static func text(_ result: OpaquePointer, _ row: Int32, _ column: Int32) throws -> String {
        let bytes = try field(result, row, column)
        guard PostgresType.isText(PQftype(result, column)) else { throw unexpected("text", result, column) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func blob(_ result: OpaquePointer, _ row: Int32, _ column: Int32) throws -> [UInt8] {
        let bytes = try field(result, row, column)
        guard PQftype(result, column) == PostgresType.bytea else { throw unexpected("bytes", result, column) }
        return Array(bytes)
    }

    static func value(_ result: OpaquePointer, _ row: Int32, _ column: Int32) throws -> SQLValue {
        if isNull(result, row, column) { return .null }
        switch PQftype(result, column) {
        case PostgresType.float8, PostgresType.float4: return .real(try double(result, row, column))
        case PostgresType.bytea: return .blob(try blob(result, row, column))
        case let type where PostgresType.isText(type): return .text(try text(result, row, column))
        case PostgresType.numeric:
            let number = PostgresNumeric(try field(result, row, column))
            if let integer = number?.integer { return .integer(integer) }
            return .real(try double(result, row, column))
        default: return .integer(try integer(result, row, column))
        }
    }

    private static func field(
        _ result: OpaquePointer, _ row: Int32, _ column: Int32
    ) throws -> UnsafeRawBufferPointer {
        guard !isNull(result, row, column), let start = PQgetvalue(result, row, column) else {
            throw SQLError(.decoding, detail: "column \(column) holds nothing where a value was asked for")
        }
        return UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
    }

    private static func bigEndian(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<min(count, bytes.count) { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    private static func unexpected(_ wanted: String, _ result: OpaquePointer, _ column: Int32) -> SQLError {
        SQLError(
            .decoding,
            detail: "column \(column) is of the type \(PQftype(result, column)) where \(wanted) was asked for")
    }
}

/// The types of PostgreSQL that we meet, by their numbers in `pg_type`.
enum PostgresType {
    static let unknown: Oid = 0
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let json: Oid = 114
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let void: Oid = 2278
    static let numeric: Oid = 1700

    static func isText(_ type: Oid) -> Bool {
        type == text || type == varchar || type == name || type == bpchar || type == json
    }
}

/// A `numeric` in binary form: what sums of integers are.
struct PostgresNumeric {
    private var digits: [Int16] = []
    private var weight = 0
    private var isNegative = false

    /// Nil for NaN, the infinities, and bytes that are no number.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 8 else { return nil }
        func word(_ index: Int) -> Int16 {
            Int16(truncatingIfNeeded: Int(bytes[2 * index]) << 8 | Int(bytes[2 * index + 1]))
        }
        let count = Int(word(0))
        guard count >= 0, bytes.count == 8 + 2 * count else { return nil }
        switch UInt16(bitPattern: word(2)) {
        case 0: isNegative = false
        case 0x4000: isNegative = true
        default: return nil
        }
        weight = Int(word(1))
        digits = (0..<count).map { word(4 + $0) }
    }

    /// Nil where there is a fraction, or more than 64 bits.
    var integer: Int64? {
        var value: Int64 = 0
        for position in 0...max(weight, digits.count - 1, 0) {
            let digit = position < digits.count ? Int64(digits[position]) : 0
            guard position <= weight else {
                if digit != 0 { return nil }
                continue
            }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, again) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            if overflow || again { return nil }
            value = sum
        }
        return value
    }

    /// The nearest number of 64 bits, correctly rounded, by way of its decimal digits.
    var double: Double? {
        var text = isNegative ? "-" : ""
        if digits.isEmpty { return 0 }
        for digit in digits { text += String(10_000 + Int(digit)).dropFirst() }
        return Double(text + "e\((weight + 1 - digits.count) * 4)")
    }
}
