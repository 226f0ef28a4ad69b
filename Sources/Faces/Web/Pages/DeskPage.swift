internal import Accounts
package import Cases
package import City
internal import Ground
package import Workflows

/// The list of a desk: what is due next stands first.
package struct DeskPage: Sendable {
    package var city: City
    package var choices: CityChoices
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
        city: City, choices: CityChoices, scopes: [Scope], query: DeskQuery, lines: [CaseLine], next: CaseList.Mark?, unfound: String? = nil
    ) {
        self.city = city
        self.choices = choices
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
        let lists = choices[reader.language]
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
        let priorities =
            [Fields.Option("", reader.say(.all))] + Priority.allCases.map { Fields.Option($0.rawValue, reader.say(Words.priority($0))) }
        return """
            <form class="filter" method="get" action="\(Route.desk.path)">
            \(scope)\(ended)\
            \(fields.choice("state", .state, query.isEnded ? lists.endedStates : lists.openStates, selected: query.state?.rawValue))\
            \(fields.choice("class", .requestClass, lists.classes, selected: query.requestClass?.rawValue))\
            \(fields.choice("priority", .priority, options: priorities, selected: query.priority?.rawValue))\
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
        let requestClass = line.requestClass.flatMap { city.classes.name(of: $0) }.map { " · \(reader.say($0))" as HTML }
        let area = line.area.flatMap { city.territory.name(of: $0) }.map { " · \(reader.say($0))" as HTML }
        let none: HTML? = query.isEnded ? nil : "<span class=\"away\">\(reader.say(.noClock))</span>"
        let due = line.nextDue.map { Moments.due($0, in: city.calendar, reader) } ?? none
        return """
            <tr><td>\(Words.priorityTag(line.priority, reader)) <a href="\(Route.caseFile(line.id))">\(line.title)</a>\
            <span class="sub">\(line.reference)\(requestClass)\(area)</span></td>\
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
