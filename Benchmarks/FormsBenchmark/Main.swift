import Documents
import Foundation
import Ground
import XForms

/// CPU time of opening a large form, of answering it, and of converting it from a workbook; each beside a baseline of the same run.
///
/// The form (`LargePlan`) has the numbers of the largest real one known: 500 questions, 400 under a condition, 93 constraints,
/// 42 calculations, lists for 300 selects, 2 languages.
@main
struct FormsBenchmark {
    static let surroundings = FormSession.Surroundings(now: Instant(milliseconds: 1_790_000_000_000), seed: 1)

    static func main() throws {
        let bytes = Array(LargeForm.text().utf8)
        let form = try XForm(bytes, file: "large.xml")
        print("A form of \(LargePlan.count) questions, \(LargePlan.conditions) conditions, \(form.languages.count) languages; CPU time, medians\n")
        try opening(bytes, form)
        let isEqual = answering(form)
        try converting()
        if !isEqual { exit(1) }
    }

    // MARK: Opening

    static func opening(_ bytes: [UInt8], _ form: XForm) throws {
        print("Opening an XForm of \(bytes.count / 1024) KiB")
        let plain = median(of: 21) { if PlainParse.run(bytes) == 0 { print("the baseline reads nothing") } }
        var evaluated = 0
        let whole = try median(of: 41) { evaluated += FormSession(try XForm(bytes, file: "large.xml"), surroundings).evaluations }
        let starting = median(of: 201) { evaluated += FormSession(form, surroundings).evaluations }
        line("open: read, compile, compute \(evaluated / 242) expressions", whole, limit: 20, work: Double(LargePlan.count), "questions")
        line("  of which a session on the form at hand", starting)
        line("baseline: Foundation's XMLParser, nothing kept", plain)
        print("  opening costs \(times(whole, plain)) the baseline\n")
    }

    // MARK: Answering

    static func answering(_ form: XForm) -> Bool {
        let script = script(form)
        print("Answering: \(script.count) answers to questions that are asked, drawn by a seed")
        var session = FormSession(form, surroundings)
        let before = session.evaluations
        var each: [Double] = []
        for (node, answer) in script { each.append(seconds { _ = session.answer(node, answer) }) }
        let own = session.evaluations - before
        var plain = FormSession(form, surroundings)
        let plainBefore = plain.evaluations
        var eachPlain: [Double] = []
        for (node, answer) in script {
            eachPlain.append(
                seconds {
                    _ = plain.answer(node, answer)
                    plain.recompute()
                })
        }
        let (mean, plainMean) = (each.reduce(0, +) / Double(each.count), eachPlain.reduce(0, +) / Double(each.count))
        let isEqual = plain.entries == session.entries
        line("one answer, mean", mean, limit: 0.2, work: 1, "answers")
        line("  the slowest of them", each.max() ?? 0)
        line("baseline: one answer, then all computed anew", plainMean)
        func share(_ count: Int) -> String { String(format: "%.1f", Double(count) / Double(script.count)) }
        print("  the baseline costs \(times(plainMean, mean)) an answer; \(share(own)) expressions per answer", terminator: "")
        print(" instead of \(share(plain.evaluations - plainBefore)); both end in the same state: \(isEqual ? "yes" : "NO")\n")
        return isEqual
    }

    /// 2,000 answers, each a choice or a value of its type, to questions that are asked as things stand then.
    static func script(_ form: XForm) -> [(FormSession.Node, String)] {
        var session = FormSession(form, surroundings)
        var random = SeededRandom(seed: 11)
        let questions = form.controls.indices.filter { form.controls[$0].kind.isQuestion }
        var script: [(FormSession.Node, String)] = []
        while script.count < 2000 {
            let control = questions[random.below(questions.count)]
            guard let field = form.controls[control].field, let node = session.nodes(of: field, below: session.root).first,
                session.isRelevant(node)
            else { continue }
            let choices = session.choices(of: control, at: node, withLabels: false)
            let answer = choices.isEmpty ? "\(random.below(110))" : choices[random.below(choices.count)].value
            if session.answer(node, answer) == .accepted { script.append((node, answer)) }
        }
        return script
    }

    // MARK: Converting

    static func converting() throws {
        let workbook = LargeBook.workbook().xlsx()
        let form = try XLSForm.convert(xlsx: workbook, file: "large.xlsx")
        print("Converting an XLSForm of \(workbook.count / 1024) KiB into an XForm of \(form.xml.utf8.count / 1024) KiB")
        var rows = 0
        let reading = try median(of: 11) { rows = try Spreadsheet.read(workbook, file: "large.xlsx").sheets.reduce(0) { $0 + $1.rows.count } }
        let whole = try median(of: 11) { _ = try XLSForm.convert(xlsx: workbook, file: "large.xlsx") }
        line("read, check, convert", whole, work: Double(LargePlan.count), "questions")
        line("baseline: the workbook read alone, \(rows) rows", reading)
        print("  converting costs \(times(whole, reading)) the baseline")
        if let peer = try Peer.conversion(of: workbook) {
            line("baseline: pyxform 4.5.0, warm", peer)
            print("  pyxform costs \(times(peer, whole)) our conversion")
        } else {
            print("  pyxform is not in .build (the tests install it): no comparison with it")
        }
    }

    // MARK: Measuring

    static func times(_ a: Double, _ b: Double) -> String { String(format: "%.1f times", a / max(b, 1e-9)) }

    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        var (start, end) = (timespec(), timespec())
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start)
        try work()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end)
        return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
    }

    static func median(of count: Int, _ work: () throws -> Void) rethrows -> Double {
        var all: [Double] = []
        for _ in 0..<count { all.append(try seconds(work)) }
        return all.sorted()[count / 2]
    }

    static func line(_ name: String, _ seconds: Double, limit: Double? = nil, work: Double? = nil, _ unit: String = "") {
        let verdict = limit.map { seconds * 1000 <= $0 ? " (limit \($0) ms: met)" : " (limit \($0) ms: MISSED)" } ?? ""
        let rate = work.map { "; \(Int($0 / max(seconds, 1e-9))) \(unit) per CPU second" } ?? ""
        print("  \(name): \(String(format: seconds < 0.001 ? "%.4f" : "%.2f", seconds * 1000)) ms CPU\(verdict)\(rate)")
    }
}
