internal import Ground

/// Reads a file of values: long (unit, period, indicator, value, source, status, as_of, entered_by, chosen_because, records) or wide (unit,
/// period, source, status, and a column per indicator).
struct ValuesReader {
    private static let about = ["unit", "period", "source", "status", "as_of", "entered_by", "chosen_because", "records"]

    private let csv: CSV
    private let known: Set<String>
    private var records: [ValueRecord] = []
    private var faults = Diagnostics()

    static func read(
        _ bytes: [UInt8], file: String, known: Set<String>, _ faults: inout Diagnostics
    ) -> [ValueRecord] {
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        var reader = ValuesReader(csv: csv, known: known)
        reader.read()
        faults.append(contentsOf: reader.faults)
        return reader.records
    }

    private init(csv: CSV, known: Set<String>) { (self.csv, self.known) = (csv, known) }

    private mutating func read() {
        guard !csv.header.isEmpty else { return }
        let isLong = csv.column("indicator") != nil || csv.column("value") != nil
        var columns: [String: Int] = [:]
        for name in Self.about.prefix(4) + (isLong ? ["indicator", "value"] : []) {
            columns[name] = csv.requiredColumn(name, diagnostics: &faults)
        }
        guard columns.count == (isLong ? 6 : 4) else { return }
        if isLong {
            guard let code = columns["indicator"], let value = columns["value"] else { return }
            for row in csv.rows { add(row, columns, code: row.fields[code], text: row.fields[value]) }
        } else {
            let wanted = csv.header.enumerated().filter { !Self.about.contains($0.element) }
            for (_, name) in wanted where !known.contains(name) {
                faults.error("the column “\(name)” is no indicator of indicators.csv", at: Place(csv.file, line: 1))
            }
            for row in csv.rows {
                for (column, name) in wanted where known.contains(name) { add(row, columns, code: name, text: row.fields[column]) }
            }
        }
    }

    private mutating func add(_ row: CSV.Row, _ columns: [String: Int], code: String, text: String) {
        func field(_ name: String) -> String { (columns[name] ?? csv.column(name)).map { row.fields[$0] } ?? "" }
        let place = Place(csv.file, line: row.line)
        if !known.contains(code) { faults.error("the indicator “\(code)” is not in indicators.csv", at: place) }
        guard let status = ValueStatus(rawValue: field("status")) else {
            let words = ValueStatus.allCases.map(\.rawValue).joined(separator: ", ")
            faults.error("the status is “\(field("status"))”", at: place, advice: "write one of \(words)")
            return
        }
        for name in ["unit", "period"] where field(name).isEmpty { faults.error("the \(name) is empty", at: place) }
        if text.isEmpty { return }
        guard let value = Double(decimal: text) else {
            faults.error("the value “\(text)” of “\(code)” is not a number", at: place, advice: "write 1234.5, without other marks")
            return
        }
        if status == .platform, PlatformRecords(field("records")) == nil {
            faults.error(
                field("records").isEmpty
                    ? "the value of “\(code)” is counted by the platform and shows no records" : "the records “\(field("records"))” are not understood",
                at: place, advice: "“concentric index measure” writes the column “records”, such as \(PlatformRecords.example)")
        }
        if field("source").isEmpty { faults.error("the source is empty", at: place) }
        if !field("as_of").isEmpty, !Self.isDate(field("as_of")) {
            faults.error("the date “\(field("as_of"))” is not known", at: place, advice: "write 2024-12-31, 2024-12 or 2024")
        }
        records.append(
            ValueRecord(
                unit: field("unit"), period: field("period"), indicator: code, value: value, source: field("source"), status: status,
                asOf: field("as_of"), enteredBy: field("entered_by"), chosenBecause: field("chosen_because"), records: field("records"), place: place))
    }

    /// A day, a month or a year.
    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return false }
        return CivilDate([text, "01", "01"].prefix(4 - parts.count).joined(separator: "-")) != nil
    }
}
