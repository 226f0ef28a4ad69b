public import ArgumentParser
public import BudgetVoting
internal import Foundation
internal import Ground

extension PlainLanguage: ExpressibleByArgument {}

/// Runs the body; bad input and impossible counts go to standard error and end with exit code 2.
/// - Parameter file: the election that is counted, to be named beside a count that cannot be made.
func orExit(_ file: String? = nil, _ body: () throws -> Void) throws {
    do {
        try body()
    } catch let rejected as RejectedInput {
        writeToStandardError(rejected.diagnostics.text)
        throw ExitCode(2)
    } catch let failure as CountingFailure {
        writeToStandardError((file.map { $0 + ": " } ?? "") + "error: \(failure)\n")
        throw ExitCode(2)
    }
}

func writeToStandardError(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

/// The election file of a tally command.
struct ElectionFileOptions: ParsableArguments {
    @Argument(help: "A Pabulib file; .pb or .pb.gz may be left out.")
    var file: String

    @Flag(help: "Count what can be counted: contradictions of the file become warnings.")
    var lenient = false

    func read() throws(RejectedInput) -> Election {
        let path = existingPath
        let bytes = try InputFile.read(path)
        var diagnostics = Diagnostics()
        let election = PBReader.read(bytes, file: path, mode: lenient ? .lenient : .strict, diagnostics: &diagnostics)
        guard let election else { throw RejectedInput(diagnostics) }
        if !diagnostics.isEmpty { writeToStandardError(diagnostics.text) }
        return election
    }

    /// The path that is read.
    var existingPath: String {
        var isFolder: ObjCBool = false
        for path in [file, file + ".pb", file + ".pb.gz", file + ".gz"]
        where FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue {
            return path
        }
        return file
    }
}

/// Counts with a line on standard error that shows how far a long count is.
enum ProgressLine {
    static func count(
        _ election: Election, by rule: CountingRule, isQuiet: Bool, language: PlainLanguage
    ) throws(CountingFailure) -> Outcome {
        let start = ContinuousClock.now
        var shown = start
        let isShown = !isQuiet && isatty(2) == 1
        defer { if shown != start { writeToStandardError("\r\u{1B}[K") } }
        return try Counting.count(election, by: rule) { progress in
            guard isShown, shown.duration(to: .now) > .milliseconds(500) else { return }
            shown = .now
            let part = progress.budget > 0 ? Double(progress.cost) * 100 / Double(progress.budget) : 0
            let percent = Int(part.rounded(.down))
            let count = progress.increment
            let isByStep = rule.method == .equalShares
            writeToStandardError(
                language == .zh
                    ? "\r\(isByStep ? "第\(count)步" : "已入选\(count)个")，已用预算的\(percent)% …  "
                    : "\r\(count) \(isByStep ? "steps" : "winners"), \(percent) % of the budget spent …  ")
        }
    }

    /// Says when the step that is used by itself is far too fine for the election's currency.
    static func adviseStep(_ election: Election, _ rule: CountingRule, file: String, language: PlainLanguage) {
        let unit = Amount.unit(scale: election.scale)
        let better = CountingRule.suggestedStep(for: election)
        guard rule.method == .equalShares, rule.completion != .none, rule.step == nil, better >= 10 * unit else { return }
        let (step, times) = (election.amount(better), better / unit)
        writeToStandardError(
            language == .zh
                ? "\(file)：提示：每步加1对这里的金额太细；--step \(step)约快\(times)倍，但结果可能不同。\n"
                : "\(file): note: steps of 1 are very fine for these amounts; --step \(step) counts about \(times) times as "
                    + "fast, and may find other winners\n")
    }
}
