package import Ground

/// Numbers written as two decimal digits a byte (BCD), and the identities that trackers write so.
package enum BinaryDecimal {
    /// 0–99, or nil where a half byte is no decimal digit.
    package static func number(_ byte: UInt8) -> Int? {
        let (high, low) = (byte >> 4, byte & 15)
        return high < 10 && low < 10 ? Int(high) * 10 + Int(low) : nil
    }

    package static func byte(_ number: Int) -> UInt8 { UInt8(truncatingIfNeeded: number / 10 % 10 * 16 + number % 10) }

    /// yyMMddHHmmss in six bytes, of this century; nil where there is no such moment.
    package static func time(_ bytes: ArraySlice<UInt8>, offsetSeconds: Int) -> Instant? {
        var fields: [6 of Int] = .init(repeating: 0)
        var index = 0
        for byte in bytes {
            guard index < 6, let value = number(byte) else { return nil }
            fields[index] = value
            index += 1
        }
        guard index == 6, fields[3] < 24, fields[4] < 60, fields[5] < 60,
            let date = CivilDate(year: 2000 + fields[0], month: fields[1], day: fields[2])
        else { return nil }
        return Instant(date, hour: fields[3], minute: fields[4], second: fields[5], offsetSeconds: offsetSeconds)
    }

    /// The six bytes of a moment at an offset from UTC.
    package static func bytes(of time: Instant, offsetSeconds: Int) -> [UInt8] {
        let local = time.milliseconds / 1000 + Int64(offsetSeconds)
        let date = CivilDate(daysSinceEpoch: Int(local / 86_400)).components
        let second = Int(local % 86_400)
        return [date.year % 100, date.month, date.day, second / 3600, second / 60 % 60, second % 60].map(byte)
    }

    /// The check digit of a number by Luhn's method, as the fifteenth digit of an IMEI is made.
    package static func luhn(_ digits: some StringProtocol) -> Int {
        var sum = 0
        for (place, byte) in digits.utf8.reversed().enumerated() {
            var digit = Int(byte) - 48
            if place % 2 == 0 {
                digit *= 2
                if digit > 9 { digit -= 9 }
            }
            sum += digit
        }
        return (10 - sum % 10) % 10
    }
}
