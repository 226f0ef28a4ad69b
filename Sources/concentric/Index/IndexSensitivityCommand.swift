internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators
internal import Synchronization

/// `concentric index sensitivity DIR`.
struct IndexSensitivityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sensitivity",
        abstract: "How far ranks depend on the choices of the method: rank intervals, and each choice's share.",
        discussion: """
            What is varied stands under “study” in index.yaml; without it winsorising 1–5, two normalisations, weights ±25 % and two
            means. Control-C ends the study and prints what there is.
            """)

    @Argument(help: "The folder.") var folder = "."
    @Option(help: "How many runs, 12 to 1,000,000.") var runs = 2000
    @Option(help: "The seed of the draws.") var seed: UInt64 = 1
    @Option(help: "random or sobol (a quasi-random sequence).") var design = "random"
    @Option(help: "Replay a design: a CSV file with one column per factor, numbers from 0 to below 1.") var replay: String?
    @Flag(help: "Pick discrete choices over the observed range of the draws, as COINr does.") var observedRange = false
    @Flag(help: "Print JSON.") var json = false
    @Option(help: "Write every run to this CSV file: draws, weights, rank change, ranks.") var out: String?

    func validate() throws {
        guard (12...1_000_000).contains(runs) else { throw ValidationError("--runs must be 12 to 1,000,000") }
        guard StudyDesign.Kind(rawValue: design) != nil else { throw ValidationError("--design must be random or sobol") }
    }

    func run() throws {
        let index = try IndexFolder.orExit(folder)
        let build = index.build()
        let factors = index.plan.factors
        var asked = runs
        let interruption = Interruption()
        let isMarked = index.hasSyntheticValues
        let file: OutputDraft?
        do {
            file = try out.map { path throws(RejectedInput) in try OutputDraft(path) }
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
        file?.add(header(build, factors, isMarked))
        let observe: (UncertaintyStudy.Run) -> Void = { run in file?.add(line(run, isMarked)) }
        let study: IndexStudy
        if let replay {
            let plan = try given(replay, factors)
            asked = plan.rows.count
            study = IndexStudy(
                build, plan: index.plan, design: plan, seed: seed, progress: show, isCancelled: { interruption.value }, observe: observe)
        } else {
            let kind = StudyDesign.Kind(rawValue: design) ?? .random
            if kind == .sobol, 2 * factors.count > SobolSequence.dimensionLimit {
                FileHandle.standardError.write(
                    Data("\(folder): warning: \(factors.count) choices are too many for the sequence; draws are random\n".utf8))
            }
            study = IndexStudy(
                build, plan: index.plan, kind: kind, runs: runs, seed: seed, progress: show, isCancelled: { interruption.value },
                observe: observe)
        }
        FileHandle.standardError.write(Data("\n".utf8))
        do {
            try file?.close()
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
        if json {
            print(StudyExport.json(study, build, asked: asked, seed: seed, synthetic: isMarked), terminator: "")
            return
        }
        if isMarked { print("! \(IndexExport.syntheticMark)") }
        if study.runs < asked { print("stopped after \(study.runs) of \(asked) runs") }
        if study.runs > 0 { tables(study, build) }
    }

    private func tables(_ study: IndexStudy, _ build: IndexBuild) {
        print("\(study.runs) runs, seed \(seed)\nperiod  unit  rank  median  5 %–95 %")
        for (row, spread) in study.spreads.enumerated() {
            // Rank 0 means none.
            let interval = [("", spread.median), ("  ", spread.q5), ("–", spread.q95)].map { $0 + ($1 > 0 ? String(format: "%.0f", $1) : "–") }.joined()
            let isWide = abs(spread.median - Double(build.ranks[row])) >= 3 || spread.q95 - spread.q5 > 10
            let mark = isWide ? "  rank is not robust" : ""
            print("\(build.imputed.periods[row])  \(build.imputed.units[row])  \(build.ranks[row] > 0 ? "\(build.ranks[row])" : "–")  \(interval)\(mark)")
        }
        if study.samples == nil, !study.factors.isEmpty, replay == nil {
            print("too few runs for the shares of \(study.factors.count) choices: they take at least \(2 * (study.factors.count + 2))")
        }
        guard let indices = study.indices else { return }
        print("choice  first-order (5 %–95 %)  total (5 %–95 %)")
        for (factor, name) in study.factors.enumerated() {
            var text = name + String(format: "  %.3f", indices.first[factor])
            if let range = study.intervals?.first[factor] { text += String(format: " (%.3f–%.3f)", range.lowerBound, range.upperBound) }
            text += String(format: "  %.3f", indices.total[factor])
            if let range = study.intervals?.total[factor] { text += String(format: " (%.3f–%.3f)", range.lowerBound, range.upperBound) }
            print(text)
        }
    }

    private func show(_ done: Int, _ total: Int) {
        let filled = total > 0 ? 30 * done / total : 30
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\(bar) \(done) of \(total) runs".utf8))
    }

    // MARK: Files of runs

    private func header(_ build: IndexBuild, _ factors: [StudyPlan.Factor], _ isMarked: Bool) -> String {
        let rows = (0..<build.normalised.rowCount).map { "rank \(build.normalised.units[$0]) \(build.normalised.periods[$0])" }
        return CSV.line(
            ["run"] + factors.map { "u \($0.name)" }
                + ["filling", "treatment", "normalisation", "weight set", "aggregation", "exponent", "rank change"]
                + build.structure.elements.map { "weight \($0.code)" } + rows + (isMarked ? [IndexExport.syntheticMark] : []))
    }

    private func line(_ run: UncertaintyStudy.Run, _ isMarked: Bool) -> String {
        let choice = run.choice
        let picked = [choice.filling, choice.treatment, choice.normalisation, choice.weights, choice.aggregation].map { "\($0 + 1)" }
        let exponent = run.exponent.map { "\($0)" } ?? ""
        return CSV.line(
            ["\(run.number)"] + run.draw.map { "\($0)" } + picked + [exponent, "\(run.rankChange)"] + run.weights.map { "\($0)" }
                + run.ranks.map { "\($0)" } + (isMarked ? [""] : []))
    }

    /// A given design; blocks are recognised where the rows make A, B and one block per factor.
    private func given(_ file: String, _ factors: [StudyPlan.Factor]) throws -> StudyDesign {
        var faults = Diagnostics()
        do {
            let rows = try StudyFile.read(try InputFile.read(file), file: file, factors: factors.map(\.name))
            return StudyDesign(
                rows: rows, samples: StudyFile.samples(rows), draw: observedRange ? .observedRange : .unbiased)
        } catch {
            faults.append(contentsOf: error.diagnostics)
        }
        FileHandle.standardError.write(Data(faults.text.utf8))
        throw ExitCode(2)
    }
}

/// Whether the user has asked to stop with Control-C; a second one ends the program at once.
///
/// A plain handler, not a dispatch source: that is set up on another thread, and a signal that comes before it is lost.
private struct Interruption {
    private static let isAsked = Atomic(false)

    var value: Bool { Self.isAsked.load(ordering: .relaxed) }

    init() {
        Self.isAsked.store(false, ordering: .relaxed)
        signal(SIGINT) { _ in
            Interruption.isAsked.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        // Whoever started this program may have blocked the signal.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
