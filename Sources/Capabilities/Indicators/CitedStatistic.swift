internal import Ground

/// A figure that others published: shown beside the results, never as one of them. Stands in `index-data/cited.csv`.
public struct CitedStatistic: Sendable, Hashable {
    public var name: String
    public var period: String
    public var value: String
    public var source: String
    /// In Chinese, where the columns `name_zh` and `source_zh` give it; else empty.
    public var chineseName = ""
    public var chineseSource = ""

    static func read(_ bytes: [UInt8], file: String, _ faults: inout Diagnostics) -> [CitedStatistic] {
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        var columns: [Int] = []
        for name in ["name", "period", "value", "source"] {
            guard let column = csv.requiredColumn(name, diagnostics: &faults) else { return [] }
            columns.append(column)
        }
        return csv.rows.map { row in
            let fields = columns.map { row.fields[$0] }
            if fields[3].isEmpty { faults.error("the source is empty", at: Place(file, line: row.line)) }
            var figure = CitedStatistic(name: fields[0], period: fields[1], value: fields[2], source: fields[3])
            figure.chineseName = csv.column("name_zh").map { row.fields[$0] } ?? ""
            figure.chineseSource = csv.column("source_zh").map { row.fields[$0] } ?? ""
            return figure
        }
    }
}
