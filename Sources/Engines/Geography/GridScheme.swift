/// How the unit grids of a place are named. The length of a code is a property of the scheme, not of the program.
///
/// A code is a prefix (of the division) and a serial number that runs from west to east, then from north to south, from 1.
public struct GridScheme: Sendable, Hashable {
    public var prefix: String
    /// All characters of a code, prefix and serial number.
    public var length: Int

    public init(prefix: String, length: Int = 15) {
        self.prefix = prefix
        self.length = length
    }

    /// Codes of 15 characters (GB/T 47678.3) after a division code of 6, 9 or 12.
    public static func unitGrid(division: String) -> GridScheme { GridScheme(prefix: division, length: 15) }

    /// Codes of 14 characters, as the older CJ/T 213 has them.
    public static func olderUnitGrid(division: String) -> GridScheme { GridScheme(prefix: division, length: 14) }

    var digits: Int { length - prefix.count }

    /// How many serial numbers there are.
    var capacity: Int {
        var capacity = 1
        for _ in 0..<min(max(digits, 0), 12) { capacity *= 10 }
        return capacity - 1
    }

    func code(_ serial: Int) -> String {
        let number = String(serial)
        return prefix + String(repeating: "0", count: max(0, digits - number.count)) + number
    }

    func serial(_ code: String) -> Int? {
        guard code.count == length, code.hasPrefix(prefix) else { return nil }
        let number = code.dropFirst(prefix.count)
        guard number.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(number)
    }
}
