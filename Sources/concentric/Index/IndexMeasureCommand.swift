internal import ArgumentParser
internal import Cases
internal import City
internal import Foundation
internal import Ground
internal import Indicators
internal import Store
internal import WorkingTime

/// `concentric index measure DIR --database URL --period 2026`.
struct IndexMeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Count an index's numbers from the platform's own records: cases, calls, the residents' word.",
        discussion: """
            Every line of indicators.csv with a “measure” gets a value with the status platform, which names the records it was counted from.
            Rates are computed from these counts. Without --apply only what would change is shown, as in “concentric index import”.
            """)

    @Argument(help: "The folder.") var folder = "."
    @Option(help: "The database: sqlite:PATH or postgres://…") var database: String
    @Option(help: "The period: a year 2026, a quarter 2026-Q1 or a month 2026-03. A case counts where it was reported.") var period: String
    @Option(help: "city, county or street: what the index's units are.") var by = "city"
    @Option(help: "The unit that the city is; not needed where city.yaml names one of the units, or there is one only.") var unit: String?
    @Option(help: "The city folder, where it is another one.") var city: String?
    @Flag(help: "Without the cases that were taken out of the adjusted rates.") var adjusted = false
    @Option(help: "Write the records, one line each, to this CSV file.") var records: String?
    @Option(help: "Who counts.") var enteredBy = "concentric index measure"
    @Option(help: "Which value counts where another source gives the same cell: incoming or existing.") var choose: String?
    @Option(help: "Why.") var because = ""
    @Flag(help: "Write the changes.") var apply = false
    @Flag(help: "Show every change, not the first hundred of each kind.") var all = false
    @Option(help: "en or zh.") var lang = "en"

    static let source = "平台案件记录 the platform's case records"

    func validate() throws {
        guard ["en", "zh"].contains(lang) else { throw ValidationError("--lang must be en or zh") }
        guard PlatformCount.Grouping(rawValue: by) != nil else { throw ValidationError("--by must be city, county or street") }
        guard PlatformRecords.months(ofPeriod: period) != nil else { throw ValidationError("--period must be such as 2026, 2026-Q1 or 2026-03") }
        if let choose {
            guard ["incoming", "existing"].contains(choose) else { throw ValidationError("--choose must be incoming or existing") }
            guard !because.isEmpty else { throw ValidationError("--choose needs a reason: --because REASON") }
        }
    }

    func run() async throws {
        try await InputFault.reported { try await measure() }
    }

    private func measure() async throws {
        // The first values of a folder may be those that are counted now.
        let measures = try PlatformCount.measured(in: try IndexFiles.read(folder))
        if measures.isEmpty {
            throw RejectedInput(
                "nothing here is counted by the platform", at: Place(folder + "/indicators.csv"),
                advice: "name a measure at a part: \(PlatformMeasure.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let (found, diagnostics) = City.load(city ?? folder)
        guard let found else { throw RejectedInput(diagnostics) }
        let store = try await open()
        defer { store.close() }
        let count = try await count(found, store)
        if count.groups.isEmpty { throw RejectedInput("no case was reported in \(period)", at: Place("--database")) }
        if count.unplaced > 0 { Terminal.note("note: \(count.unplaced) cases lie in no known \(by) and are not counted") }
        let code = by == "city" ? try unit ?? IndexFolder.orExit(folder).usualUnit(folder) : ""
        let day = count.lastEvent.map { "\(found.calendar.localDate($0))" } ?? ""
        let text = count.values(
            of: measures, period: period, unit: { $0.isEmpty ? code : $0 }, source: Self.source, asOf: day, enteredBy: enteredBy)
        try bring(text)
    }

    /// The database as it is: counting makes none and changes none.
    private func open() async throws -> any Store {
        if database.hasPrefix("sqlite:") {
            let path = String(database.dropFirst("sqlite:".count))
            guard FileManager.default.fileExists(atPath: path) else { throw RejectedInput("there is no such database", at: Place(path)) }
        }
        do {
            return try await openStore(url: database)
        } catch let fault as StoreAddressError {
            throw RejectedInput("\(fault)", at: Place("--database"))
        }
    }

    private func count(_ city: City, _ store: any Store) async throws -> PlatformCount {
        guard let months = PlatformRecords.months(ofPeriod: period), let grouping = PlatformCount.Grouping(rawValue: by) else { throw ExitCode(2) }
        let isAdjusted = adjusted
        guard let records else {
            return try await store.read {
                try PlatformCount(months: months, by: grouping, isAdjusted: isAdjusted, in: city.territory, on: $0)
            }
        }
        let office = try await CaseOffice.open(city: city, store: store, now: Application.systemTime, hasFile: { _ in false })
        let (count, list, whole) = try await store.read { connection in
            (
                try PlatformCount(months: months, by: grouping, isAdjusted: isAdjusted, in: city.territory, on: connection),
                try PlatformRecordList(months: months, in: office, on: connection), try Rates.city(in: months, on: connection)
            )
        }
        guard list.sum(isAdjusted: isAdjusted) == (isAdjusted ? whole.adjusted : whole.raw) else {
            throw RejectedInput("the records of \(period) do not add up to the sums that are kept beside them", at: Place("--database"))
        }
        try OutputFile.write(list.csv, to: records)
        return count
    }

    private func bring(_ text: String) throws(RejectedInput) {
        var options = IndexImport.Options()
        options.target = "index-data/platform.csv"
        if let choose { options.choice = choose == "incoming" ? .incoming(because: because) : .existing(because: because) }
        let plan = IndexImport(Array(text.utf8), file: "counted", into: try IndexFiles.read(folder), options: options)
        try ImportDesk(folder: folder, lang: lang, showsAll: all, applies: apply).settle(plan)
    }
}
