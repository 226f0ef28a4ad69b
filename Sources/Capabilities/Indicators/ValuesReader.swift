internal import Ground

/// Reads a file of values: unit, period, indicator, value, source, status, as_of, entered_by, chosen_because.
enum ValuesReader {
    static func read(
        _ bytes: [UInt8], file: String, known: Set<String>, _ faults: inout Diagnostics
    ) -> [ValueRecord] {
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        var columns: [Int] = []
        for name in ["unit", "period", "indicator", "value", "source", "status"] {
            guard let column = csv.requiredColumn(name, diagnostics: &faults) else { return [] }
            columns.append(column)
        }
        func text(_ row: CSV.Row, _ name: String) -> String { csv.column(name).map { row.fields[$0] } ?? "" }
        var records: [ValueRecord] = []
        for row in csv.rows {
            let place = Place(file, line: row.line)
            let fields = columns.map { row.fields[$0] }
            if !known.contains(fields[2]) {
                faults.error("the indicator “\(fields[2])” is not in indicators.csv", at: place)
            }
            guard let status = ValueStatus(rawValue: fields[5]) else {
                let words = ValueStatus.allCases.map(\.rawValue).joined(separator: ", ")
                faults.error("the status is “\(fields[5])”", at: place, advice: "write one of \(words)")
                continue
            }
            if fields[3].isEmpty { continue }
            guard let value = Double(fields[3]), value.isFinite else {
                faults.error("the value “\(fields[3])” of “\(fields[2])” is not a number", at: place)
                continue
            }
            if fields[4].isEmpty { faults.error("the source is empty", at: place) }
            records.append(
                ValueRecord(
                    unit: fields[0], period: fields[1], indicator: fields[2], value: value, source: fields[4],
                    status: status, asOf: text(row, "as_of"), enteredBy: text(row, "entered_by"),
                    chosenBecause: text(row, "chosen_because"), place: place))
        }
        return records
    }
}
