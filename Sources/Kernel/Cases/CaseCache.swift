internal import Synchronization

/// Cases as their logs told them a moment ago, so that a command need not read the whole log of its case again.
///
/// An entry counts only while the hash of the case's last event is still the one that it was made with. That hash is bound to
/// every event before it, so an entry can never be older than the log, nor come from a transaction that was undone or from
/// another server, and be taken for true.
final class CaseCache: Sendable {
    struct Entry: Sendable {
        var file: CaseFile
        var head: [UInt8]
    }

    /// Two generations: when the young one is full it becomes the old one, and what nobody has asked for is forgotten.
    private struct Generations {
        var young: [CaseID: Entry] = [:]
        var old: [CaseID: Entry] = [:]
    }

    private let generations = Mutex(Generations())
    private let capacity: Int

    /// - Parameter capacity: how many cases each of the two generations holds; one takes some three kilobytes.
    init(capacity: Int = 4096) { self.capacity = capacity }

    /// The case as it was when that event was its last.
    func file(_ id: CaseID, head: [UInt8]) -> CaseFile? {
        generations.withLock { generations in
            if let entry = generations.young[id] { return entry.head == head ? entry.file : nil }
            guard let entry = generations.old[id], entry.head == head else { return nil }
            put(entry, id, into: &generations)
            return entry.file
        }
    }

    func keep(_ file: CaseFile, head: [UInt8]) {
        generations.withLock { put(Entry(file: file, head: head), file.id, into: &$0) }
    }

    private func put(_ entry: Entry, _ id: CaseID, into generations: inout Generations) {
        if generations.young.count >= capacity, generations.young[id] == nil {
            generations.old = generations.young
            generations.young.removeAll(keepingCapacity: true)
        }
        generations.young[id] = entry
    }
}
