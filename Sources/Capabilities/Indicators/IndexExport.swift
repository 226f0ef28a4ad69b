public import CompositeIndex
internal import Ground

/// A computed index as text for people and machines.
public enum IndexExport {
    /// The mark that every output carries where a value is synthetic.
    public static let syntheticMark = "contains synthetic values – 含合成数据"

    /// The scores; then which indicators are our proposal, and what others published, cited beside:
    /// `{"synthetic":…,"periods":[…],"proposals":[CODE],"cited":[{"name":…,"period":…,"value":…,"source":…}]}`.
    public static func json(_ folder: IndexFolder, _ build: IndexBuild) -> String {
        let cited = folder.cited.map { figure in
            let fields = [("name", figure.name), ("period", figure.period), ("value", figure.value), ("source", figure.source)]
            return "{" + fields.map { quoted($0) + ":" + quoted($1) }.joined(separator: ",") + "}"
        }
        let proposals = folder.structure.indicators.map(\.code).filter(folder.proposals.contains).map(quoted)
        return json(build, synthetic: folder.hasSyntheticValues).dropLast(2) + ",\"proposals\":[\(proposals.joined(separator: ","))],"
            + "\"cited\":[\(cited.joined(separator: ","))]}\n"
    }

    /// `{"synthetic":…,"periods":[{"period":…,"units":[{"code":…,"scores":{NODE:…},"rank":…}]}]}`; a missing score is null.
    public static func json(_ build: IndexBuild, synthetic: Bool) -> String {
        let table = build.normalised
        let periods = table.periodRanges.map { range in
            let units = range.map { row in
                let scores = aggregates(build).map { index in
                    let score = build.scores[index][row]
                    return quoted(build.structure.elements[index].code) + ":" + (score.isFinite ? "\(score)" : "null")
                }
                let rank = build.ranks[row] > 0 ? "\(build.ranks[row])" : "null"
                return "{\"code\":\(quoted(table.units[row])),\"scores\":{\(scores.joined(separator: ","))},\"rank\":\(rank)}"
            }
            let period = quoted(table.periods[range.lowerBound])
            return "{\"period\":\(period),\"units\":[\(units.joined(separator: ","))]}"
        }
        return "{\"synthetic\":\(synthetic),\"periods\":[\(periods.joined(separator: ","))]}\n"
    }

    /// One line per unit and period; a column per aggregate.
    public static func csv(_ build: IndexBuild, synthetic: Bool) -> String {
        let columns = aggregates(build)
        var text = CSV.line(["period", "unit", "rank"] + columns.map { build.structure.elements[$0].code } + ["note"])
        for row in 0..<build.normalised.rowCount {
            let scores = columns.map { build.scores[$0][row] }.map { $0.isFinite ? "\($0)" : "" }
            let rank = build.ranks[row] > 0 ? "\(build.ranks[row])" : ""
            text += CSV.line(
                [build.normalised.periods[row], build.normalised.units[row], rank] + scores
                    + [synthetic ? syntheticMark : ""])
        }
        return text
    }

    /// Every value with its source, status, date and enterer, chosen or not: one line each, in the form that an import reads.
    public static func valuesCSV(_ folder: IndexFolder) -> String {
        let isMarked = folder.hasSyntheticValues
        var text = CSV.line(valueColumns + (isMarked ? [syntheticMark] : []))
        for record in folder.records { text += CSV.line(fields(record) + (isMarked ? [""] : [])) }
        return text
    }

    /// The same as `{"synthetic":…,"values":[{"unit":…,"value":…,…}]}`.
    public static func valuesJSON(_ folder: IndexFolder) -> String {
        let values = folder.records.map { record in
            let pairs = zip(valueColumns, fields(record)).map { name, text in
                quoted(name) + ":" + (name == "value" ? text : text.isEmpty ? "null" : quoted(text))
            }
            return "{\(pairs.joined(separator: ","))}"
        }
        return "{\"synthetic\":\(folder.hasSyntheticValues),\"values\":[\(values.joined(separator: ",\n"))]}\n"
    }

    private static let valueColumns = [
        "unit", "period", "indicator", "value", "source", "status", "as_of", "entered_by", "chosen_because", "records",
    ]

    private static func fields(_ record: ValueRecord) -> [String] {
        [
            record.unit, record.period, record.indicator, "\(record.value)", record.source, record.status.rawValue, record.asOf, record.enteredBy,
            record.chosenBecause, record.records,
        ]
    }

    private static func aggregates(_ build: IndexBuild) -> Range<Int> {
        build.structure.indicatorCount..<build.structure.elements.count
    }

    static func quoted(_ text: String) -> String { JSONValue.quoted(text) }
}
