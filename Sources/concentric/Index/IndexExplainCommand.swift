internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index explain [DIR] UNIT`.
struct IndexExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "What a unit's score is made of, why it changed, where it is ahead and behind, and what would raise it.")

    @Argument(help: "The folder, if it is not this one, and the unit's code.") var words: [String]
    @Option(help: "The period; the unit's last one where not given.") var period: String?
    @Option(help: "The earlier period to compare with; the one before where not given.") var since: String?
    @Option(help: "The folder of an earlier edition: its method's differences are told apart from moves of the data.") var before: String?
    @Option(help: "How many ranks to rise.") var rise = 1
    @Option(help: "How many strengths and gaps.") var count = 5
    @Option(help: "en or zh.") var lang = "en"

    private var folder: String { words.count > 1 ? words[0] : "." }
    private var unit: String { words.last ?? "" }

    func validate() throws {
        guard words.count <= 2 else { throw ValidationError("expected are a folder and a unit's code") }
        guard ["en", "zh"].contains(lang) else { throw ValidationError("--lang must be en or zh") }
        guard (1...10_000).contains(rise), (0...10_000).contains(count) else {
            throw ValidationError("--rise must be at least 1, --count at least 0")
        }
    }

    func run() throws {
        let index = try IndexFolder.orExit(folder)
        let build = index.build()
        let rows = build.normalised.units.indices.filter { build.normalised.units[$0] == unit }
        guard let row = period.map({ wanted in rows.first { build.normalised.periods[$0] == wanted } }) ?? rows.last else {
            throw refusal("there is no unit “\(unit)”\(period.map { " in \($0)" } ?? "") in the results")
        }
        let old = try before.map { try IndexFolder.orExit($0).build() }
        let earlier = try self.earlier(build, row, rows, old)
        let codes = index.structure.elements.map(\.code)
        let names = Dictionary(codes.map { ($0, index.name(of: $0, isChinese: lang == "zh")) }, uniquingKeysWith: { a, _ in a })
        let text = ExplanationText(
            build, row: row, isChinese: lang == "zh", proposals: index.proposals, peers: index.peers, count: count, rise: rise,
            earlier: earlier, old: old, names: names)
        if index.hasSyntheticValues { print("! \(IndexExport.syntheticMark)") }
        print(text.text, terminator: "")
    }

    /// The row to compare with: of the earlier edition where one is given, else of this one.
    private func earlier(_ build: IndexBuild, _ row: Int, _ rows: [Int], _ old: IndexBuild?) throws -> Int? {
        let table = old?.normalised ?? build.normalised
        let own = table.units.indices.filter { table.units[$0] == unit }
        if let since {
            guard let found = own.first(where: { table.periods[$0] == since }) else {
                throw refusal("there is no unit “\(unit)” in \(since) in the results")
            }
            return found
        }
        return old == nil ? rows.last { $0 < row } : own.last
    }

    private func refusal(_ text: String) -> ExitCode {
        FileHandle.standardError.write(Data("\(folder): error: \(text)\n".utf8))
        return ExitCode(2)
    }
}
