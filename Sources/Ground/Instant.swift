/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
@frozen
public struct Instant: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var milliseconds: Int64

    @inlinable
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    @inlinable
    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    /// The moment that many milliseconds later; saturates at the ends of the scale.
    @inlinable
    public func advanced(milliseconds delta: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(delta)
        return Instant(milliseconds: overflow ? (delta > 0 ? .max : .min) : sum)
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    /// The moment of a civil date and time of day at an offset from UTC.
    public init(_ date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0, offsetSeconds: Int = 0) {
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds
        milliseconds = Int64(seconds) * 1000
    }

    /// Reads `2026-09-30T16:00+08:00`, `2026-09-30T16:00:05.250Z` and the like. A zone is required, seconds are not.
    public init?(iso8601 text: some StringProtocol) {
        var scanner = DigitScanner(text.utf8)
        guard let date = scanner.date(), scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " ")),
            let hour = scanner.number(digits: 2), hour < 24, scanner.take(UInt8(ascii: ":")),
            let minute = scanner.number(digits: 2), minute < 60
        else { return nil }
        var second = 0
        var thousandths = 0
        if scanner.take(UInt8(ascii: ":")) {
            guard let value = scanner.number(digits: 2), value < 60 else { return nil }
            second = value
            if scanner.take(UInt8(ascii: ".")) {
                guard let value = scanner.fraction() else { return nil }
                thousandths = value
            }
        }
        guard let offset = scanner.zone(), scanner.isAtEnd else { return nil }
        self.init(date, hour: hour, minute: minute, second: second, offsetSeconds: offset)
        milliseconds += Int64(thousandths)
    }

    /// ISO 8601 at an offset from UTC; `Z` where the offset is zero; thousandths only where they are not zero.
    public func iso8601(offsetSeconds: Int = 0) -> String {
        let local = milliseconds + Int64(offsetSeconds) * 1000
        let day = Int((Double(local) / 86_400_000).rounded(.down))
        let rest = Int(local - Int64(day) * 86_400_000)
        let (seconds, thousandths) = (rest / 1000, rest % 1000)
        var text = DigitWriter()
        text.append(CivilDate(daysSinceEpoch: day))
        text.append("T", seconds / 3600)
        text.append(":", seconds / 60 % 60)
        text.append(":", seconds % 60)
        if thousandths > 0 { text.append(".", thousandths, width: 3) }
        guard offsetSeconds != 0 else { return text.string + "Z" }
        let minutes = abs(offsetSeconds) / 60
        text.append(offsetSeconds < 0 ? "-" : "+", minutes / 60)
        text.append(":", minutes % 60)
        return text.string
    }

    public var description: String { iso8601() }
}

/// A small reader of dates and times from ASCII digits.
struct DigitScanner<Bytes: Collection> where Bytes.Element == UInt8 {
    private var rest: Bytes.SubSequence

    init(_ bytes: Bytes) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = rest.first, byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
            rest.removeFirst()
        }
        return value
    }

    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4), take(UInt8(ascii: "-")), let month = number(digits: 2),
            take(UInt8(ascii: "-")), let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// One to nine digits after the point, as thousandths; further places are cut.
    mutating func fraction() -> Int? {
        var value = 0
        var count = 0
        while let byte = rest.first, byte >= 48, byte <= 57, count < 9 {
            if count < 3 { value = value * 10 + Int(byte - 48) }
            count += 1
            rest.removeFirst()
        }
        guard count > 0 else { return nil }
        for _ in stride(from: count, to: 3, by: 1) { value *= 10 }
        return value
    }

    /// `Z`, `+08:00`, `+0800` or `+08`, in seconds.
    mutating func zone() -> Int? {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
        let sign: Int
        if take(UInt8(ascii: "+")) { sign = 1 } else if take(UInt8(ascii: "-")) { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours <= 18 else { return nil }
        guard !isAtEnd else { return sign * hours * 3600 }
        _ = take(UInt8(ascii: ":"))
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
