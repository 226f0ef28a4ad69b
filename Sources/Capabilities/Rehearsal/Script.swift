internal import Accounts
internal import Cases
internal import City
internal import Ground
internal import Store
internal import Workflows
internal import WorkingTime

/// What people do in the demonstration: after each step it looks at the case and decides what happens next, and when.
struct Script: Sendable {
    let office: CaseOffice
    /// Hashes of stored pictures, for actions that demand some.
    private let photos: [String]
    private let streets: [AreaCode]
    private let classes: [RequestClass]

    init(office: CaseOffice, photos: [String]) {
        self.office = office
        self.photos = photos
        let territory = office.city.territory
        streets = territory.areas(at: .street).filter { !territory.children(of: $0.code).isEmpty }.map(\.code)
        let plain = office.city.classes.all.filter { $0.kind == .demand }
        classes = plain.isEmpty ? office.city.classes.all : plain
    }

    func report(
        _ number: Int, detail: UInt64, _ simulation: inout Simulation, _ time: Instant, _ connection: any Connection
    ) throws {
        var random = SeededRandom(seed: detail)
        guard !classes.isEmpty, !streets.isEmpty else { return }
        // Few classes make most of the work: a square of a uniform draw favours the first.
        let draw = random.unit()
        let requestClass = classes[min(classes.count - 1, Int(draw * draw * Double(classes.count)))]
        let street = streets[random.below(streets.count)]
        let communities = office.city.territory.children(of: street)
        let area = communities.isEmpty ? street : communities[random.below(communities.count)].code
        let channels: [Channel] = [.web, .web, .hotline, .hotline, .hotline, .patrol, .counter]
        let isSilent = random.below(8) == 0
        let id = try simulation.report(
            ReportDemand(
                key: "demonstration-\(number)", text: DemonstrationTexts.demand(requestClass, &random),
                requestClass: isSilent ? nil : requestClass.code, area: area,
                address: DemonstrationTexts.address(&random), channel: channels[random.below(channels.count)]),
            at: time, on: connection)
        plan(id, requestClass.code, after: minutes(5, 90, &random), random, &simulation, time)
    }

    private func plan(
        _ id: CaseID, _ code: ClassCode, after delay: Int64, _ random: SeededRandom, _ simulation: inout Simulation,
        _ time: Instant
    ) {
        simulation.plan(at: time.advanced(milliseconds: delay)) { simulation, time, connection in
            var random = random
            if let delay = try step(id, code, &random, &simulation, time, connection) {
                plan(id, code, after: delay, random, &simulation, time)
            }
        }
    }

    /// One step of a case.
    /// - Returns: after how long to look again; nil when nothing more happens.
    private func step(
        _ id: CaseID, _ code: ClassCode, _ random: inout SeededRandom, _ simulation: inout Simulation, _ time: Instant,
        _ connection: any Connection
    ) throws -> Int64? {
        let file = try office.load(id, on: connection)
        if file.state.endedAt != nil { return nil }
        if let wait = rest(of: file, at: time) { return wait }
        if file.state.pause != nil {
            try simulation.take(.resume, on: id, at: time, connection: connection)
            return minutes(10, 120, &random)
        }
        if let called = file.state.orders.first(where: { $0.progress == .called }) {
            return try answer(called, file, &random, &simulation, time, connection)
        }
        if let working = file.state.orders.first(where: { $0.progress == .working }) {
            return try work(working, file, &random, &simulation, time, connection)
        }
        let offered = file.workflow.actions.filter { $0.from.contains(file.stateName) }
        let verbs = Set(offered.map(\.verb))
        // A correction of the class is a triage that leads nowhere.
        if offered.contains(where: { $0.verb == .triage && $0.to != nil }) { return try triage(file, code, &random, &simulation, time, connection) }
        if verbs.contains(.verify) { return try verify(file, &random, &simulation, time, connection) }
        if verbs.contains(.dispatch) || verbs.contains(.whistle) {
            return try call(file, code, &random, &simulation, time, connection)
        }
        if verbs.contains(.rate) { return try rate(file, &random, &simulation, time, connection) }
        return nil
    }

    /// Offices rest outside their hours; residents and clocks do not.
    private func rest(of file: CaseFile, at time: Instant) -> Int64? {
        let calendar = office.city.calendar
        let verbs = file.workflow.actions.filter { $0.from.contains(file.stateName) }.map(\.verb)
        if verbs.contains(.rate) { return nil }
        if calendar.workingMinutes(from: time, to: time.advanced(milliseconds: 60_000)) > 0 { return nil }
        guard let next = calendar.due(.workingMinutes(1), from: time) else { return nil }
        return max(60_000, next.instant.milliseconds - time.milliseconds)
    }

    private func triage(
        _ file: CaseFile, _ code: ClassCode, _ random: inout SeededRandom, _ simulation: inout Simulation, _ time: Instant,
        _ connection: any Connection
    ) throws -> Int64? {
        switch random.below(100) {
        case 0..<2:
            try simulation.take(
                .withdraw, on: file.id, given: Given(text: "问题自己解决了。", reason: "问题自己解决了。"), at: time,
                connection: connection)
            return nil
        case 2..<5:
            try simulation.take(
                .reject, on: file.id, given: Given(text: "不属于政府职责范围，已向反映人说明。", reason: "不属于政府职责范围。"), at: time,
                connection: connection)
            return nil
        default:
            let priority: Priority? = random.below(20) == 0 ? .urgent : nil
            try simulation.take(
                .triage, on: file.id,
                given: Given(
                    text: "情况属实，立案。", requestClass: file.state.requestClass ?? code.rawValue, area: file.state.area,
                    priority: priority), at: time, connection: connection)
            return minutes(5, 60, &random)
        }
    }

    /// The departments of the case's own county and of the city.
    private func departments(for area: String?) -> [OrganisationCode] {
        let territory = office.city.territory
        let county = area.flatMap { territory.ancestor(of: AreaCode($0), at: .county) }
        return office.city.organisations.all.filter { $0.kind == .department && ($0.area == county || territory.roots.contains($0.area)) }
            .map(\.code)
    }

    private func call(
        _ file: CaseFile, _ code: ClassCode, _ random: inout SeededRandom, _ simulation: inout Simulation, _ time: Instant,
        _ connection: any Connection
    ) throws -> Int64? {
        let known = file.state.requestClass.map { ClassCode($0) } ?? code
        let route = file.state.area.flatMap { office.city.routing.route(class: known, area: AreaCode($0)) }
        let departments = departments(for: file.state.area)
        guard let first = route?.organisation ?? departments.first else { return nil }
        var called = [first] + (route?.supporting ?? [])
        let declined = Set(file.state.orders.filter { $0.progress == .declined }.map(\.organisation))
        if random.below(4) == 0, departments.count > 3 {
            for _ in 0..<(1 + random.below(3)) { called.append(departments[random.below(departments.count)]) }
        }
        var seen: Set<String> = declined
        called = called.filter { seen.insert($0.rawValue).inserted }
        if called.isEmpty, let other = departments.first(where: { !declined.contains($0.rawValue) }) { called = [other] }
        guard let lead = called.first else { return nil }
        let codes = called.map(\.rawValue)
        let text = codes.count > 1 ? "请各单位到现场会商，牵头单位汇总。" : "请按职责办理。"
        let given = Given(text: text, organisations: codes, lead: codes.count > 1 ? lead.rawValue : nil, reason: text)
        let verb: Verb = codes.count > 1 ? .whistle : .dispatch
        do {
            if try simulation.take(verb, on: file.id, given: given, at: time, connection: connection) {
                return minutes(10, 100, &random)
            }
        } catch let refusal as CaseRefusal where refusal.code == .workflow(.needsBindingAssignment) {
            // Twice declined: the level above decides.
        }
        let binding = Given(text: "由上一级指定承办。", organisations: [lead.rawValue], reason: "由上一级指定承办。")
        let declinedOrder = file.state.orders.last { $0.progress == .declined }?.number
        let isDone = try simulation.take(
            .assign, on: file.id, order: declinedOrder, given: binding, at: time, connection: connection)
        return isDone ? minutes(20, 180, &random) : nil
    }

    private func answer(
        _ order: WorkOrder, _ file: CaseFile, _ random: inout SeededRandom, _ simulation: inout Simulation, _ time: Instant,
        _ connection: any Connection
    ) throws -> Int64? {
        if !order.isBinding, random.below(25) == 0 {
            try simulation.take(
                .decline, on: file.id, order: order.number, given: Given(text: "不属于本单位管辖。", reason: "不属于本单位管辖。"),
                at: time, connection: connection)
        } else {
            try simulation.take(
                .reportIn, on: file.id, order: order.number, given: Given(text: "已到现场。"), at: time, connection: connection)
        }
        return minutes(5, 60, &random)
    }

    private func work(
        _ order: WorkOrder, _ file: CaseFile, _ random: inout SeededRandom, _ simulation: inout Simulation, _ time: Instant,
        _ connection: any Connection
    ) throws -> Int64? {
        switch random.below(100) {
        case 0..<4:
            let reasons = file.workflow.pauseReasons
            guard !reasons.isEmpty else { fallthrough }
            let reason = reasons[random.below(reasons.count)].name
            try simulation.take(
                .pause, on: file.id, given: Given(text: "等待条件具备后继续。", reason: reason), at: time, connection: connection)
            return minutes(24 * 60, 6 * 24 * 60, &random)
        case 4..<12:
            try simulation.take(.note, on: file.id, given: Given(text: "正在办理，已联系相关人员。"), at: time, connection: connection)
            return minutes(30, 600, &random)
        case 12..<20: return minutes(24 * 60, 5 * 24 * 60, &random)
        default:
            try simulation.take(
                .handle, on: file.id, order: order.number,
                given: Given(text: "已处理完毕，现场恢复正常。", photos: photos), at: time,
                connection: connection)
            return minutes(20, 300, &random)
        }
    }

    private func verify(
        _ file: CaseFile, _ random: inout SeededRandom, _ simulation: inout Simulation, _ time: Instant,
        _ connection: any Connection
    ) throws -> Int64? {
        let done = file.state.orders.filter { $0.progress == .done }
        if random.below(20) == 0, let order = done.first {
            try simulation.take(
                .sendBack, on: file.id, order: order.number, given: Given(text: "还有一处没有处理好。", reason: "还有一处没有处理好。"),
                at: time, connection: connection)
        } else {
            try simulation.take(
                .verify, on: file.id, given: Given(text: "现场查看，已处理。", photos: photos), at: time,
                connection: connection)
        }
        return minutes(60, 26 * 60, &random)
    }

    private func rate(
        _ file: CaseFile, _ random: inout SeededRandom, _ simulation: inout Simulation, _ time: Instant,
        _ connection: any Connection
    ) throws -> Int64? {
        // Three in ten say nothing: the window closes, the case ends as unrated.
        guard random.below(10) >= 3 else { return nil }
        let draw = random.below(100)
        let rating = draw < 45 ? 5 : draw < 75 ? 4 : draw < 88 ? 3 : draw < 95 ? 2 : 1
        try simulation.take(
            .rate, on: file.id, given: Given(text: rating >= 3 ? "谢谢。" : "问题还在。", rating: rating), at: time,
            connection: connection)
        return minutes(30, 300, &random)
    }

    /// A time between two bounds in minutes, in milliseconds; short ones are likelier.
    private func minutes(_ least: Double, _ most: Double, _ random: inout SeededRandom) -> Int64 {
        let draw = random.unit()
        return Int64((least + (most - least) * draw * draw) * 60_000)
    }
}
