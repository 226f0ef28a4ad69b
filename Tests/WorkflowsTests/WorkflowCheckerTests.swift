import Foundation
import Ground
import Testing
import Workflows

/// One fault put into the shipped demand, and what the checker must say about it.
struct Fault: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var says: String
    /// Text that begins where the finding must point to; nil where the line is not fixed.
    var at: String?
    var isWarning = false

    init(_ old: String, _ new: String, says: String, at: String? = nil, isWarning: Bool = false) {
        self.old = old
        self.new = new
        self.says = says
        self.at = at
        self.isWarning = isWarning
    }

    var testDescription: String { says }
}

@Suite struct WorkflowCheckerTests {
    static let dispatchers = "[street-dispatcher of own-area, county-dispatcher of own-area, city-dispatcher of own-area]"

    static let faults: [Fault] = [
        Fault(
            "  closed:    {title", "  lost:      {title: {zh: 丢失, en: lost}}\n  closed:    {title", says: "no case can ever reach the state “lost”",
            at: "lost:  "),
        Fault("    from: rating\n    to: unrated", "    from: triaged\n    to: unrated", says: "not possible everywhere where “rate” runs", at: "then: [take"),
        Fault("    from: reported\n    to: triaged", "    from: reported\n    to: traiged", says: "there is no state “traiged”", at: "traiged"),
        Fault("    to: triaged\n    who: [street", "    to: triaged\n    who: [] # [street", says: "nobody may take the action “triage”", at: "who: [] #"),
        Fault(
            "who: [reporter]\n    not: [handler, verifier]", "who: [clock]\n    not: [handler, verifier]", says: "only a clock may take “rate”",
            at: "who: [clock]\n    not: [handler"),
        Fault("    then: [take: close-unrated]\n", "", says: "nothing happens when the clock “rate” runs out"),
        Fault("    then: [take: close-unrated]\n", "    then: [notify: reporter]\n", says: "only a clock may take “close-unrated”"),
        Fault("then: [take: close-unrated]", "then: [take: close-unratd]", says: "there is no action “close-unratd”", at: "close-unratd"),
        Fault("    runs: while verifying", "    runs: while closed", says: "the case has ended in “closed”", at: "runs: while closed"),
        Fault(
            "    not: [finder, handler]\n    needs: [text]\n\n  send-back", "    not: [finder]\n    needs: [text]\n\n  send-back", says: "judge the own work",
            at: "not: [finder]\n"),
        Fault(
            "    not: [finder, handler]\n    needs: [text]\n\n  send-back", "    not: [handler]\n    needs: [text]\n\n  send-back",
            says: "who found the case may take “verify”", at: "not: [handler]\n", isWarning: true),
        Fault("en: closed}, end: resolved}", "en: closed}, end: rejected}", says: "no state ends a case as resolved", at: "states:"),
        Fault("limit: {urgent: 4 hours, important", "limit: {important", says: "“urgent” is missing in clocks.verify.limit"),
        Fault(
            "limit: {urgent: 4 hours", "limit: {urgent: 9 days", says: "urgent cases have more time than important ones", at: "limit: {urgent: 9",
            isWarning: true),
        Fault("limit: from class\n    otherwise", "limit: from class\n    #", says: "not every class has a limit"),
        Fault("{zh: 派遣, en: Dispatch}", "{zh: 派遣}", says: "actions.dispatch.title has no English text", at: "{zh: 派遣}"),
        Fault("{zh: 派遣, en: Dispatch}", "{en: Dispatch}", says: "actions.dispatch.title has no Chinese text", at: "{en: Dispatch}"),
        Fault("  withdraw:\n    title: {zh: 撤销", "  triage:\n    title: {zh: 撤销", says: "a key stands twice"),
        Fault("[reporter, county-supervisor of own-area", "[reportr, county-supervisor of own-area", says: "did you mean “reporter”?", at: "reportr"),
        Fault("who: [reporter]\n    not: [handler, verifier]", "who: [officer own-order]\n    not: [handler, verifier]", says: "does not say who"),
        Fault(
            "who: [reporter]\n    not: [handler, verifier]", "who: [department-officer of own-order]\n    not: [handler, verifier]",
            says: "“rate” is about no single order"),
        Fault("needs: [text, photo]", "needs: [text, foto]", says: "did you mean “photo”?", at: "foto"),
        Fault("needs: [text, photo]", "needs: [text, text]", says: "“text” stands twice"),
        Fault("does: expire", "does: expires", says: "did you mean “expire”?", at: "expires"),
        Fault("    does: expire\n", "", says: "it is not said what “close-unrated” does", at: "close-unrated:\n"),
        Fault(
            "    from: verifying\n    to: rating", "    from: [verifying, working]\n    to: rating", says: "in “working” an order is open",
            at: "from: [verifying, working]"),
        Fault("    from: verifying\n    to: rating", "    from: verifying\n    to: working", says: "nobody can decide it"),
        Fault("    to: rating\n", "", says: "it is not said where “verify” leads"),
        Fault(
            "    from: rating\n    who: [reporter]", "    from: [rating, closed]\n    who: [reporter]", says: "“closed” is an end", at: "from: [rating, closed]"
        ),
        Fault("    from: called\n    who", "    from: [called, triaged]\n    who", says: "no order in “triaged” allows “report-in”"),
        Fault("    from: [closed, unrated]", "    from: [closed, verifying]", says: "“verifying” is no end"),
        Fault("    to: duplicate", "    to: undecided", says: "“merge” must lead to an end"),
        Fault("reopening:\n  most: 2\n  within: 15 days", "", says: "it is not said how often a case may be reopened", at: "rating:\n"),
        Fault("  reopens to: triaged", "  reopens to: closed", says: "a reopened case must be open"),
        Fault("  closes to: closed", "  closes to: triaged", says: "a good rating must end the case"),
        Fault("  when done: verifying", "  when done: called", says: "must be different ones", at: "orders:"),
        Fault(
            "    does: triage\n    from: [triaged, undecided", "    does: triage\n    to: triaged\n    from: [verifying, undecided",
            says: "would pass the verifier by"),
        Fault("  most: 10", "  most: 1", says: "“whistle” calls at least 2 departments", at: "whistle:\n"),
        Fault("  when done: verifying\n", "", says: "“when done” is missing in orders"),
        Fault("    from: [undecided, called, working]\n", "    from: [called, working]\n", says: "after 2 declines nobody can go on", at: "decline:\n"),
        Fault(
            "en: Resume}\n    from: [triaged, undecided, called, working, verifying]", "en: Resume}\n    from: [triaged, undecided, called, verifying]",
            says: "could not be resumed in working", at: "pause:\n"),
        Fault("needs: [class, area]", "need: [class, area]", says: "“need” is not known here", at: "need: [class"),
        Fault("    limit: 7 days", "    limit: a week", says: "is not a length of time", at: "a week"),
        Fault("runs: while triaged or undecided", "runs: while triaged undecided", says: "there must be “or”"),
        Fault("  content from: 3", "  content from: 9", says: "must be 1 to 5", at: "9\n"),
        Fault("version: 1", "version: one", says: "must be a whole number", at: "one\n"),
    ]

    @Test(arguments: faults)
    func everyFaultIsToldWithItsPlace(_ fault: Fault) throws {
        let text = try Shipped.text(Shipped.paths[0])
        try #require(text.contains(fault.old))
        let range = try #require(text.range(of: fault.old))
        let broken = text.replacingCharacters(in: range, with: fault.new)
        var diagnostics = Diagnostics()
        let workflow = Workflow.read(broken, file: "demand.yaml", diagnostics: &diagnostics)
        #expect((workflow == nil) != fault.isWarning)
        let found = diagnostics.all.first { $0.message.contains(fault.says) || ($0.advice ?? "").contains(fault.says) }
        let finding = try #require(found, "\(diagnostics.text)")
        #expect(finding.severity == (fault.isWarning ? .warning : .error))
        let line = try #require(finding.place.line)
        let column = try #require(finding.place.column)
        guard let needle = fault.at else { return }
        let lines = broken.split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines[(line - 1)...].joined(separator: "\n").dropFirst(column - 1)
        #expect(rest.hasPrefix(needle), "\(finding) points to \(rest.prefix(20))")
    }

    @Test func allFaultsAreToldAtOnce() throws {
        let text = try Shipped.text(Shipped.paths[0])
            .replacing("needs: [text, photo]", with: "needs: [text, foto]").replacing("limit: 7 days", with: "limit: a week")
            .replacing("does: expire", with: "does: expires")
        var diagnostics = Diagnostics()
        _ = Workflow.read(text, file: "demand.yaml", diagnostics: &diagnostics)
        #expect(diagnostics.errors.count >= 3)
    }

    @Test func aDeadEndIsFound() {
        let text = """
            workflow: w
            version: 1
            title: {zh: 甲, en: a}
            states:
              new: {title: {zh: 新, en: new}}
              stuck: {title: {zh: 停, en: stuck}}
              done: {title: {zh: 毕, en: done}, end: resolved}
            actions:
              report: {title: {zh: 报, en: report}, to: new, who: anybody}
              finish: {title: {zh: 毕, en: finish}, does: move, from: new, to: done, who: reporter}
              lose: {title: {zh: 失, en: lose}, does: move, from: new, to: stuck, who: reporter}
              call: {title: {zh: 派, en: call}, does: dispatch, from: new, who: reporter}
            """
        var diagnostics = Diagnostics()
        #expect(Workflow.read(text, file: "w.yaml", diagnostics: &diagnostics) == nil)
        #expect(diagnostics.text.contains("w.yaml:6:3: error: a case in the state “stuck” can never end"))
        #expect(diagnostics.text.contains("w.yaml:12:3: error: “call” is about orders, but there are no rules for them"))
    }
}
