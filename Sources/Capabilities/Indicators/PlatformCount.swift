package import Cases
package import City
internal import CompositeIndex
package import Ground
package import Store

/// What the platform's records say of a period, by area: the sums that the kernel keeps beside its cases, and how far they were counted.
package struct PlatformCount: Sendable {
    /// By what areas it is counted.
    package enum Grouping: String, Sendable, CaseIterable {
        case city, county, street

        /// The level of the areas; nil for the city as a whole.
        var level: AreaLevel? {
            switch self {
            case .city: nil
            case .county: .county
            case .street: .street
            }
        }
    }

    package struct Group: Sendable, Hashable {
        /// The code of the area; empty for the whole city.
        package var area: String
        package var sums: RateVector
    }

    package let months: ClosedRange<Int>
    package let isAdjusted: Bool
    /// By code.
    package let groups: [Group]
    /// Cases of which the area is not known, or not so finely.
    package let unplaced: Int
    /// The place of the last event, and when that was; 0 and nil where there is none.
    package let events: Int64
    package let lastEvent: Instant?

    /// Counts, in one consistent state of the database.
    /// - Parameters:
    ///   - months: of the report, such as 202601...202612.
    ///   - isAdjusted: without the cases that were taken out of the adjusted rates.
    package init(
        months: ClosedRange<Int>, by grouping: Grouping, isAdjusted: Bool, in territory: Territory, on connection: any Connection
    ) throws {
        var sums: [String: RateVector] = [:]
        var unplaced = 0
        for (member, rates) in try Rates.byMember(of: .area, in: months, on: connection) {
            let vector = isAdjusted ? rates.adjusted : rates.raw
            guard let level = grouping.level else {
                sums["", default: RateVector()] = sums["", default: RateVector()] + vector
                continue
            }
            if let area = territory.ancestor(of: AreaCode(member), at: level)?.rawValue {
                sums[area, default: RateVector()] = sums[area, default: RateVector()] + vector
            } else {
                unplaced += vector.reported
            }
        }
        groups = sums.map { Group(area: $0.key, sums: $0.value) }.filter { $0.sums.reported > 0 }.sorted { $0.area < $1.area }
        events = try EventLog.head(on: connection).seq
        lastEvent = try EventLog.events(after: max(0, events - 1), most: 1, on: connection).last?.at
        (self.months, self.isAdjusted, self.unplaced) = (months, isAdjusted, unplaced)
    }

    /// What a folder's `indicators.csv` has counted by the platform, in the order of the file; the folder need not have values yet.
    package static func measured(in files: IndexFiles) throws(RejectedInput) -> [(code: String, measure: PlatformMeasure)] {
        var faults = Diagnostics()
        let reading = IndicatorsReader.read(files.indicators, file: "indicators.csv", &faults)
        if faults.hasErrors { throw RejectedInput(faults) }
        let codes = reading.elements.map(\.code) + reading.parts.map(\.code)
        return codes.compactMap { code in reading.measures[code].map { (code, $0) } }
    }

    /// Values for an import, one line per group and number that has a measure.
    /// - Parameters:
    ///   - unit: what the index calls an area; the whole city's is empty.
    ///   - asOf: the day of the last event.
    package func values(
        of measures: [(code: String, measure: PlatformMeasure)], period: String, unit: (String) -> String, source: String, asOf: String,
        enteredBy: String
    ) -> String {
        var text = CSV.line(["unit", "period", "indicator", "value", "source", "status", "as_of", "entered_by", "records"])
        for group in groups {
            for (code, measure) in measures {
                let (value, count) = PlatformCount.value(measure, group.sums)
                let records = PlatformRecords(measure: measure, months: months, area: group.area, count: count, events: events, isAdjusted: isAdjusted)
                text += CSV.line([
                    unit(group.area), period, code, value, source, ValueStatus.platform.rawValue, asOf, enteredBy, records.text,
                ])
            }
        }
        return text
    }

    /// The value as a decimal, and how many records it is of.
    static func value(_ measure: PlatformMeasure, _ sums: RateVector) -> (value: String, count: Int) {
        let count =
            switch measure {
            case .reported: sums.reported
            case .ended: sums.ended
            case .endedOnTime: sums.onTime
            case .unrated: sums.unrated
            case .rated: sums.rated
            case .solved: sums.solved
            case .satisfaction: sums.rated
            case .callsDue: sums.callsDue
            case .callsAnswered: sums.callsAnswered
            }
        guard measure == .satisfaction else { return ("\(count)", count) }
        return ("\(Double(sums.satisfaction) / 100)", count)
    }
}
