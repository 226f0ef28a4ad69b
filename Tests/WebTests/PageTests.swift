import Accounts
import Cases
import City
import Ground
import Store
import Testing
import Web
import Workflows

/// Every page, in every state of the procedure, in both languages, for everybody who may see it.
@Suite struct PageTests {
    /// One step of the procedure: who does what.
    private struct Step {
        var who: String
        var action: ActionName
        var order: Int?
        var given = Given()
    }

    private static func reader(_ language: Language, _ town: WebTown, signedIn: Bool = true) -> Reader {
        Reader(
            language: language, name: signedIn ? "<b>A & B</b>" : nil, formToken: "token", cityName: town.city.name,
            isDemonstration: true, now: town.clock.now)
    }

    private static let shapes = WebTown.kunming.map { AreaShapes($0) }

    private static let hostile = "<script>alert('1')</script> & \"quoted\"\n第二行"

    /// A case that lies in every state of its procedure one after the other.
    private static func walk(_ town: WebTown, _ visit: (CaseID, String) async throws -> Void) async throws {
        let demand = try #require(town.city.classes.all.first { $0.kind == .demand && $0.workflow == "demand" })
        let answer = try await town.office.report(
            ReportDemand(key: "walk", text: hostile, requestClass: demand.code, area: AreaCode(WebTown.street)), by: .anybody)
        let area = Given(requestClass: demand.code.rawValue, area: WebTown.community)
        let steps: [Step] = [
            Step(who: "street", action: "triage", given: area),
            Step(who: "street", action: "dispatch", given: Given(organisations: [WebTown.department])),
            Step(who: "urban", action: "decline", order: 1, given: Given(reason: hostile)),
            Step(who: "street", action: "whistle", given: Given(organisations: [WebTown.department, "water-company"], lead: WebTown.department)),
            Step(who: "street", action: "pause", given: Given(reason: "weather")),
            Step(who: "street", action: "resume"),
            Step(who: "street", action: "cancel-order", order: 3),
            Step(who: "urban", action: "report-in", order: 2),
            Step(who: "street", action: "escalate", given: Given(text: hostile)),
            Step(who: "urban", action: "handle", order: 2, given: Given(text: hostile, photos: [])),
            Step(who: "verifier", action: "send-back", order: 2, given: Given(text: "不行")),
            Step(who: "urban", action: "handle", order: 2, given: Given(text: "好了")),
            Step(who: "verifier", action: "verify", given: Given(text: "看过了")),
            Step(who: "", action: "rate", given: Given(text: hostile, rating: 1)),
            Step(who: "street", action: "dispatch", given: Given(organisations: [WebTown.department])),
            Step(who: "urban", action: "report-in", order: 4),
            Step(who: "urban", action: "handle", order: 4, given: Given(text: "又好了")),
            Step(who: "verifier", action: "verify", given: Given(text: "看过了")),
            Step(who: "", action: "rate", given: Given(rating: 5)),
        ]
        try await visit(answer.caseID, answer.tracking)
        for (index, step) in steps.enumerated() {
            var given = step.given
            if step.action == "handle" { given.photos = [try await town.photo()] }
            let requester: Requester = step.who.isEmpty ? .tracking(answer.tracking) : .account(try town.account(step.who))
            let target = Target(answer.caseID, order: step.order, seen: nil, key: "step \(index)")
            _ = try await town.office.perform(TakeAction(step.action, on: target, given: given), by: requester)
            try await visit(answer.caseID, answer.tracking)
        }
    }

    @Test func everyStateInBothLanguages() async throws {
        try await WebTown.with { town in
            var states: Set<String> = []
            try await PageTests.walk(town) { id, tracking in
                let view = try await town.store.read { try town.office.view(id, on: $0) }
                states.insert(view.file.stateName.rawValue)
                for language in Language.allCases {
                    for login in ["street", "urban", "verifier", "county", "city"] {
                        try PageTests.checkOffice(view, town, login, language)
                    }
                    try PageTests.checkReporter(view, town, tracking, language)
                }
            }
            #expect(states == ["reported", "triaged", "undecided", "called", "working", "verifying", "rating", "closed"])
        }
    }

    private static func checkOffice(_ view: CaseView, _ town: WebTown, _ login: String, _ language: Language) throws {
        let account = try town.account(login)
        let permitted = town.office.permitted(.account(account), on: view.file, at: town.clock.now)
        var page = CasePage(
            view: view, city: town.city, permitted: permitted, names: [account.id.rawValue: account.name], key: "key")
        page.suggested = [WebTown.department, "water-company"]
        page.suggestionReason = Bilingual(zh: "规则", en: "rule")
        page.sketch = view.line.area.flatMap { shapes?.sketch(of: $0, position: nil) }
        let html = page.html(for: reader(language, town)).string
        check(html, language, town)
        let state = try #require(view.file.workflow.state(view.file.stateName)).title
        #expect(html.contains(language == .zh ? state.zh : String(state.en.dropFirst())))
        for (action, orders) in permitted {
            let title = language == .zh ? action.title.zh : action.title.en
            #expect(html.contains(">\(title)</button>"))
            #expect(html.ranges(of: "name=\"action\" value=\"\(action.name.rawValue)\"").count == max(1, orders.count))
        }
        // A schematic map says so.
        #expect(html.contains(language == .zh ? "不是行政区域界线" : "not administrative borders"))
        // Contact data has no place on the page of a case.
        #expect(!html.contains("tel:") && !html.contains("mailto:"))
    }

    private static func checkReporter(_ view: CaseView, _ town: WebTown, _ tracking: String, _ language: Language) throws {
        let permitted = town.office.permitted(.tracking(tracking), on: view.file, at: town.clock.now)
        let page = TrackedPage(
            view: view, city: town.city, permitted: permitted, looks: [], key: "key", notice: .done("note"),
            complaint: Complaint(title: .refused, message: hostile),
            attempt: Attempt(action: "rate", order: nil, fields: FormFields(urlEncoded: "text=%3Cb%3E&rating=3"), photos: ["0"]))
        let html = page.html(for: reader(language, town, signedIn: false)).string
        check(html, language, town)
        for account in town.accounts.values {
            #expect(!html.contains(account.name.zh) && !html.contains(account.name.en))
        }
        let isRating = view.file.stateName == "rating"
        #expect(html.contains("<input type=\"radio\" name=\"rating\" value=\"3\" required checked>") == isRating)
    }

    /// What holds for every page.
    private static func check(_ html: String, _ language: Language, _ town: WebTown) {
        #expect(Markup.faults(of: html).isEmpty)
        #expect(html.utf8.count <= 60_000)
        #expect(html.contains(language == .zh ? "<html lang=\"zh-CN\">" : "<html lang=\"en\">"))
        #expect(html.contains(language == .zh ? "演示系统" : "Demonstration"))
        #expect(!html.contains("<script") && !html.contains("<b>A & B"))
        #expect(html.ranges(of: "<h1>").count == 1)
        let forms = html.ranges(of: "method=\"post\"").count
        #expect(html.ranges(of: "name=\"form-token\" value=\"token\"").count == forms)
    }

    @Test(arguments: Language.allCases) func plainPages(language: Language) async throws {
        try await WebTown.with { town in
            let stranger = PageTests.reader(language, town, signedIn: false)
            let official = PageTests.reader(language, town)
            let hostile = PageTests.hostile
            let attempt = Attempt(
                action: "", order: nil, fields: FormFields(urlEncoded: "text=%3C%22%27&longitude=x&contact-name=%3E"), photos: ["a", "b"])
            let complaint = Complaint(title: .refused, message: hostile)
            let pages: [HTML] = [
                HomePage(notices: town.city.settings.notices).html(for: stranger),
                ReportPage(city: town.city, choices: CityChoices(town.city), key: "k", attempt: attempt, complaint: complaint).html(for: stranger),
                ReportPage(city: town.city, choices: CityChoices(town.city), key: "k").html(for: official),
                TrackPage(prefix: "KM", reference: hostile, isUnknown: true).html(for: stranger),
                SignInPage(login: hostile, complaint: .refused, destination: .desk, unsent: hostile).html(for: stranger),
                MessagePage(title: .refused, message: hostile, back: .desk).html(for: official),
                ContactPage(id: CaseID(1), reference: "KM", contact: Contact(name: hostile, phone: "1")).html(for: official),
                ContactPage(id: CaseID(1), reference: "KM", contact: nil).html(for: official),
                try await PageTests.desk(town).html(for: official),
            ]
            for page in pages { PageTests.check(page.string, language, town) }
        }
    }

    /// A desk with a full page of the worst lines.
    private static func desk(_ town: WebTown) async throws -> DeskPage {
        let command = ReportDemand(key: "line", text: "井盖", area: AreaCode(WebTown.street))
        let answer = try await town.office.report(command, by: .anybody)
        let line = try await town.store.read { try town.office.view(answer.caseID, on: $0).line }
        let lines = (0..<CaseList.pageSize).map { worst(line, number: $0, in: town) }
        var query = DeskQuery(FormFields(urlEncoded: "priority=urgent&after=1-2"))
        query.scope = "b"
        let scopes = ["a", "b"].map {
            DeskPage.Scope(key: $0, title: Bilingual(zh: hostile, en: hostile), scope: .city)
        }
        return DeskPage(
            city: town.city, choices: CityChoices(town.city), scopes: scopes, query: query, lines: lines,
            next: CaseList.Mark(moment: 1, id: 2), unfound: hostile)
    }

    private static func worst(_ line: CaseLine, number: Int, in town: WebTown) -> CaseLine {
        var line = line
        line.id = CaseID(Int64.max - Int64(number))
        line.state = "called"
        if number == 0 { line.workflow = "gone" }
        line.priority = .urgent
        line.requestClass = town.city.classes.all.first?.code
        line.area = AreaCode(WebTown.community)
        line.title = String(repeating: "<井盖>", count: 15)
        line.nextDue = number % 2 == 0 ? town.clock.now : nil
        line.overdue = 1
        line.isPaused = true
        return line
    }

    @Test func sharesAreRoundedToATenth() async throws {
        try await WebTown.with { town in
            var rates = Rates()
            rates.raw.reported = 3
            rates.raw.rated = 3
            rates.raw.solved = 2
            let rows = (0..<30).map { _ in RatesPage.Row(name: Bilingual(zh: "某街道", en: "a street"), rates: rates, below: "530102") }
            for by in ["organisation", "class", "area&in=530102"] {
                let page = RatesPage(
                    city: town.city, query: RatesQuery(FormFields(urlEncoded: "by=\(by)&page=2"), month: 202_611), whole: rates, rows: rows,
                    hasMore: true)
                for language in Language.allCases {
                    let html = page.html(for: PageTests.reader(language, town)).string
                    PageTests.check(html, language, town)
                    #expect(html.contains("<td>66.7 %</td>") && html.contains("<td>–</td>"))
                }
            }
        }
    }
}
