package import Cases
internal import City
package import Ground
package import Store
internal import Workflows
internal import WorkingTime

/// The records behind the platform's values, one by one, each with what it counts for; no words, no persons.
package struct PlatformRecordList: Sendable {
    package struct Line: Sendable, Hashable {
        package var reference: String
        package var requestClass: String
        /// The street, or the finest area above where none is known; empty where nothing is.
        package var area: String
        /// The day of the report.
        package var reported: CivilDate
        package var state: String
        package var counts: RateVector
        /// Taken out of the adjusted rates.
        package var isExcluded: Bool
    }

    /// In the order of their numbers.
    package let lines: [Line]

    /// Reads every case that was reported in the months, from its events.
    package init(months: ClosedRange<Int>, in office: CaseOffice, on connection: any Connection) throws {
        var lines: [Line] = []
        for isOpen in [true, false] {
            var mark: CaseList.Mark?
            repeat {
                let page = try CaseList.page(
                    CaseFilter(scope: .city, isOpen: isOpen), in: office.city.territory, after: mark, most: 500, on: connection)
                for line in page.lines {
                    let day = office.city.calendar.localDate(line.reportedAt)
                    if months.contains(day.year * 100 + day.month) { lines.append(try PlatformRecordList.line(line, day, office, connection)) }
                }
                mark = page.next
            } while mark != nil
        }
        self.lines = lines.sorted { ($0.reported, $0.reference) < ($1.reported, $1.reference) }
    }

    private static func line(_ listed: CaseLine, _ day: CivilDate, _ office: CaseOffice, _ connection: any Connection) throws -> Line {
        let file = try office.load(listed.id, on: connection)
        var counts = RateVector(file.state, under: file.workflow)
        for order in file.state.orders { counts = counts + RateVector(order, of: file.state, under: file.workflow) }
        let area = file.state.area.map { AreaCode($0) }
        let street = area.flatMap { office.city.territory.ancestor(of: $0, at: .street) } ?? area
        return Line(
            reference: file.reference, requestClass: file.state.requestClass ?? "", area: street?.rawValue ?? "", reported: day,
            state: file.stateName.rawValue, counts: counts, isExcluded: file.isExcluded)
    }

    /// The sums over the records; they must be those that the kernel keeps.
    package func sum(isAdjusted: Bool) -> RateVector {
        lines.reduce(RateVector()) { isAdjusted && $1.isExcluded ? $0 : $0 + $1.counts }
    }

    package var csv: String {
        var text = CSV.line([
            "reference", "class", "area", "reported", "state", "ended", "on_time", "unrated", "rated", "solved", "satisfaction", "calls_due",
            "calls_in_time", "excluded",
        ])
        for line in lines {
            let c = line.counts
            let numbers = [c.ended, c.onTime, c.unrated, c.rated, c.solved].map(String.init)
            text += CSV.line(
                [line.reference, line.requestClass, line.area, "\(line.reported)", line.state] + numbers
                    + ["\(Double(c.satisfaction) / 100)", "\(c.callsDue)", "\(c.callsAnswered)", line.isExcluded ? "1" : "0"])
        }
        return text
    }
}
