import Accounts
import Cases
import City
import Foundation
import Ground
import Store

/// A whole office at work without end – clerks, clocks, outbox – that says on standard output what has been acknowledged,
/// until it is killed: half of the endurance test.
///
/// Lines: `A key case revision` a command was acknowledged; `C case revision` a clock's event was seen by the one who made it;
/// `D case revision` a message of the outbox was delivered; `R code` a command was refused; `E words` something that must not
/// happen.
///
/// Arguments: the address of the database, the city folder, a seed, the moment at which the office's clock begins
/// (milliseconds since 1970), how many of its milliseconds pass in one of ours, and how many clerks work.
@main
struct OfficeWriter {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 7, let seed = UInt64(arguments[3]), let start = Int64(arguments[4]),
            let speed = Int64(arguments[5]), let clerks = Int(arguments[6])
        else { exit(2) }
        let (city, diagnostics) = City.load(arguments[2])
        guard let city else { return Line.fault("\(diagnostics.text)") }
        let store = try await openStore(url: arguments[1])
        let began = ContinuousClock.now
        // The office's clock runs fast, so that the clocks of cases run out while clerks are at work.
        let now: @Sendable () -> Instant = {
            let passed = (ContinuousClock.now - began).components
            let milliseconds = passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
            return Instant(milliseconds: start + milliseconds * speed)
        }
        let office = try await CaseOffice.open(city: city, store: store, now: now, hasFile: { _ in true })
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<clerks {
                group.addTask {
                    var clerk = Clerk(office, seed: seed &+ UInt64(number), now: now)
                    await clerk.workForever()
                }
            }
            group.addTask { await runClocks(of: office) }
            group.addTask { await deliver(from: store, claimant: office.ids.next()) }
        }
    }

    private static func runClocks(of office: CaseOffice) async {
        while true {
            do {
                _ = try await office.fireDueClocks(batch: 20)
                try await Task.sleep(for: .milliseconds(3))
            } catch {
                Line.fault("clocks: \(error)")
                return
            }
        }
    }

    /// Deliveries keep to real time: a claim must outlast the slowest machine.
    private static func deliver(from store: any Store, claimant: Int64) async {
        let runner = OutboxRunner(
            store: store, claimant: claimant, lease: leaseMilliseconds,
            now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        ) { message in
            let told = try JSONDecoder().decode(CaseMessage.self, from: Data(message.body.utf8))
            Line.write("D \(told.caseID.rawValue) \(told.revision)")
        }
        await runner.run { try await Task.sleep(for: .milliseconds(3)) }
    }

    private static let leaseMilliseconds: Int64 = 10_000
}

/// One line, written in one piece: it arrives whole or, at the moment of death, not at all.
enum Line {
    static func write(_ text: String) {
        let bytes = Array("\(text)\n".utf8)
        _ = bytes.withUnsafeBytes { Foundation.write(1, $0.baseAddress, $0.count) }
    }

    static func fault(_ text: String) { write("E " + text.split(whereSeparator: \.isNewline).joined(separator: " ")) }
}
