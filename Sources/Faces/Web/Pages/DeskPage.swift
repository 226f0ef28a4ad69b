internal import Accounts
package import Cases
package import City
internal import Ground
package import Workflows

/// The list of a desk: what is due next stands first.
package struct DeskPage: Sendable {
    package var city: City
    package var scopes: [Scope]
    package var query: DeskQuery
    package var lines: [CaseLine]
    package var next: CaseList.Mark?
    /// A number that was looked for and not found.
    package var unfound: String?
    /// What has just been done with a case that is the reader's no more.
    package var done: ActionName?

    /// One view that the reader's posts open: an area or a department.
    package struct Scope: Sendable, Hashable {
        package var key: String
        package var title: Bilingual
        package var scope: CaseFilter.Scope

        package init(key: String, title: Bilingual, scope: CaseFilter.Scope) {
            self.key = key
            self.title = title
            self.scope = scope
        }
    }

    package init(
        city: City, scopes: [Scope], query: DeskQuery, lines: [CaseLine], next: CaseList.Mark?, unfound: String? = nil
    ) {
        self.city = city
        self.scopes = scopes
        self.query = query
        self.lines = lines
        self.next = next
        self.unfound = unfound
    }

    package func html(for reader: Reader) -> HTML {
        Layout.page(
            reader.say(.desk), for: reader, at: .desk, heading: tools(reader), jump: .init(id: "list", phrase: .skipToList),
            """
            \(filterForm(reader))
            <section id="list" tabindex="-1">\(lines.isEmpty ? nothing(reader) : list(reader))</section>
            \(pages(reader))
            """)
    }

    // MARK: Above the list

    private func tools(_ reader: Reader) -> HTML {
        let current = scopes.first { $0.key == query.scope } ?? scopes.first
        let alert: HTML? = unfound.map {
            "<div class=\"alert\" role=\"alert\">\(reader.say(.searchFailed.with($0)))</div>"
        }
        let search = Fields(reader: reader).text(
            "q", .search, value: unfound ?? "", extra: " class=\"code\" placeholder=\"\(city.referencePrefix)261121-00042\" spellcheck=\"false\"")
        return """
            <div class="tools"><div><p class="kicker">\(current.map { reader.say($0.title) } ?? "")</p><h1>\(reader.say(.desk))</h1></div>
            <form class="find" method="get" action="\(Route.desk.path)" role="search">\(search)<button>\(reader.say(.searchButton))</button></form></div>
            \(alert)\(notice(reader))
            """
    }

    private func notice(_ reader: Reader) -> HTML? {
        guard let title = done.flatMap({ name in city.workflows.values.lazy.compactMap { $0.action(name)?.title }.first }) else { return nil }
        return "<div class=\"good\" role=\"status\">\(reader.say(.doneAndGone.with(Words.label(title, reader))))</div>"
    }

    private func filterForm(_ reader: Reader) -> HTML {
        let fields = Fields(reader: reader)
        let any = Fields.Option("", reader.say(.all))
        let overdue: HTML? = query.isOverdue ? " checked" : nil
        let clear: HTML? =
            query.isFiltered
            ? "<a href=\"\(Route.desk.path)\(cleared.suffix)\">\(reader.say(.clearFilter))</a>" : nil
        let scope: HTML? =
            scopes.count > 1
            ? fields.choice("scope", .scope, options: scopes.map { .init($0.key, reader.say($0.title)) }, selected: query.scope) : nil
        let ended = fields.choice(
            "ended", .openOrEnded, options: [.init("", reader.say(.open)), .init("1", reader.say(.ended))],
            selected: query.isEnded ? "1" : "")
        let priorities = Priority.allCases.map { Fields.Option($0.rawValue, reader.say(Words.priority($0))) }
        return """
            <form class="filter" method="get" action="\(Route.desk.path)">
            \(scope)\(ended)\
            \(fields.choice("state", .state, options: [any] + states(reader), selected: query.state?.rawValue))\
            \(fields.choice("class", .requestClass, options: [any] + classes(reader), selected: query.requestClass?.rawValue))\
            \(fields.choice("priority", .priority, options: [any] + priorities, selected: query.priority?.rawValue))\
            <p class="field"><label class="tick"><input type="checkbox" name="overdue" value="1"\(overdue)> \(reader.say(.overdueOnly))</label></p>
            <p class="press"><button class="primary">\(reader.say(.filter))</button>\(clear)</p>
            </form>
            """
    }

    private var cleared: DeskQuery {
        var query = DeskQuery()
        query.scope = self.query.scope
        return query
    }

    /// The states of all procedures; those of one name are one choice.
    private func states(_ reader: Reader) -> [Fields.Option] {
        var options: [Fields.Option] = []
        for workflow in city.workflows.values.sorted(by: { $0.name < $1.name }) {
            for state in workflow.states where (state.end != nil) == query.isEnded {
                let title = Words.state(state.title, reader)
                guard let index = options.firstIndex(where: { $0.value == state.name.rawValue }) else {
                    options.append(.init(state.name.rawValue, title))
                    continue
                }
                if options[index].label != title { options[index].label += " / \(title)" }
            }
        }
        return options
    }

    private func classes(_ reader: Reader) -> [Fields.Option] {
        let demands = city.classes.all.filter { $0.kind == .demand }
        return (demands.isEmpty ? city.classes.all : demands).map { .init($0.code.rawValue, reader.say($0.name)) }
    }

    // MARK: The list

    private func nothing(_ reader: Reader) -> HTML {
        let phrase: Phrase = query.after != nil ? .nothingFurther : query.isFiltered ? .nothingFiltered : .nothingHere
        return "<p class=\"empty\">\(reader.say(phrase))</p>"
    }

    private func list(_ reader: Reader) -> HTML {
        var rows = HTML()
        for line in lines { rows += row(line, reader) }
        let count = (query.isEnded ? Phrase.caseCountEnded : .caseCount).with("\(lines.count)")
        return """
            <table class="list">
            <caption class="quiet">\(reader.say(count))</caption>
            <thead><tr><th scope="col">\(reader.say(.summary))</th><th scope="col">\(reader.say(.state))</th>\
            <th scope="col" class="when">\(reader.say(.reportedAt))</th><th scope="col">\(reader.say(.nextDue))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table>
            """
    }

    private func row(_ line: CaseLine, _ reader: Reader) -> HTML {
        let paused: HTML? = line.isPaused ? " <span class=\"tag\">\(reader.say(.paused))</span>" : nil
        let overdue: HTML? = line.overdue > 0 && !query.isEnded ? " <span class=\"tag late\">\(reader.say(.overdue))</span>" : nil
        let details = [
            line.reference, line.requestClass.flatMap { city.classes.class($0)?.name }.map { reader.say($0) },
            line.area.flatMap { city.territory.area($0)?.name }.map { reader.say($0) },
        ]
        let none: HTML? = query.isEnded ? nil : "<span class=\"away\">\(reader.say(.noClock))</span>"
        let due = line.nextDue.map { Moments.due($0, in: city.calendar, reader) } ?? none
        return """
            <tr><td>\(Words.priorityTag(line.priority, reader)) <a href="\(Route.caseFile(line.id).path)">\(line.title)</a>\
            <span class="sub">\(details.compactMap { $0 }.joined(separator: " · "))</span></td>\
            <td>\(title(of: line, reader))\(paused)\(overdue)</td>\
            <td class="when">\(Moments.html(line.reportedAt, in: city.calendar, reader))</td><td>\(due)</td></tr>

            """
    }

    private func title(of line: CaseLine, _ reader: Reader) -> String {
        let state = city.workflows[line.workflow]?.state(line.state)
        return state.map { Words.state($0.title, reader) } ?? line.state.rawValue
    }

    private func pages(_ reader: Reader) -> HTML? {
        var links: [HTML] = []
        var target = query
        if query.after != nil {
            target.after = nil
            links.append("<a class=\"button\" href=\"\(Route.desk.path)\(target.suffix)\">\(reader.say(.firstPage))</a>")
        }
        if let next {
            target.after = next
            links.append("<a class=\"button\" href=\"\(Route.desk.path)\(target.suffix)\" rel=\"next\">\(reader.say(.nextPage))</a>")
        }
        return links.isEmpty ? nil : "<p class=\"pages\">\(links)</p>"
    }
}
