public import CompositeIndex

/// A study of uncertainty as JSON.
public enum StudyExport {
    /// `{"synthetic":…,"runs":…,"asked":…,"seed":…,"complete":…,"periods":[{"period":…,"units":[{"code":…,"rank":…,"median":…,"q5":…,
    /// "q95":…}]}],"choices":[{"name":…,"first":…,"total":…}]}`: `runs` is how many were made; without indices `choices` is empty.
    public static func json(_ study: IndexStudy, _ build: IndexBuild, asked: Int, seed: UInt64, synthetic: Bool) -> String {
        let table = build.imputed
        let periods = table.periodRanges.map { range in
            let units = range.filter(study.spreads.indices.contains).map { row in
                let spread = study.spreads[row]
                let numbers = [("rank", Double(build.ranks[row])), ("median", spread.median), ("q5", spread.q5), ("q95", spread.q95)]
                // Rank 0 means none.
                let fields = numbers.map { "\"\($0)\":\($1 > 0 ? number($1) : "null")" }
                return "{\"code\":\(IndexExport.quoted(table.units[row])),\(fields.joined(separator: ","))}"
            }
            return "{\"period\":\(IndexExport.quoted(table.periods[range.lowerBound])),\"units\":[\(units.joined(separator: ","))]}"
        }
        return "{\"synthetic\":\(synthetic),\"runs\":\(study.runs),\"asked\":\(asked),\"seed\":\"\(seed)\",\"complete\":\(study.runs == asked),"
            + "\"periods\":[\(periods.joined(separator: ","))],\"choices\":[\(choices(study).joined(separator: ","))]}\n"
    }

    private static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }

    private static func choices(_ study: IndexStudy) -> [String] {
        guard let indices = study.indices else { return [] }
        func interval(_ range: ClosedRange<Double>?) -> String { range.map { "[\(number($0.lowerBound)),\(number($0.upperBound))]" } ?? "null" }
        return study.factors.enumerated().map { factor, name in
            "{\"name\":\(IndexExport.quoted(name)),\"first\":\(number(indices.first[factor])),\"first90\":\(interval(study.intervals?.first[factor])),"
                + "\"total\":\(number(indices.total[factor])),\"total90\":\(interval(study.intervals?.total[factor]))}"
        }
    }
}
