internal import Accounts
internal import Cases
internal import City
internal import Geography
internal import Ground
internal import Workflows

/// The parts that the page of the office and that of the reporter share.
struct CaseParts {
    let view: CaseView
    let city: City
    let reader: Reader
    /// Names of those who acted; the reporter's page has none.
    let names: [Int64: Bilingual]
    /// Where a photo of the case is to be had.
    let photo: @Sendable (String) -> Route

    var stateTitle: String {
        view.file.workflow.state(view.file.stateName).map { Words.state($0.title, reader) } ?? ""
    }

    /// The title of the list, with a sign where it is only the beginning of what was written.
    static func title(of view: CaseView) -> String {
        guard let text = view.text, text.count > view.line.title.count, text.hasPrefix(view.line.title) else { return view.line.title }
        return view.line.title + "…"
    }

    /// The state with its marks.
    func standing() -> HTML {
        let paused: HTML? = view.line.isPaused ? " <span class=\"tag\">\(reader.say(.paused))</span>" : nil
        let isLate = view.line.overdue > 0 && view.file.state.endedAt == nil
        let overdue: HTML? = isLate ? " <span class=\"tag late\">\(reader.say(.overdue))</span>" : nil
        return "<span class=\"now\">\(stateTitle)</span>\(paused)\(overdue)"
    }

    func facts(all: Bool) -> HTML {
        let line = view.line
        let area = line.area.map { Words.area($0, reader, in: city) } ?? "–"
        let kind = line.requestClass.flatMap { city.classes.class($0)?.name }.map { reader.say($0) } ?? "–"
        let address = view.address.map { row(.address, HTML(text: $0)) }
        let position = view.position.map { row(.position, HTML(text: CaseParts.text($0))) }
        let channel = all ? row(.channelTitle, HTML(text: reader.say(Words.channel(view.channel)))) : nil
        return """
            <dl>
            \(row(.state, standing()))\(row(.priority, HTML(text: reader.say(Words.priority(line.priority)))))\
            \(row(.requestClass, HTML(text: kind)))\(row(.area, HTML(text: area)))\(address)\(position)\(channel)\
            \(row(.reportedAt, Moments.html(line.reportedAt, in: city.calendar, reader)))
            </dl>

            """
    }

    private func row(_ title: Phrase, _ content: HTML) -> HTML { "<dt>\(reader.say(title))</dt><dd>\(content)</dd>" }

    private static func text(_ place: Coordinate) -> String {
        "\(rounded(place.longitude)), \(rounded(place.latitude))"
    }

    /// Five decimals of a degree are a metre.
    private static func rounded(_ degrees: Double) -> Double { (degrees * 100_000).rounded() / 100_000 }

    func orders(_ title: Phrase) -> HTML? {
        guard !view.file.state.orders.isEmpty else { return nil }
        let due = Dictionary(view.due.compactMap { clock in clock.order.map { ($0, clock) } }) { $0.due <= $1.due ? $0 : $1 }
        let rows = view.file.state.orders.map { order -> HTML in
            let lead: HTML? = order.isLead ? " <span class=\"tag\">\(reader.say(.lead))</span>" : nil
            let binding: HTML? = order.isBinding ? " <span class=\"tag\">\(reader.say(.binding))</span>" : nil
            let clock = due[order.number]
            let moment: HTML? = clock.map { Moments.due($0.due, in: city.calendar, reader) }
            let provisional: HTML? = clock?.isProvisional == true ? " <span class=\"sub\">\(reader.say(.provisional))</span>" : nil
            return """
                <tr><td>\(order.number)</td><td>\(Words.organisation(order.organisation, reader, in: city))\(lead)\(binding)</td>\
                <td>\(reader.say(Words.progress(order.progress)))</td><td>\(moment)\(provisional)</td></tr>

                """
        }
        return """
            <h2>\(reader.say(title))</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="\(reader.say(title))"><table><thead><tr>\
            <th scope="col">\(reader.say(.orderNumber))</th>\
            <th scope="col">\(reader.say(.organisation))</th><th scope="col">\(reader.say(.progress))</th>\
            <th scope="col">\(reader.say(.nextDue))</th></tr></thead><tbody>
            \(rows)
            </tbody></table></div>

            """
    }

    func clocks(_ title: Phrase) -> HTML? {
        // Those of work orders stand with the orders.
        let clocks = view.due.filter { clock in clock.order.flatMap { view.file.state.order($0) } == nil }
        guard !clocks.isEmpty else { return nil }
        let items = clocks.map { due -> HTML in
            let name = view.file.workflow.clock(due.clock)?.title ?? Label(zh: due.clock.rawValue, en: due.clock.rawValue)
            let provisional: HTML? = due.isProvisional ? " <span class=\"sub\">\(reader.say(.provisional))</span>" : nil
            let moment = Moments.due(due.due, in: city.calendar, reader)
            return "<li>\(Words.label(name, reader))\(reader.say(.colon))\(moment)\(provisional)</li>"
        }
        return "<h2>\(reader.say(title))</h2><ul class=\"plain\">\(items)</ul>\n"
    }
}
