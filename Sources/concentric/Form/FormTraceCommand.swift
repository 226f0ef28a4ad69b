internal import ArgumentParser
internal import Foundation
internal import Ground
internal import XForms

/// Fills a form with given answers and writes what happens.
struct FormTraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Play the answers of a trace into a form.",
        discussion: """
            Walks through the form as the phone app does. Answers are those of the trace's QUESTION rows, by path; several for one path
            are tried one after the other until one is accepted. A new instance of a repeat is added where the trace has ADDED.
            Writes initial.csv, trace.csv and final.csv.
            """)

    @Argument(help: ArgumentHelp("The form.", valueName: "file.xml"))
    var file: String

    @Option(help: ArgumentHelp("The trace with the answers.", valueName: "name_trace.csv"))
    var answers: String

    @Option(help: ArgumentHelp("Where to write to.", valueName: "dir"))
    var out: String

    @Option(help: ArgumentHelp("What the device calls itself.", valueName: "id"))
    var device = "collect:test"

    @Option(help: ArgumentHelp("What identifiers and random numbers are drawn by.", valueName: "seed"))
    var seed: UInt64?

    func run() throws {
        try orExit {
            let form = try FormFile.read(file)
            let script = try Self.script(answers)
            var session = FormSession(form, FormFile.surroundings(device: device, seed: seed))
            let initial = Self.state(session)
            let trace = FormTrace(&session, script)
            for problem in session.problems { Terminal.note("\(problem.place): warning: \(problem.message)") }
            do {
                try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            } catch {
                throw RejectedInput("the folder cannot be made", at: Place(out))
            }
            try OutputFile.write(initial, to: "\(out)/initial.csv")
            try OutputFile.write(Self.table(trace), to: "\(out)/trace.csv")
            try OutputFile.write(Self.state(session), to: "\(out)/final.csv")
        }
    }

    private static func script(_ path: String) throws(RejectedInput) -> FormTrace.Script {
        var found = Diagnostics()
        let csv = CSV(try InputFile.read(path), file: path, diagnostics: &found)
        let columns = ["event", "ref", "given"].compactMap { csv.requiredColumn($0, diagnostics: &found) }
        guard !found.hasErrors, columns.count == 3 else { throw RejectedInput(found) }
        var script = FormTrace.Script()
        for row in csv.rows {
            let (event, path, given) = (row.fields[columns[0]], row.fields[columns[1]], row.fields[columns[2]])
            if event == "QUESTION" { script.answers[path, default: []].append(given) }
            if event == "ADDED" { script.added.insert(path) }
        }
        return script
    }

    private static func quoted(_ text: String) -> String {
        text.isEmpty ? "" : "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    private static func state(_ session: FormSession) -> String {
        let rows = session.entries.map { entry in
            [
                quoted(entry.path), "\(entry.type.rawValue)", "\(entry.isRelevant)", "\(entry.isRequired)", "\(entry.isEnabled)",
                quoted(entry.value),
            ].joined(separator: ",") + "\n"
        }
        return "path,datatype,relevant,required,enabled,value\n" + rows.joined()
    }

    private static func table(_ trace: FormTrace) -> String {
        let rows = trace.rows.map { row in
            let type = row.type.map { "\($0.rawValue)" } ?? ""
            let isRequired = row.isRequired.map { "\($0)" } ?? ""
            return [
                "\(row.step)", row.event, quoted(row.path), type, isRequired, quoted(row.given ?? ""), row.status ?? "",
            ].joined(separator: ",") + "\n"
        }
        return "step,event,ref,datatype,required,given,status\n" + rows.joined()
    }
}
