internal import Ground

/// Decimal text of whole numbers of a small unit, without a detour over floating point.
enum FixedPoint {
    /// `25.038942` for 25038942 and six places.
    static func text(_ value: Int64, places: Int) -> String {
        let digits = "\(value.magnitude)"
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
    }

    /// The nearest number of units, halves away from zero, and whether it is exactly what the text says; nil where the text is no decimal
    /// number or a huge one.
    static func parse(_ text: some StringProtocol, places: Int) -> (value: Int64, isExact: Bool)? {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let (whole, fraction) = (parts.first ?? [], parts.count > 1 ? parts[1] : [])
        guard !whole.isEmpty, parts.count == 1 || !fraction.isEmpty, whole.count <= 12, (whole + fraction).allSatisfy({ (48...57).contains($0) })
        else { return nil }
        var value: Int64 = 0
        for digit in whole { value = value * 10 + Int64(digit - 48) }
        for place in 0..<places { value = value * 10 + (place < fraction.count ? Int64(fraction[fraction.startIndex + place] - 48) : 0) }
        let rest = fraction.dropFirst(places)
        if let next = rest.first, next >= UInt8(ascii: "5") { value += 1 }
        return (isNegative ? -value : value, rest.allSatisfy { $0 == UInt8(ascii: "0") })
    }

    /// ISO 8601; plain milliseconds where the year has more or less than four digits.
    static func time(_ milliseconds: Int64) -> String {
        (-62_135_596_800_000...253_402_300_799_999).contains(milliseconds)
            ? Instant(milliseconds: milliseconds).iso8601() : "\(milliseconds)"
    }

    static func time(from text: String) -> Int64? { Instant(iso8601: text)?.milliseconds ?? Int64(text) }
}

/// Reads the values of one point and says what is wrong with them.
struct PointReader {
    /// Whether what is finer than a point holds is rounded; otherwise it is an error.
    var rounds: Bool
    var diagnostics = Diagnostics()

    /// A number of units within bounds; nil, and an error, where there is none.
    mutating func number<T: FixedWidthInteger>(_ text: String, _ what: String, places: Int, within range: ClosedRange<T>, at place: Place) -> T? {
        guard let (value, isExact) = FixedPoint.parse(text, places: places), let number = T(exactly: value), range.contains(number) else {
            diagnostics.error("the \(what) \u{201C}\(text)\u{201D} is none", at: place)
            return nil
        }
        if !isExact, !rounds {
            diagnostics.error(
                "the \(what) \u{201C}\(text)\u{201D} has more than \(places) decimal places", at: place,
                advice: "it would not come back as it is; let it be rounded, if that is wanted")
            return nil
        }
        return number
    }

    mutating func latitude(_ text: String, at place: Place) -> Int32? {
        number(text, "latitude", places: 6, within: -90_000_000...90_000_000, at: place)
    }

    mutating func longitude(_ text: String, at place: Place) -> Int32? {
        number(text, "longitude", places: 6, within: -180_000_000...180_000_000, at: place)
    }

    mutating func time(_ text: String, at place: Place) -> Int64? {
        guard let time = FixedPoint.time(from: text) else {
            diagnostics.error("\u{201C}\(text)\u{201D} is no time", at: place, advice: "write 2026-09-30T16:00:05Z, with a zone")
            return nil
        }
        return time
    }
}
