import Cases
import City
import Ground
import Store
import Workflows
import WorkingTime

/// The sums behind the three rates, counted from the facts of the log one after another: a second way to the same figures.
struct RateLedger {
    private var sums: [String: [Int]] = [:]

    /// `period dimension member adjusted: sums`, without those that are zero.
    var lines: [String] {
        sums.filter { $0.value.contains { $0 != 0 } }.map { "\($0.key): \($0.value)" }
    }

    init(city: City, cases: [Audit.Told]) {
        for one in cases {
            var tale = Tale(one.workflow)
            for event in one.facts { tale.hear(event.fact) }
            let date = city.calendar.localDate(one.facts[0].at)
            let period = date.year * 100 + date.month
            for (place, values) in tale.figures(in: city) {
                add(values, "\(period) \(place) 0")
                if one.isExcluded { add(values, "\(period) \(place) 1") }
            }
        }
    }

    private mutating func add(_ values: [Int], _ key: String) {
        sums[key] = zip(sums[key] ?? Array(repeating: 0, count: values.count), values).map { $0 + $1 }
    }

    /// What the table holds, in the same words.
    static func kept(on connection: any Connection) throws -> [String] {
        try connection.rows(
            """
            select period, dimension, member, is_adjustment, reported, ended, unrated, on_time, calls_due, calls_answered,
                rated, solved, satisfaction from rate_sums
            """
        ) { row -> String? in
            let values = try (4..<13).map { try row.int($0) }
            guard values.contains(where: { $0 != 0 }) else { return nil }
            return "\(try row.int(0)) \(try row.text(1)) \(try row.text(2)) \(try row.int(3)): \(values)"
        }.compactMap { $0 }
    }
}

/// What counts of one case, as its facts come along.
private struct Tale {
    struct Order {
        var organisation: String
        var isLead: Bool
        var isLive = true
        var hasReportedIn = false
        var missedReportIn = false
        var isOfNow = true
    }

    let workflow: Workflow
    var area: String?
    var requestClass: String?
    var orders: [Order] = []
    var clocks: [(name: ClockName, order: Int?)] = []
    var missedHandling = false
    var rating: Int?
    var end: Workflow.End?

    init(_ workflow: Workflow) { self.workflow = workflow }

    mutating func hear(_ fact: CaseEvent.Fact) {
        switch fact {
        case .reported(_, _, _, _, let area, let requestClass):
            (self.area, self.requestClass) = (area, requestClass)
        case .triaged(let requestClass, let area, _):
            (self.area, self.requestClass) = (area, requestClass)
        case .orderCalled(_, let organisation, let isLead, _):
            orders.append(Order(organisation: organisation, isLead: isLead))
        case .orderReportedIn(let number): orders[number - 1].hasReportedIn = true
        case .orderDeclined(let number, _), .orderCancelled(let number): orders[number - 1].isLive = false
        case .clockStarted(_, let clock, let order): clocks.append((clock, order))
        case .clockFired(let number):
            let (name, order) = clocks[number - 1]
            if name == "report-in", let order { orders[order - 1].missedReportIn = true }
            if name == "handle" { missedHandling = true }
        case .rated(let rating): self.rating = rating
        case .ended(let end): self.end = end
        case .reopened:
            end = nil
            for index in orders.indices { orders[index].isOfNow = false }
        default: break
        }
    }

    /// Reported, ended, unrated, on time, calls due, calls answered, rated, solved, satisfaction – by dimension and member.
    func figures(in city: City) -> [(String, [Int])] {
        let hasEnded = end == .resolved || end == .unrated
        let satisfaction = rating.map { $0 >= 4 ? 100 : $0 == 3 ? 80 : 0 } ?? 0
        let whole = [
            1, hasEnded ? 1 : 0, end == .unrated ? 1 : 0, hasEnded && !missedHandling ? 1 : 0, 0, 0, rating == nil ? 0 : 1,
            (rating ?? 0) >= 3 ? 1 : 0, satisfaction,
        ]
        let street = area.flatMap { code in
            city.territory.ancestors(of: AreaCode(code)).first { city.territory.area($0)?.level == .street }?.rawValue
        }
        let shared = ["area \(street ?? area ?? "")", "class \(requestClass ?? "")"]
        var figures = shared.map { ($0, whole) }
        // Reported, ended and on time count for who works now; the resident's word for who had worked when it was given.
        let now = orders.filter { $0.isLive && $0.isOfNow }
        let before = orders.filter { $0.isLive && !$0.isOfNow }
        let worker = now.first { $0.isLead } ?? now.first
        let former = before.last { $0.isLead } ?? before.last
        if let holder = worker ?? former {
            figures.append(("organisation \(holder.organisation)", Array(whole[..<6] + [0, 0, 0])))
        }
        if let rated = end == .resolved ? worker ?? former : former ?? worker {
            figures.append(("organisation \(rated.organisation)", [0, 0, 0, 0, 0, 0] + whole[6...]))
        }
        for order in orders where order.hasReportedIn || order.missedReportIn {
            let call = [0, 0, 0, 0, 1, order.missedReportIn ? 0 : 1, 0, 0, 0]
            for place in shared + ["organisation \(order.organisation)"] { figures.append((place, call)) }
        }
        return figures
    }
}
