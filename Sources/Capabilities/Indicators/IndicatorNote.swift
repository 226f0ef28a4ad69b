internal import Ground

/// What is said about an indicator or a denominator besides what is computed: from the columns `name`, `unit`, `definition`,
/// `definition_en`, `name_en` and `unit_en` of `indicators.csv`.
public struct IndicatorNote: Sendable, Hashable {
    public var name: String
    public var unit: String
    public var definition: String
    public var englishDefinition: String
    public var englishName: String
    public var englishUnit: String

    /// By code; files without these columns give nothing. Faults are the business of the reader of indicators.
    static func read(_ bytes: [UInt8]) -> [String: IndicatorNote] {
        var ignored = Diagnostics()
        let csv = CSV(bytes, file: "indicators.csv", diagnostics: &ignored)
        guard let code = csv.column("code") else { return [:] }
        var notes: [String: IndicatorNote] = [:]
        for row in csv.rows {
            func text(_ name: String) -> String { csv.column(name).map { row.fields[$0] } ?? "" }
            notes[row.fields[code]] = IndicatorNote(
                name: text("name"), unit: text("unit"), definition: text("definition"), englishDefinition: text("definition_en"),
                englishName: text("name_en"), englishUnit: text("unit_en"))
        }
        return notes
    }
}

/// The names of units, from the optional `units.csv` (unit, name, name_en).
public struct UnitName: Sendable, Hashable {
    public var name: String
    public var english: String

    static func read(_ bytes: [UInt8], file: String, _ faults: inout Diagnostics) -> [String: UnitName] {
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        guard let unit = csv.requiredColumn("unit", diagnostics: &faults) else { return [:] }
        var names: [String: UnitName] = [:]
        for row in csv.rows {
            func text(_ name: String) -> String { csv.column(name).map { row.fields[$0] } ?? "" }
            let own = UnitName(name: text("name"), english: text("name_en"))
            if names.updateValue(own, forKey: row.fields[unit]) != nil {
                faults.error("the unit “\(row.fields[unit])” stands twice", at: Place(file, line: row.line))
            }
        }
        return names
    }
}
