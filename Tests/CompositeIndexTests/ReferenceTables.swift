import CompositeIndex
import Foundation
import Ground
import TestSupport
import Testing

/// The reference tables, read by code and unit.
struct ReferenceTable {
    let csv: CSV
    let units: [String]

    init(_ name: String) throws {
        var faults = Diagnostics()
        let path = Reference.path("index/asem/" + name)
        csv = CSV(try InputFile.read(path), file: name, diagnostics: &faults)
        try #require(!faults.hasErrors, "\(faults.text)")
        let unit = csv.column("uCode")
        units = csv.rows.map { row in unit.map { row.fields[$0] } ?? "" }
    }

    func numbers(_ column: String) throws -> [Double] {
        let index = try #require(csv.column(column), "\(column)")
        return csv.rows.map { Double($0.fields[index]) ?? .nan }
    }

    func texts(_ column: String) throws -> [String] {
        let index = try #require(csv.column(column), "\(column)")
        return csv.rows.map { $0.fields[index] }
    }
}

/// The reference build.
struct ASEM {
    let structure: IndexStructure
    let raw: IndexTable
    let groups: [String]
    let denominators: [String: [Double]]

    static let method = IndexMethod(
        screen: .init(available: 0.9), screensBeforeFilling: false, filling: .groupMean, treatment: Treatment(winsoriseAtMost: 5))

    /// Read once.
    static let shared = Result { try ASEM() }
    static let nominal = Result { try shared.get().build() }

    private init() throws {
        let meta = try ReferenceTable("ASEM_iMeta.csv")
        let data = try ReferenceTable("ASEM_iData.csv")
        let column = { (name: String) throws -> Int in try #require(meta.csv.column(name)) }
        let (code, parent, type) = (try column("iCode"), try column("Parent"), try column("Type"))
        let (direction, denominator) = (try column("Direction"), try column("Denominator"))
        let target = try column("Target")
        var elements: [IndexElement] = []
        for row in meta.csv.rows where ["Indicator", "Aggregate"].contains(row.fields[type]) {
            let field = row.fields
            elements.append(
                IndexElement(
                    code: field[code], name: field[code], parent: field[parent].isEmpty ? nil : field[parent],
                    isIndicator: field[type] == "Indicator", direction: Double(field[direction]) ?? 0, target: Double(field[target]),
                    denominator: field[denominator].isEmpty ? nil : field[denominator],
                    place: Place("ASEM_iMeta.csv", line: row.line)))
        }
        structure = try IndexStructure(elements)
        raw = IndexTable(
            units: data.units, periods: data.units.map { _ in "2018" },
            columns: try structure.indicators.map { try data.numbers($0.code) })
        groups = try data.texts("EurAsia_group")
        var denominators: [String: [Double]] = [:]
        for name in ["Area", "Energy", "GDP", "Population"] { denominators[name] = try data.numbers(name) }
        self.denominators = denominators
    }

    /// Positions by code.
    var position: [String: Int] { Dictionary(uniqueKeysWithValues: structure.elements.enumerated().map { ($1.code, $0) }) }

    /// The panel of five years, as the tables hold it (periods one after the other).
    static func panel(_ name: String, _ structure: IndexStructure) throws -> IndexTable {
        let data = try ReferenceTable(name)
        return IndexTable(
            units: data.units, periods: try data.texts("Time"), columns: try structure.indicators.map { try data.numbers($0.code) })
    }

    func build(_ method: IndexMethod = ASEM.method) -> IndexBuild {
        IndexBuild(structure, method, raw: raw, groups: groups, denominators: denominators)
    }
}

/// Equal within a relative tolerance; below 1e-14 times the scale of one, numbers count as the zero that they are on paper.
func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    (a.isNaN && b.isNaN) || a == b || abs(a - b) <= max(tolerance * abs(b), 1e-14)
}

/// Whether `printed` is `x` to so many significant digits; a half may go either way.
func isRounded(_ x: Double, _ printed: Double, digits: Int) -> Bool {
    guard x != 0, x.isFinite else { return x == printed || (x.isNaN && printed.isNaN) }
    let unit = pow(10, floor(log10(abs(x))) - Double(digits - 1))
    return abs(x - printed) <= unit / 2 * (1 + 1e-9)
}

/// The number of cells that differ from a reference table, and one of them.
func differences(_ columns: [[Double]], _ codes: [String], units: [String], from name: String) throws -> [String] {
    let table = try ReferenceTable("expected/" + name)
    let rows = Dictionary(uniqueKeysWithValues: table.units.enumerated().map { ($1, $0) })
    var found: [String] = []
    for (column, code) in zip(columns, codes) where table.csv.column(code) != nil {
        let expected = try table.numbers(code)
        for (row, unit) in units.enumerated() {
            let position = try #require(rows[unit])
            if !isClose(column[row], expected[position]) {
                found.append("\(name) \(code) \(unit): \(column[row]) ≠ \(expected[position])")
            }
        }
    }
    return Array(found.prefix(3))
}
