internal import Ground
internal import Store

/// The number that people use on the telephone: prefix, day, and a number that counts up within the day.
enum CaseReference {
    static func next(prefix: String, on date: CivilDate, connection: any Connection) throws -> String {
        let used = try connection.row(
            """
            insert into case_numbers (day, used) values (\(date.daysSinceEpoch), 1)
            on conflict (day) do update set used = case_numbers.used + 1 returning used
            """
        ) { try $0.int(0) }
        let number = String((used ?? 1) + 100_000)
        let counter = used ?? 1 < 100_000 ? String(number.dropFirst()) : String(used ?? 1)
        let (year, month, day) = date.components
        let digits = String((year % 100) * 10_000 + month * 100 + day + 1_000_000).dropFirst()
        return "\(prefix)\(digits)-\(counter)"
    }
}

/// The secret under which somebody without an account follows a case: twelve letters and digits that cannot be mistaken for
/// each other, 60 random bits.
enum TrackingCode {
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ0".utf8)

    static func make(random: UInt64) -> String {
        var bits = random
        var text: [UInt8] = []
        for _ in 0..<12 {
            text.append(alphabet[Int(bits & 31)])
            bits >>= 5
        }
        return String(decoding: text, as: UTF8.self)
    }
}
