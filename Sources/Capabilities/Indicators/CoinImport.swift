public import Ground

/// Makes an index folder's files from the iData/iMeta convention.
public enum CoinImport {
    public struct Files: Sendable {
        public var indicators: String
        public var method: String
        public var values: String
        /// Empty where no group column was named.
        public var groups: String
    }

    /// - Parameter group: the column of iData by which missing values are filled.
    public static func convert(
        data: [UInt8], dataName: String, meta: [UInt8], metaName: String, group: String?
    ) throws(RejectedInput) -> Files {
        var faults = Diagnostics()
        let table = CSV(data, file: dataName, diagnostics: &faults)
        let metaTable = CSV(meta, file: metaName, diagnostics: &faults)
        var files = Files(
            indicators: CSV.line([
                "code", "name", "kind", "parent", "direction", "weight", "unit", "denominator", "rate", "target", "origin",
            ]), method: "", values: "", groups: "")
        let unit = table.requiredColumn("uCode", diagnostics: &faults)
        let time = table.column("Time")
        let code = metaTable.requiredColumn("iCode", diagnostics: &faults)
        let type = metaTable.requiredColumn("Type", diagnostics: &faults)
        guard let unit, let code, let type else { throw RejectedInput(faults) }
        func text(_ row: CSV.Row, _ name: String) -> String {
            let value = metaTable.column(name).map { row.fields[$0] } ?? ""
            return value == "NA" ? "" : value
        }
        var wanted: [(code: String, column: Int)] = []
        for row in metaTable.rows {
            let kind = row.fields[type].lowercased()
            guard ["indicator", "aggregate", "denominator"].contains(kind) else { continue }
            let name = row.fields[code]
            // The other program's data have the rate alone where they name no denominator.
            let isRate = kind == "indicator" && text(row, "Denominator").isEmpty && RateCheck.isRate(unit: text(row, "Unit"))
            files.indicators += CSV.line([
                name, text(row, "iName"), kind == "denominator" ? "part" : kind, text(row, "Parent"), text(row, "Direction"), text(row, "Weight"),
                text(row, "Unit"), text(row, "Denominator"), isRate ? "published" : "", text(row, "Target"), "",
            ])
            if kind == "aggregate" { continue }
            if let column = table.column(name) {
                wanted.append((name, column))
            } else {
                faults.error("“\(name)” has no column in \(dataName)", at: Place(metaName, line: row.line))
            }
        }
        values(table, unit, time, wanted, &files, &faults)
        if let group, let column = table.requiredColumn(group, diagnostics: &faults) {
            files.groups = CSV.line(["unit", "group"])
            for row in table.rows { files.groups += CSV.line([row.fields[unit], row.fields[column]]) }
        }
        if faults.hasErrors { throw RejectedInput(faults) }
        files.method = """
            fill: \(group == nil ? "mean" : "group-mean")
            screen: 0.9
            screen-after-filling: yes
            winsorise: 5
            normalise: {method: min-max, from: 0, to: 100}
            aggregate: arithmetic

            """
        return files
    }

    private static func values(
        _ table: CSV, _ unit: Int, _ time: Int?, _ wanted: [(code: String, column: Int)], _ files: inout Files,
        _ faults: inout Diagnostics
    ) {
        files.values = CSV.line(["unit", "period", "indicator", "value", "source", "status"])
        // The file's name says where a value is from; the folder it lay in says nothing to others.
        let source = table.file.split(separator: "/").last.map(String.init) ?? table.file
        for row in table.rows {
            for (code, column) in wanted {
                let value = row.fields[column]
                if value.isEmpty || value == "NA" { continue }
                guard Double(decimal: value) != nil else {
                    faults.error("“\(value)” in \(code) is not a number", at: Place(table.file, line: row.line))
                    continue
                }
                files.values += CSV.line([
                    row.fields[unit], time.map { row.fields[$0] } ?? "1", code, value, source, "estimate",
                ])
            }
        }
    }
}
