package import Ground

/// Numbers of cases as people type them: with spaces and small letters, without the zeros, without the year.
package enum CaseNumber {
    /// A number as it is kept: capitals, no spaces.
    package static func plain(_ text: String) -> String {
        String(text.uppercased().filter { !$0.isWhitespace }.prefix(60))
    }

    /// A tracking code as it is kept; its alphabet has no O, so an O is meant as a zero.
    package static func code(_ text: String) -> String {
        String(text.uppercased().filter { !$0.isWhitespace && $0 != "-" }.prefix(60)).replacing("O", with: "0")
    }

    /// What a number may mean, the likeliest first: `KM261121-00042`, `261121-42`, `1121-42`, or `42` for today's.
    package static func readings(of text: String, prefix: String, today: CivilDate) -> [String] {
        let plain = plain(text)
        var rest = plain[...]
        if rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        let parts = rest.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ $0.allSatisfy(\.isASCII) && $0.allSatisfy(\.isNumber) }),
            let counter = parts.last.flatMap({ Int($0) }), counter >= 0
        else { return [plain] }
        let (year, month, day) = today.components
        let date: String
        switch parts.count == 2 ? parts[0].count : 0 {
        case 6: date = String(parts[0])
        case 4: date = two(year % 100) + parts[0]
        case 0: date = two(year % 100) + two(month) + two(day)
        default: return [plain]
        }
        let padded = String(repeating: "0", count: max(0, 5 - "\(counter)".count)) + "\(counter)"
        let number = "\(prefix)\(date)-\(padded)"
        return number == plain ? [plain] : [plain, number]
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
