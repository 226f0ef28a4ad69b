internal import Ground
internal import Store

/// The number that people use on the telephone: prefix, day, and a number that counts up within the day.
enum CaseReference {
    static func text(prefix: String, day date: CivilDate, number used: Int) -> String {
        let number = String(used + 100_000)
        let counter = used < 100_000 ? String(number.dropFirst()) : String(used)
        let (year, month, day) = date.components
        let digits = String((year % 100) * 10_000 + month * 100 + day + 1_000_000).dropFirst()
        return "\(prefix)\(digits)-\(counter)"
    }
}

/// The numbers that were given out on each day.
final class CaseNumbers: GatheredRows {
    private var days: [(day: Int, used: Int, isChanged: Bool)] = []

    /// The next number of a day, from 1; it stays the next one until it is taken.
    func next(day: Int, connection: any Connection) throws -> Int {
        let index = try days.firstIndex { $0.day == day } ?? read(day, connection)
        return days[index].used + 1
    }

    /// Takes the number that was next.
    func take(day: Int) throws {
        guard let index = days.firstIndex(where: { $0.day == day }) else {
            throw SQLError(.other, detail: "a number was taken that nobody asked for")
        }
        days[index].used += 1
        days[index].isChanged = true
    }

    private func read(_ day: Int, _ connection: any Connection) throws -> Int {
        let used = try connection.row("select used from case_numbers where day = \(day)") { try $0.int(0) }
        days.append((day, used ?? 0, false))
        return days.count - 1
    }

    func write(on connection: any Connection) throws {
        for index in days.indices where days[index].isChanged {
            days[index].isChanged = false
            try connection.later(
                """
                insert into case_numbers (day, used) values (\(days[index].day), \(days[index].used))
                on conflict (day) do update set used = excluded.used
                """)
        }
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
