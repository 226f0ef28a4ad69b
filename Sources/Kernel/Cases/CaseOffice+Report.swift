internal import Accounts
internal import City
internal import Geography
package import Ground
package import Store
internal import Workflows
internal import WorkingTime

extension CaseOffice {
    /// Opens a case: located, classed, with its first clock running.
    package func report(
        _ command: ReportDemand, by requester: Requester, at time: Instant, on connection: any Connection
    ) throws -> CaseAnswer {
        try GivenKey.check(command.key)
        let print = fingerprint(of: command, by: requester)
        if let answer = try GivenKey.answer(command.key, fingerprint: print, on: connection) { return answer }

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
        let file = CaseFile(
            id: CaseID(ids.next()),
            reference: try CaseReference.next(
                prefix: city.referencePrefix, on: city.calendar.localDate(time), connection: connection),
            tracking: TrackingCode.make(random: randomBits()), reporter: requester.accountID, baseLevel: baseLevel,
            isExcluded: false, state: state, logRevision: 0, lastEventAt: time, shelved: shelved)
        let opened = try open(file, events: events, command: command, given: given, at: time, on: connection)
        try GivenKey.keep(command.key, fingerprint: print, answer: opened.answer, at: time, on: connection)
        return opened.answer
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

    private func fingerprint(of command: ReportDemand, by requester: Requester) -> String {
        var print = Fingerprint()
        print.add("report")
        print.add(requester)
        print.add(command)
        return print.text
    }
}
