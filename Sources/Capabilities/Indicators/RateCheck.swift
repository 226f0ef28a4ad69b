internal import CompositeIndex
internal import Ground

/// A number that rates are made of: counted, summed or measured, with values of its own.
public struct IndexPart: Sendable, Hashable {
    public var code: String
    /// `part`; `denominator` is the older word for it.
    public var kind: String

    static let olderKind = "denominator"
}

/// Rates are computed, never typed: what a folder must say so that this holds.
enum RateCheck {
    /// Whether a unit of measure reads as that of a rate: per cent, per head, per thousand.
    static func isRate(unit: String) -> Bool {
        let text = unit.lowercased()
        return text.contains { "%‰％/／每".contains($0) } || text.contains("per ") || text.contains("percent")
    }

    /// What `indicators.csv` says about rates.
    static func declarations(_ reading: IndicatorsReader.Reading, _ faults: inout Diagnostics) {
        let known = Set(reading.parts.map(\.code))
        func check(_ code: String, _ word: String, _ element: IndexElement, _ faults: inout Diagnostics) {
            if !known.contains(code) {
                faults.error("the \(word) “\(code)” of “\(element.code)” has no line", at: element.place, advice: "give it a line of kind part")
            }
        }
        for element in reading.elements {
            let (code, place) = (element.code, element.place)
            if known.contains(code) { faults.error("the code “\(code)” is a part's too", at: place) }
            if let divisor = element.denominator { check(divisor, "denominator", element, &faults) }
            guard element.isIndicator else { continue }
            if let numerator = reading.numerators[code] {
                check(numerator, "numerator", element, &faults)
                if element.denominator == nil {
                    faults.error("“\(code)” has a numerator and no denominator", at: place)
                }
                if reading.measures[code] != nil {
                    faults.error("“\(code)” is a rate: the platform counts its parts", at: place, advice: "write the measure at “\(numerator)”")
                }
            }
            if element.denominator != nil, reading.published.contains(code) || reading.plain.contains(code) {
                faults.error("“\(code)” has a denominator, so it is a computed rate", at: place, advice: "leave the column “rate” empty")
            }
            let isTold = element.denominator != nil || reading.published.contains(code) || reading.plain.contains(code)
            if !isTold, isRate(unit: element.unit) {
                faults.error(
                    "“\(code)” is a rate by its unit (\(element.unit)), and rates are computed, never typed", at: place,
                    advice: "name numerator and denominator; or, in the column “rate”, “published” where the source has only the rate, “no” where it is none"
                )
            }
        }
    }

    /// Values typed for a rate are refused, but for those that a source publishes.
    static func typed(_ records: [ValueRecord], _ reading: IndicatorsReader.Reading, _ faults: inout Diagnostics) {
        let divisors = Dictionary(reading.elements.map { ($0.code, $0.denominator ?? "") }, uniquingKeysWith: { a, _ in a })
        for record in records {
            let code = record.indicator
            if let numerator = reading.numerators[code], record.status != .official, record.status != .survey {
                faults.error(
                    "“\(code)” is a rate, computed from “\(numerator)” and “\(divisors[code] ?? "")”, never typed", at: record.place,
                    advice: "give values of these two; a rate that a source publishes has the status official or survey")
            } else if reading.published.contains(code), record.status == .platform || record.status == .proposal {
                faults.error(
                    "“\(code)” is a rate as its sources publish it, and the status is “\(record.status.rawValue)”", at: record.place,
                    advice: "write official, survey, estimate or synthetic")
            }
        }
    }
}

/// The numerators of a rate: its part's values, and what a published rate comes to in the cells where it counts.
struct RateColumn {
    private(set) var values: [Double]
    /// The rows in which the published rate counts: its parts are missing, or it is chosen with a reason.
    private(set) var publishedRows: [Int] = []

    /// - Parameters:
    ///   - published: the published rate of each row, if there is one.
    ///   - divisors: the denominator of each row.
    init(_ numerators: [Double], _ divisors: [Double], per: Double, published: [ValueRecord?], _ divisor: String, _ faults: inout Diagnostics) {
        values = numerators
        for (row, record) in published.enumerated() {
            guard let record, numerators[row].isNaN || divisors[row].isNaN || !record.chosenBecause.isEmpty else { continue }
            if divisors[row].isNaN || divisors[row] == 0 {
                faults.error(
                    "“\(record.indicator)” of \(record.unit) in \(record.period) is given as a rate, and “\(divisor)” has no value there",
                    at: record.place, advice: "give the value of “\(divisor)”")
                continue
            }
            values[row] = RateColumn.numerator(of: record.value, divisor: divisors[row] / per)
            publishedRows.append(row)
        }
    }

    /// What divided gives the published rate again, to the last digit where there is such a number.
    private static func numerator(of rate: Double, divisor: Double) -> Double {
        let product = rate * divisor
        return [product, product.nextUp, product.nextDown].first { $0 / divisor == rate } ?? product
    }
}
