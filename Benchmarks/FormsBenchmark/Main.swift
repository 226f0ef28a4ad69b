import Foundation
import Ground
import XForms

/// CPU time of opening a large form and of answering it, and of the same with everything recomputed after every answer.
///
/// The form has 500 questions, 400 of them under a condition, with conditions, constraints, calculations and lists of the kinds that
/// real forms have, in the numbers of the largest one known (447 required, 93 constraints, 42 calculations, 339 lists, 2 languages).
@main
struct FormsBenchmark {
    static func main() throws {
        let text = LargeForm.text()
        let bytes = Array(text.utf8)
        let form = try XForm(bytes, file: "large.xml")
        print("\(LargeForm.questions) questions, \(LargeForm.conditions) conditions, \(form.languages.count) languages, \(bytes.count / 1000) kB")

        let surroundings = FormSession.Surroundings(now: Instant(milliseconds: 1_790_000_000_000), seed: 1)
        let openings = 20
        var evaluated = 0
        let opening = try measure {
            for _ in 0..<openings {
                let session = FormSession(try XForm(bytes, file: "large.xml"), surroundings)
                evaluated += session.evaluations
            }
        }
        line("open: read, compile and compute", opening / Double(openings), limit: 20)
        let starting = measure {
            for _ in 0..<200 { evaluated += FormSession(form, surroundings).evaluations }
        }
        line("  of which a session on the form at hand", starting / 200)

        let script = script(form, surroundings)
        var session = FormSession(form, surroundings)
        let before = session.evaluations
        var accepted = 0
        let answering = measure {
            for (node, answer) in script where session.answer(node, answer) == .accepted { accepted += 1 }
        }
        let own = session.evaluations - before
        line("one answer (mean of \(script.count), \(accepted) accepted)", answering / Double(script.count), limit: 0.2)

        var slowest = 0.0
        var once = FormSession(form, surroundings)
        for (node, answer) in script { slowest = max(slowest, measure { _ = once.answer(node, answer) }) }
        line("  the slowest of them", slowest)

        var plain = FormSession(form, surroundings)
        let baseBefore = plain.evaluations
        let recomputing = measure {
            for (node, answer) in script where plain.answer(node, answer) == .accepted { plain.recompute() }
        }
        line("baseline: one answer, then all computed anew", recomputing / Double(script.count))
        let isEqual = plain.entries == session.entries
        print("ratio \(String(format: "%.1f", recomputing / max(answering, 1e-9))); expressions per answer: ", terminator: "")
        print("\(String(format: "%.1f", Double(own) / Double(script.count))) instead of ", terminator: "")
        print("\(String(format: "%.1f", Double(plain.evaluations - baseBefore) / Double(script.count))); ", terminator: "")
        print("both end in the same state: \(isEqual ? "yes" : "NO")")
        if evaluated == 0 || !isEqual { exit(1) }
    }

    /// 2,000 answers to questions drawn by a seed, each a choice or a value of its type.
    static func script(_ form: XForm, _ surroundings: FormSession.Surroundings) -> [(FormSession.Node, String)] {
        var session = FormSession(form, surroundings)
        var random = SeededRandom(seed: 11)
        let questions = form.controls.indices.filter { form.controls[$0].kind.isQuestion }
        return (0..<2000).compactMap { _ in
            let control = questions[random.below(questions.count)]
            guard let field = form.controls[control].field, let node = session.nodes(of: field, below: session.root).first else { return nil }
            let choices = session.choices(of: control, at: node)
            let answer = choices.isEmpty ? "\(random.below(120))" : choices[random.below(choices.count)].value
            _ = session.answer(node, answer)
            return (node, answer)
        }
    }

    static func measure(_ work: () throws -> Void) rethrows -> Double {
        let start = clock()
        try work()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }

    static func line(_ name: String, _ seconds: Double, limit: Double? = nil) {
        let milliseconds = String(format: "%.3f", seconds * 1000)
        let verdict = limit.map { seconds * 1000 <= $0 ? " (limit \($0) ms, met)" : " (limit \($0) ms, MISSED)" } ?? ""
        print("\(name): \(milliseconds) ms CPU\(verdict)")
    }
}
