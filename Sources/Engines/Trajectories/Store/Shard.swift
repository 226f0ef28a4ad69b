internal import Dispatch
internal import Foundation
internal import Synchronization

/// One part of a store: a thread that seals the points of its devices and brings them to the disk in groups.
///
/// Everything but the queue is touched by the thread, or by who holds `working`.
final class Shard: @unchecked Sendable {
    let number: UInt16
    let queue: WorkQueue
    let settings: StoreSettings
    let files: any FileSystem
    let register: DeviceRegister
    let contacts: LastContacts
    let days: Days
    let now: @Sendable () -> Int64
    /// Held while the thread works. Between its works everything is on the disk, and whoever finds it free may look.
    private let working = NSLock()

    var day: OpenDay?
    var heads: [UInt32: TrackHead] = [:]
    let encoder: BlockEncoder
    /// In the order in which blocks were begun: who comes of age next stands first.
    var ages = Queue<(openedAt: Int64, head: TrackHead)>()
    /// Batches that the next flush brings into blocks.
    var blocked: [OpenBatch] = []
    var fault: TrackFault?

    init(
        number: UInt16, settings: StoreSettings, files: any FileSystem, register: DeviceRegister, contacts: LastContacts, days: Days,
        now: @escaping @Sendable () -> Int64
    ) {
        self.number = number
        self.settings = settings
        self.files = files
        self.register = register
        self.contacts = contacts
        self.days = days
        self.now = now
        queue = WorkQueue(most: settings.mostWaiting)
        encoder = BlockEncoder(precision: settings.precision, level: settings.level)
    }

    func start() {
        let thread = Thread { self.run() }
        thread.name = "track shard \(number)"
        thread.start()
    }

    private func run() {
        while true {
            guard let works = queue.take(atMost: 1, gather: Double(settings.groupDelay) / 1000) else {
                queue.hasEnded()
                return
            }
            let closing = working.withLock { serve(works) }
            Wiping.wipeStack()
            if let reply = closing {
                if let fault { reply.resume(throwing: fault) } else { reply.resume() }
                queue.hasEnded()
                return
            }
        }
    }

    /// Does what waits, in order.
    /// - Returns: whom to tell that the shard is closed, if that was asked.
    private func serve(_ works: [WorkQueue.Work]) -> CheckedContinuation<Void, any Error>? {
        var group = Group()
        var closing: CheckedContinuation<Void, any Error>?
        attempt { () throws(TrackFault) in try turnDay() }
        attempt { () throws(TrackFault) in try sweep(everything: false) }
        for work in works {
            switch work {
            case .append(let slot, let points, let contact, let reply):
                take(points, contact, of: slot, reply, &group)
            case .sweep(let everything, let reply):
                attempt { () throws(TrackFault) in try sweep(everything: everything) }
                group.replies.append(reply)
            case .load(let job):
                finish(&group)
                load(job)
            case .locate(let slot, let reply):
                finish(&group)
                reply(fault.map { .failure($0) } ?? .success(openPieces(at: slot)))
            case .close(let reply):
                attempt { () throws(TrackFault) in try closeDay() }
                closing = reply
            }
        }
        finish(&group)
        if closing != nil {
            heads = [:]
            day = nil
        }
        return closing
    }

    /// Appends that share one way to the disk.
    struct Group {
        var replies: [CheckedContinuation<Void, any Error>] = []
        var contacts: [(UInt32, Contact)] = []
    }

    /// Does something that a fault of the disk ends for good.
    func attempt(_ body: () throws(TrackFault) -> Void) {
        guard fault == nil else { return }
        do throws(TrackFault) {
            try body()
        } catch {
            fault = error
        }
    }

    private func take(
        _ points: [Point], _ contact: Contact?, of slot: UInt32, _ reply: CheckedContinuation<Void, any Error>, _ group: inout Group
    ) {
        if fault == nil {
            do throws(TrackFault) {
                try append(points, of: slot)
            } catch .cannotSeal {
                reply.resume(throwing: TrackFault.cannotSeal)
                return
            } catch {
                fault = error
            }
        }
        if let contact { group.contacts.append((slot, contact)) }
        group.replies.append(reply)
    }

    /// Brings everything to the disk and tells those who wait for it.
    private func finish(_ group: inout Group) {
        attempt { () throws(TrackFault) in try flush() }
        if fault == nil {
            for (slot, contact) in group.contacts { contacts.set(contact, at: slot) }
            attempt { () throws(TrackFault) in try contacts.flush() }
        }
        for reply in group.replies {
            if let fault { reply.resume(throwing: fault) } else { reply.resume() }
        }
        group = Group()
    }

    /// What of a device lies in open files, without waiting for the thread; nil where the thread works just now.
    private func lookNow(at slot: UInt32) throws(TrackFault) -> OpenPieces?? {
        guard working.try() else { return nil }
        defer { working.unlock() }
        if let fault { throw fault }
        guard queue.isOpen else { throw .closed }
        return .some(openPieces(at: slot))
    }

    /// The same, as soon as the thread has time.
    func openPieces(of slot: UInt32) async throws -> OpenPieces? {
        if let open = try lookNow(at: slot) { return open }
        return try await withCheckedThrowingContinuation { (reply: CheckedContinuation<OpenPieces?, any Error>) in
            do throws(TrackFault) {
                try queue.put(.locate(slot: slot) { reply.resume(with: $0.mapError { $0 as any Error }) })
            } catch {
                reply.resume(throwing: error)
            }
        }
    }

    /// The same for a thread that may wait.
    func openPiecesWaiting(of slot: UInt32) throws(TrackFault) -> OpenPieces? {
        if let open = try lookNow(at: slot) { return open }
        let found = Mutex<Result<OpenPieces?, TrackFault>>(.failure(.closed))
        let isThere = DispatchSemaphore(value: 0)
        try queue.put(
            .locate(slot: slot) { result in
                found.withLock { $0 = result }
                isThere.signal()
            })
        isThere.wait()
        return try found.withLock { $0 }.get()
    }

    private func openPieces(at slot: UInt32) -> OpenPieces? {
        guard let day else { return nil }
        var pieces: [PieceSource] = []
        if let head = heads[slot] {
            if head.lastFile == day.blocks.number {
                for entry in day.blocks.entries(from: head.lastEntry) {
                    pieces.append(
                        PieceSource(
                            file: day.blocks.file, path: day.blocks.path, offset: Int(entry.offset), length: Int(entry.length),
                            day: day.folder.day, shard: number, span: entry.span))
                }
            }
            for batch in head.open {
                pieces.append(
                    PieceSource(
                        file: batch.file.file, path: batch.file.path, offset: batch.offset, length: batch.length, day: day.folder.day,
                        shard: number, span: batch.span))
            }
        }
        return OpenPieces(day: day.folder.day, closed: day.closed, pieces: pieces)
    }
}

/// First in, first out.
struct Queue<Element> {
    private var elements: [Element] = []
    private var start = 0

    var first: Element? { start < elements.count ? elements[start] : nil }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func removeFirst() {
        start += 1
        guard start > 4096, start > elements.count / 2 else { return }
        elements.removeFirst(start)
        start = 0
    }

    mutating func removeAll() { (elements, start) = ([], 0) }
}
