internal import Accounts
internal import Cases
internal import City
internal import Workflows

/// What happened to a case, the newest first.
extension CaseParts {
    func timeline() -> HTML {
        let items = view.timeline.reversed().map(item)
        return "<h2>\(reader.say(.timeline))</h2>\n<ol class=\"timeline\" reversed>\(items)</ol>\n"
    }

    private func item(_ moment: CaseView.Moment) -> HTML {
        let order: HTML? = moment.order.map { "\(reader.say(.inBrackets.with("\(reader.say(.orderNumber)) \($0)")))" }
        let who: HTML? = moment.by.flatMap { names[$0.rawValue] }.map { " · \(reader.say($0))" }
        let words = [moment.words?.text, reason(moment)].compactMap { $0 }.map { "<p class=\"words\">\($0)</p>" as HTML }
        let changes = moment.facts.compactMap(change).map { "<li>\($0)</li>" as HTML }
        let list: HTML? = changes.isEmpty ? nil : "<ul>\(changes)</ul>"
        let mark: HTML? = moment.action == nil ? " class=\"clock\"" : nil
        return """
            <li\(mark)><b>\(title(of: moment))</b>\(order) <span class="away">\
            \(Moments.html(moment.at, in: city.calendar, reader))\(who)</span>\(words)\(list)\(photos(moment.given.photos))</li>

            """
    }

    private func title(of moment: CaseView.Moment) -> String {
        if let action = moment.action {
            return view.file.workflow.action(action).map { Words.label($0.title, reader) } ?? action.rawValue
        }
        let fired = moment.facts.lazy.compactMap { fact -> ClockName? in
            guard case .clockFired(let number) = fact else { return nil }
            return view.file.state.clock(number)?.clock
        }.first
        guard let name = fired.flatMap({ view.file.workflow.clock($0)?.title }) else { return reader.say(.clockRanOut) }
        return reader.say(.clockRanOut) + reader.say(.colon) + Words.label(name, reader)
    }

    /// A reason in words; one that was picked from a list is told by the change itself.
    private func reason(_ moment: CaseView.Moment) -> String? {
        guard let reason = moment.words?.reason else { return nil }
        return view.file.workflow.pauseReasons.contains { $0.name == reason } ? nil : reason
    }

    /// What an event changed that its title does not say.
    private func change(_ fact: CaseEvent.Fact) -> HTML? {
        switch fact {
        case .orderCalled(let number, let organisation, let isLead, let isBinding):
            let lead: HTML? = isLead ? " <span class=\"tag\">\(reader.say(.lead))</span>" : nil
            let binding: HTML? = isBinding ? " <span class=\"tag\">\(reader.say(.binding))</span>" : nil
            let name = Words.organisation(organisation, reader, in: city)
            return "\(reader.say(.orderNumber)) \(number)\(reader.say(.colon))\(name)\(lead)\(binding)"
        case .triaged(let requestClass, let area, let priority):
            let parts = [
                requestClass.flatMap { city.classes.class(ClassCode($0))?.name }.map { reader.say($0) },
                area.flatMap { city.territory.area(AreaCode($0))?.name }.map { reader.say($0) },
                reader.say(Words.priority(priority)),
            ]
            return HTML(text: parts.compactMap { $0 }.joined(separator: " · "))
        case .moved(let state):
            let title = view.file.workflow.state(state).map { Words.state($0.title, reader) } ?? state.rawValue
            return HTML(text: reader.say(.stateBecame.with(title)))
        case .escalated(let steps):
            let level = DeskLevels.current(base: view.file.baseLevel, escalation: steps)
            let title = city.title(of: level, at: view.line.area).map { reader.say($0) } ?? level.rawValue
            return HTML(text: reader.say(.raisedTo.with(title)))
        case .paused(let reason):
            let known = view.file.workflow.pauseReasons.first { $0.name == reason }
            return HTML(text: reader.say(.pausedFor.with(known.map { Words.label($0.title, reader) } ?? reason)))
        case .resumed: return HTML(text: reader.say(.clocksResumed))
        case .rated(let stars):
            let scale = view.file.workflow.rating?.scale ?? 5
            return HTML(text: reader.say(.ratedStars.with(Words.stars(stars, of: scale, reader))))
        case .reopened(let times): return HTML(text: reader.say(.reopenedTimes.with("\(times)")))
        case .mergedInto(let other): return merged(into: other)
        case .reported, .acted, .ordersDecide, .orderReportedIn, .orderDeclined, .orderDone, .orderSentBack, .orderAccepted,
            .orderCancelled, .clockStarted, .clockStopped, .clockFired, .notified, .ended:
            return nil
        }
    }

    /// The office may go to the other case; the reporter has no way into somebody else's.
    private func merged(into other: Int64) -> HTML {
        guard reader.isSignedIn else { return HTML(text: reader.say(.mergedInto)) }
        return "<a href=\"\(Route.caseFile(CaseID(other)).path)\">\(reader.say(.mergedInto))</a>"
    }

    private func photos(_ hashes: [String]) -> HTML? {
        guard !hashes.isEmpty else { return nil }
        let items = hashes.enumerated().map { index, hash -> HTML in
            let path = photo(hash).path
            let name = reader.say(.photoOf.with("\(index + 1)"))
            return "<a href=\"\(path)\"><img src=\"\(path)\" alt=\"\(name)\" width=\"120\" height=\"120\" loading=\"lazy\"></a>"
        }
        return "<div class=\"thumbs\">\(items)</div>"
    }
}
