import Ground
import TestSupport
import Testing
import XForms

/// The reference forms, filled as the reference traces fill them: first state, every step, last state.
@Suite("Forms against JavaRosa", .enabled(if: Reference.isPresent))
struct FormTraceReferenceTests {
    static let names = [
        "ifrc_site_assessment", "liberia_std", "or_other", "repeat_date_test", "socio_economic_survey", "xlsform_spec_test",
    ]

    @Test("equal from the first to the last state", arguments: names)
    func plays(_ name: String) throws {
        let form = try XForm(InputFile.read(Reference.path("forms/xform/\(name).xml")), file: "\(name).xml")
        var session = FormSession(form, ReferenceForm.surroundings)
        try expectEqual(session, "forms/javarosa/\(name)_initial.csv")
        let expected = try ReferenceForm.rows("forms/javarosa/\(name)_trace.csv")
        let trace = FormTrace(&session, ReferenceForm.script(expected))
        let played = trace.rows.map(ReferenceForm.fields)
        #expect(played.count == expected.count)
        for (own, reference) in zip(played, expected) { #expect(own == reference) }
        try expectEqual(session, "forms/javarosa/\(name)_final.csv")
        #expect(session.problems.isEmpty)
    }

    /// Moments and identifiers differ from run to run: they are compared by their shape.
    private func expectEqual(_ session: FormSession, _ path: String) throws {
        let expected = try ReferenceForm.rows(path)
        let entries = session.entries
        #expect(entries.count == expected.count)
        for (entry, row) in zip(entries, expected) {
            let own = [
                entry.path, "\(entry.type.rawValue)", "\(entry.isRelevant)", "\(entry.isRequired)", "\(entry.isEnabled)",
                ReferenceForm.shape(entry.value),
            ]
            #expect(own == Array(row[0..<5]) + [ReferenceForm.shape(row[5])])
        }
    }

    @Test("what was refused in the trace changes nothing")
    func refusedAnswersLeaveNoTrace() throws {
        let form = try XForm(InputFile.read(Reference.path("forms/xform/liberia_std.xml")), file: "liberia_std.xml")
        var session = FormSession(form, ReferenceForm.surroundings)
        let count = try #require(session.node(at: "/data/adminData/repeatNum"))
        #expect(session.answer(count, "1") == .accepted)
        let muac = try #require(session.node(at: "/data/repeat1[1]/guard1/anthroData/muac"))
        let before = session.entries
        guard case .constraint(let message) = session.answer(muac, "5") else {
            Issue.record("5 mm is no circumference of an arm")
            return
        }
        #expect(message?.hasPrefix("MUAC must be between 50 and 250") == true)
        #expect(session.entries == before)
        #expect(session.answer(muac, "") == .required(message: nil))
        #expect(session.answer(muac, "1.5") == .malformed("“1.5” is no whole number"))
        #expect(session.answer(muac, "120") == .accepted)
    }
}

/// Reading of the reference's tables.
enum ReferenceForm {
    static let surroundings = FormSession.Surroundings(
        now: Instant(milliseconds: 1_795_235_610_253),
        properties: Dictionary(
            uniqueKeysWithValues: ["deviceid", "simserial", "phonenumber", "uri:deviceid"].map { ($0, "collect:test") }),
        seed: 7)

    static func rows(_ path: String) throws -> [[String]] {
        var found = Diagnostics()
        let csv = CSV(try InputFile.read(Reference.path(path)), file: path, diagnostics: &found)
        #expect(!found.hasErrors)
        return csv.rows.map(\.fields)
    }

    static func script(_ rows: [[String]]) -> FormTrace.Script {
        var script = FormTrace.Script()
        for row in rows {
            if row[1] == "QUESTION" { script.answers[row[2], default: []].append(row[5]) }
            if row[1] == "ADDED" { script.added.insert(row[2]) }
        }
        return script
    }

    static func fields(_ row: FormTrace.Row) -> [String] {
        [
            "\(row.step)", row.event, row.path, row.type.map { "\($0.rawValue)" } ?? "", row.isRequired.map { "\($0)" } ?? "",
            row.given ?? "", row.status ?? "",
        ]
    }

    /// Moments and identifiers without their digits.
    static func shape(_ value: String) -> String {
        let isMoment = value.hasPrefix("20") && value.contains("T") && value.hasSuffix("Z")
        let isIdentifier = value.hasPrefix("uuid:") && value.utf8.count == 41
        guard isMoment || isIdentifier else { return value }
        return String(value.map { $0.isHexDigit ? "0" : $0 })
    }
}
