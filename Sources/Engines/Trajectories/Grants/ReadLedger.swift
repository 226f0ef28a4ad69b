internal import Crypto
internal import Dispatch
internal import Foundation
internal import Ground
internal import Synchronization

/// Who may read what, and who did: the grants, their ends, and a log of every look, chained so that none can be taken out unseen.
///
/// A record of the read log: kind 1 · SHA-256 over the hash of the record before and the entry (32) · the entry.
public final class ReadLedger: Sendable {
    private struct Rights {
        var grants: [GrantID: Grant] = [:]
        var revoked: Set<GrantID> = []
    }

    private struct Logs {
        var grants: AppendLog
        var reads: AppendLog
        var chain: [UInt8]
        /// A log whose disk failed takes nothing more.
        var isBroken = false
        /// How it went with looks whose threads have not asked yet.
        var answers: [UInt64: Result<Void, TrackFault>] = [:]
    }

    /// Looks that wait for the disk together.
    private struct Waiting {
        enum Answer {
            /// Kept in the logs under a number.
            case number(UInt64)
            case task(CheckedContinuation<Void, any Error>)
        }

        var looks: [(entry: [UInt8], answer: Answer)] = []
        var next: UInt64 = 0
    }

    /// Never held while the disk is waited for: whether a grant still holds is known at once.
    private let rights: Mutex<Rights>
    private let logs: Mutex<Logs>
    private let waiting = Mutex(Waiting())
    /// Tasks wait for the disk here and not where they run.
    private let queue = DispatchQueue(label: "track ledger")
    private let readPath: String
    private let files: any FileSystem

    init(folder: String, files: any FileSystem, findings: inout [Diagnostic]) throws(TrackFault) {
        let path = folder + "/grants.log"
        var rights = Rights()
        let grantLog = try AppendLog(path, letters: "TRKGRANT", files: files, findings: &findings) { record throws(TrackFault) in
            if record.kind == 1, let grant = Grant(bytes: record.body) {
                rights.grants[grant.id] = grant
            } else if record.kind == 2, let revocation = Revocation(bytes: record.body) {
                rights.revoked.insert(revocation.grant)
            } else {
                throw .brokenFile(path, byte: record.offset, reason: "this is neither a grant nor its end")
            }
        }
        readPath = folder + "/reads.log"
        self.files = files
        var last = [UInt8](repeating: 0, count: 32)
        let readLog = try AppendLog(readPath, letters: "TRKREADS", ahead: 1 << 16, files: files, findings: &findings) { record throws(TrackFault) in
            last = Array(record.body.prefix(32))
        }
        logs = Mutex(Logs(grants: grantLog, reads: readLog, chain: last))
        self.rights = Mutex(rights)
    }

    // MARK: Grants

    func grant(_ id: GrantID) -> Grant? { rights.withLock { $0.grants[id] } }

    func isRevoked(_ id: GrantID) -> Bool { rights.withLock { $0.revoked.contains(id) } }

    /// The grants of a device, those that ended among them.
    public func grants(of device: DeviceID) -> [(grant: Grant, isRevoked: Bool)] {
        rights.withLock { rights in
            rights.grants.values.filter { $0.device == device }.sorted { ($0.expires, $0.id.description) < ($1.expires, $1.id.description) }
                .map { ($0, rights.revoked.contains($0.id)) }
        }
    }

    /// Keeps a grant whose signature has been checked.
    func add(_ grant: Grant) async throws {
        try await write { [self] logs throws(TrackFault) in
            guard self.rights.withLock({ $0.grants[grant.id] }) == nil else { throw .notGranted("a grant of this name is there") }
            try Self.append(1, grant.bytes, to: &logs.grants)
            self.rights.withLock { $0.grants[grant.id] = grant }
        }
    }

    /// Ends a grant: reading ends before this returns, and even if the disk fails.
    func end(_ revocation: Revocation) async throws {
        rights.withLock { _ = $0.revoked.insert(revocation.grant) }
        try await write { logs throws(TrackFault) in try Self.append(2, revocation.bytes, to: &logs.grants) }
    }

    // MARK: The read log

    /// Notes a look; returns when it is on the disk. Looks that come while the disk is busy share the next way to it.
    func note(_ entry: ReadEntry) async throws {
        let body = entry.bytes
        try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Void, any Error>) in
            waiting.withLock { $0.looks.append((body, .task(reply))) }
            queue.async { self.logs.withLock { self.noteAll(&$0) } }
        }
    }

    /// The same for a thread that may wait: it goes to the disk itself, and takes along who waits already.
    func noteWaiting(_ entry: ReadEntry) throws(TrackFault) {
        let body = entry.bytes
        let number = waiting.withLock { waiting in
            waiting.next += 1
            waiting.looks.append((body, .number(waiting.next)))
            return waiting.next
        }
        let answer = logs.withLock { logs in
            // Whoever was at the disk before has perhaps taken this look along.
            if logs.answers[number] == nil { noteAll(&logs) }
            return logs.answers.removeValue(forKey: number)
        }
        guard let answer else { throw .disk("a look was lost") }
        try answer.get()
    }

    private func noteAll(_ logs: inout Logs) {
        let looks = waiting.withLock { waiting in
            defer { waiting.looks = [] }
            return waiting.looks
        }
        guard !looks.isEmpty else { return }
        let result = Self.attempt(&logs) { logs throws(TrackFault) in try Self.note(looks.map(\.entry), &logs) }
        for look in looks {
            switch look.answer {
            case .number(let number): logs.answers[number] = result
            case .task(let reply): reply.resume(with: result.mapError { $0 as any Error })
            }
        }
    }

    private static func note(_ entries: [[UInt8]], _ logs: inout Logs) throws(TrackFault) {
        var bytes: [UInt8] = []
        var chain = logs.chain
        for entry in entries {
            chain = Array(SHA256.hash(data: chain + entry))
            RecordFile.append(1, chain + entry, to: &bytes)
        }
        try logs.reads.append(bytes)
        try logs.reads.file.sync()
        logs.chain = chain
    }

    /// Every look at a device, the earliest first.
    /// - Throws: `TrackFault.brokenFile` where the log was changed after it was written.
    public func reads(of device: DeviceID) throws(TrackFault) -> [ReadEntry] {
        var entries: [ReadEntry] = []
        var chain = [UInt8](repeating: 0, count: 32)
        let path = readPath
        _ = try RecordFile.scan(try files.open(path, forWriting: false)) { record throws(TrackFault) in
            guard record.body.count > 32, let entry = ReadEntry(bytes: record.body[32...]) else {
                throw .brokenFile(path, byte: record.offset, reason: "this is no look")
            }
            chain = Array(SHA256.hash(data: chain + record.body[32...]))
            guard chain == Array(record.body[..<32]) else {
                throw .brokenFile(path, byte: record.offset, reason: "a look before this one was changed or taken out")
            }
            if entry.device == device { entries.append(entry) }
        }
        return entries
    }

    private static func append(_ kind: UInt8, _ body: [UInt8], to log: inout AppendLog) throws(TrackFault) {
        guard body.count <= RecordFile.mostBody else { throw .tooMany("keys in one grant") }
        var bytes: [UInt8] = []
        RecordFile.append(kind, body, to: &bytes)
        try log.append(bytes)
        try log.file.sync()
    }

    private func write(_ body: @escaping @Sendable (inout Logs) throws(TrackFault) -> Void) async throws {
        try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Void, any Error>) in
            queue.async {
                let result = self.logs.withLock { Self.attempt(&$0, body) }
                reply.resume(with: result.mapError { $0 as any Error })
            }
        }
    }

    /// Does something that a fault of the disk ends for good.
    private static func attempt(_ logs: inout Logs, _ body: (inout Logs) throws(TrackFault) -> Void) -> Result<Void, TrackFault> {
        guard !logs.isBroken else { return .failure(.disk("an earlier write of the ledger failed")) }
        do throws(TrackFault) {
            try body(&logs)
            return .success(())
        } catch {
            if case .disk = error { logs.isBroken = true }
            return .failure(error)
        }
    }
}
