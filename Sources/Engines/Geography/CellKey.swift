internal import Foundation

/// An integer key of the cell of about N metres in which a position lies, for nearness search in a database index:
/// everything within N metres of a position has one of the keys `CellKey.around(position, metres: N)`, at most nine near any city.
///
/// Rows are N metres high; each row is cut into columns at least N metres wide at its own latitude, whole around the earth.
public struct CellKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Positive; keys of different sizes differ.
    public let value: Int64

    /// The size of cells may be 10 … 100,000 metres; other sizes are taken as the nearest of these.
    public init(_ place: Coordinate, metres: Int) {
        let rows = Rows(metres: metres)
        let row = rows.row(place.latitude)
        self.init(rows: rows, row: row, column: rows.column(place.longitude, row: row))
    }

    private init(rows: Rows, row: Int, column: Int) {
        value = Int64(rows.metres) << 44 | Int64(row) << 22 | Int64(column)
    }

    /// The key of the position's own cell first, then those of the neighbours that a circle of `metres` around it can reach.
    public static func around(_ place: Coordinate, metres: Int) -> [CellKey] {
        let rows = Rows(metres: metres)
        let own = CellKey(place, metres: metres)
        var keys = [own]
        let middle = rows.row(place.latitude)
        let reach = rows.reach(place.latitude)
        for row in max(0, middle - 1)...min(rows.count - 1, middle + 1) {
            let columns = rows.columns(in: row)
            guard let reach, 2 * reach < 360 else {
                for column in 0..<columns { keys.append(CellKey(rows: rows, row: row, column: column)) }
                continue
            }
            let first = rows.column(place.longitude - reach, row: row)
            let last = rows.column(place.longitude + reach, row: row)
            var column = first
            while true {
                keys.append(CellKey(rows: rows, row: row, column: column))
                if column == last { break }
                column = column + 1 == columns ? 0 : column + 1
            }
        }
        var seen: Set<CellKey> = []
        return keys.filter { seen.insert($0).inserted }
    }

    public static func < (a: CellKey, b: CellKey) -> Bool { a.value < b.value }

    public var description: String { "\(value)" }
}

/// The rows of cells of one size.
private struct Rows {
    let metres: Int
    /// A row in degrees, a trace more than the size so that rounding cannot push a neighbour out of reach.
    let height: Double
    let count: Int

    init(metres: Int) {
        self.metres = min(max(metres, 10), 100_000)
        height = Double(self.metres) * (1 + 1e-9) / Earth.metresPerDegree
        count = Int((180 / height).rounded(.up))
    }

    func row(_ latitude: Double) -> Int {
        guard latitude.isFinite else { return 0 }
        return min(Int((min(max(latitude, -90), 90) + 90) / height), count - 1)
    }

    func columns(in row: Int) -> Int {
        let south = Double(row) * height - 90
        // Two rows nearer to the pole: wide enough that a circle around a point of a neighbouring row meets at most three columns.
        let farthest = max(abs(south - 2 * height), abs(south + 3 * height))
        guard farthest < 89.9 else { return 1 }
        return max(1, Int(360 * Earth.cosine(ofDegrees: farthest) / height))
    }

    func column(_ longitude: Double, row: Int) -> Int {
        guard longitude.isFinite else { return 0 }
        let columns = columns(in: row)
        var turned = (longitude + 180).truncatingRemainder(dividingBy: 360)
        if turned < 0 { turned += 360 }
        return min(Int(turned / 360 * Double(columns)), columns - 1)
    }

    /// How many degrees of longitude a circle of the cells' size reaches; nil where it holds a pole.
    func reach(_ latitude: Double) -> Double? {
        guard latitude.isFinite, abs(latitude) + height < 90 else { return nil }
        let sine = sin(height * Double.pi / 180) / Earth.cosine(ofDegrees: latitude)
        guard sine < 1 else { return nil }
        return asin(sine) * 180 / Double.pi * (1 + 1e-9)
    }
}
