internal import CompositeIndex
internal import Ground

/// What a folder leaves unsaid about its values and indicators, in plain words. Computation does not need it; whoever checks the index does.
public struct Provenance: Sendable, Hashable {
    public let values: Int
    /// Values without the date of which they are.
    public let undated: Int
    /// Values of which nobody says who entered them.
    public let unsigned: Int
    /// Codes of indicators without a definition, and without a unit of measure.
    public let undefined: [String]
    public let unmeasured: [String]

    public init(_ folder: IndexFolder) {
        values = folder.records.count
        undated = folder.records.count { $0.asOf.isEmpty }
        unsigned = folder.records.count { $0.enteredBy.isEmpty }
        undefined = folder.structure.indicators.map(\.code).filter { code in
            folder.measures[code] == nil && folder.numerators[code] == nil && (folder.notes[code]?.definition ?? "").isEmpty
        }
        unmeasured = folder.structure.indicators.filter(\.unit.isEmpty).map(\.code)
    }

    /// One sentence for each gap; none where everything is said.
    public func sentences(isChinese: Bool) -> [String] {
        var result: [String] = []
        func say(_ count: Int, _ english: String, _ chinese: String) {
            if count > 0 { result.append(isChinese ? chinese : english) }
        }
        say(undated, "\(undated) of \(values) values do not say of which date they are (as_of)", "\(values) 个数值中有 \(undated) 个未注明截至日期（as_of）")
        say(unsigned, "\(unsigned) of \(values) values do not say who entered them (entered_by)", "\(values) 个数值中有 \(unsigned) 个未注明录入人（entered_by）")
        say(
            undefined.count, "\(undefined.count) indicators have no definition: \(Self.some(undefined))",
            "\(undefined.count) 项指标没有定义：\(Self.some(undefined))")
        say(
            unmeasured.count, "\(unmeasured.count) indicators have no unit of measure: \(Self.some(unmeasured))",
            "\(unmeasured.count) 项指标没有计量单位：\(Self.some(unmeasured))")
        return result
    }

    private static func some(_ codes: [String]) -> String { codes.prefix(5).joined(separator: ", ") + (codes.count > 5 ? " …" : "") }
}
