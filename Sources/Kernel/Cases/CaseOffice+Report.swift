internal import Accounts
internal import City
internal import Geography
package import Ground
package import Store
internal import Workflows
internal import WorkingTime

/// A report as far as it needs no database: looked at, located, classed, with its first clocks. Made before the writer's turn, so that
/// nobody waits for it.
struct Opening: Sendable {
    fileprivate let key: String
    fileprivate let fingerprint: String
    fileprivate let time: Instant
    fileprivate let parts: Result<Parts, any Error>

    fileprivate struct Parts {
        var command: ReportDemand
        var text: String
        var events: [CaseEvent]
        /// Without its id and its number.
        var file: CaseFile
    }

    /// - Throws: where the key says nothing. What else is wrong with the report is told when it is opened: a key that was answered before
    ///   is answered again, whatever the city has become since.
    init(_ command: ReportDemand, by requester: Requester, at time: Instant, in office: CaseOffice) throws {
        try GivenKey.check(command.key)
        var print = Fingerprint()
        print.add("report")
        print.add(requester)
        print.add(command)
        key = command.key
        fingerprint = print.text
        self.time = time
        parts = Result { try office.parts(of: command, by: requester, at: time) }
    }
}

extension CaseOffice {
    /// Opens a case: located, classed, with its first clock running.
    package func report(
        _ command: ReportDemand, by requester: Requester, at time: Instant, on connection: any Connection
    ) throws -> CaseAnswer {
        try open(try Opening(command, by: requester, at: time, in: self), on: connection).get()
    }

    /// A refusal is returned, not thrown: nothing has been changed by then, and the group in which it runs need not be run again.
    func open(_ opening: Opening, on connection: any Connection) throws -> Result<CaseAnswer, CaseRefusal> {
        let parts: Opening.Parts
        switch opening.parts {
        case .success(let success): parts = success
        case .failure(let refusal):
            guard let given = try earlier(opening, on: connection) else { throw refusal }
            return given
        }
        let date = city.calendar.localDate(opening.time)
        let numbers = try connection.gathered(CaseNumbers.self)
        var file = parts.file
        file.id = CaseID(ids.next())
        file.reference = CaseReference.text(
            prefix: city.referencePrefix, day: date, number: try numbers.next(day: date.daysSinceEpoch, connection: connection))
        let answer = file.answer
        guard
            try GivenKey.keepIfNew(opening.key, fingerprint: opening.fingerprint, answer: answer, at: opening.time, on: connection)
        else {
            guard let given = try earlier(opening, on: connection) else { throw SQLError(.conflict, detail: "a key that is there and is not") }
            return given
        }
        try numbers.take(day: date.daysSinceEpoch)
        try enter(file, events: parts.events, command: parts.command, text: parts.text, at: opening.time, on: connection)
        return .success(answer)
    }

    /// What was answered under the same key; nil where nothing was.
    private func earlier(_ opening: Opening, on connection: any Connection) throws -> Result<CaseAnswer, CaseRefusal>? {
        do {
            return try GivenKey.answer(opening.key, fingerprint: opening.fingerprint, on: connection).map { .success($0) }
        } catch let refusal as CaseRefusal {
            return .failure(refusal)
        }
    }

    fileprivate func parts(of command: ReportDemand, by requester: Requester, at time: Instant) throws -> Opening.Parts {
        var given = Given(
            text: command.text, photos: command.photos, answers: command.answers,
            requestClass: command.requestClass?.rawValue, area: try located(command, at: time)?.rawValue)
        try checkWords(&given)
        let command = try cleaned(command)
        let requestClass = try known(command.requestClass)
        let name = command.workflow ?? requestClass?.workflow ?? "demand"
        guard let shelved = shelf.newestShelved(name) else { throw CaseRefusal.unknown("流程", "procedure", name) }
        let workflow = shelved.workflow
        guard let action = workflow.actions.first(where: { $0.verb == .report }) else {
            throw CaseRefusal.unknown("上报操作", "report action", name)
        }
        let baseLevel = requestClass?.defaultLevel ?? .street
        let facts = CaseFacts(
            area: given.area.map { AreaCode($0) }, reporter: requester.accountID, tracking: nil, baseLevel: baseLevel,
            escalation: 0, orders: [])
        let actor = Actor(requester, facts: facts, in: city, on: city.calendar.localDate(time))
        let events = try unwrap(
            workflow.open(
                Command(action: action.name, actor: actor, given: given),
                priority: command.priority ?? requestClass?.priority ?? .normal, at: time,
                in: surroundings(baseLevel: baseLevel)))
        guard let state = CaseState(events, under: workflow) else {
            throw CaseRefusal.unknown("流程", "procedure", name)
        }
        var file = CaseFile(
            id: CaseID(0), reference: "", tracking: TrackingCode.make(random: random.next()), reporter: requester.accountID,
            baseLevel: baseLevel, isExcluded: false, state: state, logRevision: 1, lastEventAt: time, shelved: shelved)
        settle(&file)
        return Opening.Parts(command: command, text: given.text ?? "", events: events, file: file)
    }

    /// The short fields without what no database keeps, none longer than anybody needs.
    private func cleaned(_ command: ReportDemand) throws -> ReportDemand {
        func short(_ text: String?, _ field: String) throws -> String? {
            let text = CaseOffice.trimmed(text)
            guard (text?.utf8.count ?? 0) <= CaseOffice.mostShortText else {
                throw CaseRefusal.invalid(
                    field, zh: "内容过长（最多\(CaseOffice.mostShortText)字节）。",
                    en: "This is longer than \(CaseOffice.mostShortText) bytes.")
            }
            return text
        }
        var command = command
        command.address = try short(command.address, "address")
        command.outsideNumber = try short(command.outsideNumber, "outsideNumber")
        if let contact = command.contact {
            command.contact = Contact(
                name: try short(contact.name, "name"), phone: try short(contact.phone, "phone"),
                email: try short(contact.email, "email"))
        }
        return command
    }

    private func known(_ code: ClassCode?) throws -> RequestClass? {
        guard let code else { return nil }
        guard let requestClass = city.classes.class(code) else { throw CaseRefusal.unknown("类别", "class", code.rawValue) }
        return requestClass
    }

    /// The area given, or the finest one around the position.
    private func located(_ command: ReportDemand, at time: Instant) throws -> AreaCode? {
        if let position = command.position {
            guard position.longitude.isFinite, position.latitude.isFinite, abs(position.longitude) <= 180,
                abs(position.latitude) <= 90
            else {
                throw CaseRefusal.invalid(
                    "position", zh: "坐标不正确。", en: "The position is not a longitude and latitude in degrees.")
            }
        }
        if let area = command.area {
            try checkArea(area, at: time)
            return area
        }
        return command.position.flatMap { city.locate($0) }
    }
}
