internal import Accounts
internal import Cases
internal import City
internal import Ground
internal import Workflows

/// The parts that the page of the office and that of the reporter share.
struct CaseParts {
    let view: CaseView
    let city: City
    let reader: Reader
    /// Names of those who acted; the reporter's page has none.
    let names: [Int64: Bilingual]

    func facts() -> HTML {
        let line = view.line
        let state = view.file.workflow.state(view.file.stateName)?.title ?? Label(zh: "", en: "")
        let area = line.area.flatMap { city.territory.area($0)?.name }.map { reader.say($0) } ?? "–"
        let kind = line.requestClass.flatMap { city.classes.class($0)?.name }.map { reader.say($0) } ?? "–"
        let paused: HTML? = line.isPaused ? " <span class=\"tag\">\(reader.say(.paused))</span>" : nil
        let address: HTML? = view.address.map { "<dt>\(reader.say(.address))</dt><dd>\($0)</dd>" }
        return """
            <dl>
            <dt>\(reader.say(.state))</dt><dd><b>\(Words.label(state, reader))</b>\(paused)</dd>
            <dt>\(reader.say(.priority))</dt><dd>\(Words.priority(line.priority, reader))</dd>
            <dt>\(reader.say(.requestClass))</dt><dd>\(kind)</dd>
            <dt>\(reader.say(.area))</dt><dd>\(area)</dd>
            \(address)
            <dt>\(reader.say(.reportedAt))</dt><dd>\(Moments.html(line.reportedAt, in: city.calendar))</dd>
            </dl>
            <p class="words">\(view.text ?? "")</p>
            """
    }

    func orders() -> HTML? {
        guard !view.file.state.orders.isEmpty else { return nil }
        let due = Dictionary(view.due.compactMap { clock in clock.order.map { ($0, clock.due) } }, uniquingKeysWith: min)
        let rows = view.file.state.orders.map { order -> HTML in
            let lead: HTML? = order.isLead ? " <span class=\"tag\">\(reader.say(.lead))</span>" : nil
            let moment: HTML? = due[order.number].map { Moments.html($0, in: city.calendar) }
            return """
                <tr><td>\(order.number)</td><td>\(Words.organisation(order.organisation, reader, in: city))\(lead)</td>\
                <td>\(Words.progress(order.progress, reader))</td><td>\(moment)</td></tr>

                """
        }
        return """
            <h2>\(reader.say(.orders))</h2>
            <div class="scroll"><table><thead><tr><th scope="col">\(reader.say(.orderNumber))</th>\
            <th scope="col">\(reader.say(.organisation))</th><th scope="col">\(reader.say(.state))</th>\
            <th scope="col">\(reader.say(.nextDue))</th></tr></thead><tbody>
            \(rows)
            </tbody></table></div>
            """
    }

    func clocks() -> HTML? {
        guard !view.due.isEmpty else { return nil }
        let items = view.due.map { due -> HTML in
            let title = view.file.workflow.clock(due.clock)?.title ?? Label(zh: due.clock.rawValue, en: due.clock.rawValue)
            let provisional: HTML? = due.isProvisional ? "\(reader.say(.provisional))" : nil
            let order: HTML? = due.order.map { " (\(reader.say(.orderNumber)) \($0))" }
            return "<li>\(Words.label(title, reader))\(order): \(Moments.html(due.due, in: city.calendar)) \(provisional)</li>"
        }
        return "<h2>\(reader.say(.nextDue))</h2><ul>\(items)</ul>"
    }

    func timeline() -> HTML {
        let items = view.timeline.reversed().map(item)
        return "<h2>\(reader.say(.timeline))</h2><ol class=\"timeline\" reversed>\(items)</ol>"
    }

    private func item(_ moment: CaseView.Moment) -> HTML {
        let title: String
        if let action = moment.action, let known = view.file.workflow.action(action) {
            title = Words.label(known.title, reader)
        } else {
            title = reader.say(.clockRanOut)
        }
        let order: HTML? = moment.order.map { " (\(reader.say(.orderNumber)) \($0))" }
        let who: HTML? = moment.by.flatMap { names[$0.rawValue] }.map { " · \(reader.say($0))" }
        let words: HTML? = moment.words?.text.map { "<p class=\"words\">\($0)</p>" }
        let reason: HTML? = moment.words?.reason.map { "<p class=\"words\">\($0)</p>" }
        let called = moment.facts.compactMap { fact -> HTML? in
            guard case .orderCalled(_, let organisation, let isLead, _) = fact else { return nil }
            let lead: HTML? = isLead ? " <span class=\"tag\">\(reader.say(.lead))</span>" : nil
            return "<li>\(Words.organisation(organisation, reader, in: city))\(lead)</li>"
        }
        let list: HTML? = called.isEmpty ? nil : "<ul>\(called)</ul>"
        let photos = moment.given.photos.map { hash -> HTML in
            "<a href=\"\(Route.photo(hash).path)\"><img src=\"\(Route.photo(hash).path)\" alt=\"\(reader.say(.photos))\" width=\"160\" loading=\"lazy\"></a>"
        }
        return """
            <li><b>\(title)</b>\(order) · \(Moments.html(moment.at, in: city.calendar))\(who)\(words)\(reason)\(list)\(photos)</li>
            """
    }
}
