internal import Accounts
package import Cases
package import City
internal import Ground
internal import Workflows

/// The list of a desk: what is due next stands first.
package struct DeskPage: Sendable {
    package var city: City
    package var scopes: [Scope]
    package var scope: String
    package var filter: CaseFilter
    package var states: [(name: String, title: Bilingual)]
    package var classes: [(code: String, name: Bilingual)]
    package var lines: [CaseLine]
    package var stateTitles: [String: Bilingual]
    package var next: CaseList.Mark?

    /// One view that the reader's posts open: an area or a department.
    package struct Scope: Sendable, Hashable {
        package var key: String
        package var title: Bilingual
        package var scope: CaseFilter.Scope
    }

    package init(
        city: City, scopes: [Scope], scope: String, filter: CaseFilter, states: [(name: String, title: Bilingual)],
        classes: [(code: String, name: Bilingual)], lines: [CaseLine], stateTitles: [String: Bilingual],
        next: CaseList.Mark?
    ) {
        self.city = city
        self.scopes = scopes
        self.scope = scope
        self.filter = filter
        self.states = states
        self.classes = classes
        self.lines = lines
        self.stateTitles = stateTitles
        self.next = next
    }

    package func html(for reader: Reader) -> HTML {
        let table: HTML = lines.isEmpty ? "<p class=\"empty\">\(reader.say(.nothingHere))</p>" : list(reader)
        let more: HTML? = next.map { mark in
            "<p><a class=\"button\" href=\"\(Route.desk.path)?\(query)&amp;after=\(mark.text)\">\(reader.say(.nextPage))</a></p>"
        }
        return Layout.page(reader.say(.desk), for: reader, "\(filterForm(reader))\(table)\(more)")
    }

    private var query: HTML {
        var parts: [HTML] = ["scope=\(PercentCoding.encode(scope))"]
        if !filter.isOpen { parts.append("&amp;ended=1") }
        if let state = filter.state { parts.append("&amp;state=\(PercentCoding.encode(state.rawValue))") }
        if let code = filter.requestClass { parts.append("&amp;class=\(PercentCoding.encode(code.rawValue))") }
        if let priority = filter.priority { parts.append("&amp;priority=\(priority.rawValue)") }
        if filter.isOverdue { parts.append("&amp;overdue=1") }
        return "\(parts)"
    }

    private func filterForm(_ reader: Reader) -> HTML {
        let any = Fields.Option("", reader.say(.all))
        let overdue: HTML? = filter.isOverdue ? " checked" : nil
        let priorities = [Fields.Option("urgent", reader.say(.urgent)), .init("important", reader.say(.important)), .init("normal", reader.say(.normal))]
        return """
            <form class="filter" method="get" action="\(Route.desk.path)">
            \(Fields.choice("scope", reader.say(.scope), options: scopes.map { .init($0.key, reader.say($0.title)) }, selected: [scope]))
            \(Fields.choice("ended", reader.say(.cases), options: [.init("", reader.say(.open)), .init("1", reader.say(.ended))], selected: filter.isOpen ? [] : ["1"]))
            \(Fields.choice("state", reader.say(.state), options: [any] + states.map { .init($0.name, reader.say($0.title)) }, selected: [filter.state?.rawValue ?? ""]))
            \(Fields.choice("class", reader.say(.requestClass), options: [any] + classes.map { .init($0.code, reader.say($0.name)) }, selected: [filter.requestClass?.rawValue ?? ""]))
            \(Fields.choice("priority", reader.say(.priority), options: [any] + priorities, selected: [filter.priority?.rawValue ?? ""]))
            <p class="field"><label><input type="checkbox" name="overdue" value="1"\(overdue)> \(reader.say(.overdueOnly))</label></p>
            <p><button>\(reader.say(.filter))</button></p>
            </form>
            """
    }

    private func list(_ reader: Reader) -> HTML {
        var rows = HTML()
        for line in lines { rows += row(line, reader) }
        return """
            <div class="scroll"><table>
            <thead><tr><th scope="col">\(reader.say(.reference))</th><th scope="col">\(reader.say(.summary))</th>\
            <th scope="col">\(reader.say(.state))</th><th scope="col">\(reader.say(.priority))</th>\
            <th scope="col">\(reader.say(.area))</th><th scope="col">\(reader.say(.reportedAt))</th>\
            <th scope="col">\(reader.say(.nextDue))</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div>
            """
    }

    private func row(_ line: CaseLine, _ reader: Reader) -> HTML {
        let due: HTML? = line.nextDue.map { Moments.html($0, in: city.calendar) }
        let overdue: HTML? = line.overdue > 0 ? " <span class=\"tag late\">\(reader.say(.overdue))</span>" : nil
        let paused: HTML? = line.isPaused ? " <span class=\"tag\">\(reader.say(.paused))</span>" : nil
        let area = line.area.flatMap { city.territory.area($0)?.name } ?? Bilingual(zh: "", en: "")
        let state = stateTitles[line.state.rawValue] ?? Bilingual(zh: line.state.rawValue, en: line.state.rawValue)
        return """
            <tr><td><a href="\(Route.caseFile(line.id).path)">\(line.reference)</a></td><td>\(line.title)</td>\
            <td>\(reader.say(state))\(paused)</td><td>\(Words.priority(line.priority, reader))</td><td>\(reader.say(area))</td>\
            <td>\(Moments.html(line.reportedAt, in: city.calendar))</td><td>\(due)\(overdue)</td></tr>

            """
    }
}
