internal import Synchronization

/// When each device was last heard of: 32 bytes a device in a table of fixed places, and nothing of where it was.
///
/// An entry: when (8; 0 never) · alarm (4) · battery (1; 255 unknown) · zeros (19). It is written behind each group without waiting for the
/// disk: after a failure of power it may be some seconds old.
final class LastContacts: Sendable {
    static let entrySize = 32

    private struct State {
        var contacts: [Contact?]
        var dirty: [UInt32] = []
        var isDirty: [Bool]
    }

    private let state: Mutex<State>
    private let file: any StoredFile
    /// One at a time, so that an older entry never follows a newer one.
    private let flushing = Mutex(())

    init(folder: String, files: any FileSystem) throws(TrackFault) {
        file = try files.open(folder + "/contacts.table", forWriting: true)
        let bytes = try file.read(try file.size(), at: 0)
        var contacts: [Contact?] = []
        for start in stride(from: 0, to: bytes.count - bytes.count % Self.entrySize, by: Self.entrySize) {
            var reader = ByteReader(bytes[start..<(start + Self.entrySize)])
            guard let time = reader.number(Int64.self), let alarm = reader.number(UInt32.self), let battery = reader.number(UInt8.self)
            else { break }
            contacts.append(time == 0 ? nil : Contact(time: time, battery: battery == 255 ? nil : battery, alarm: alarm))
        }
        state = Mutex(State(contacts: contacts, isDirty: [Bool](repeating: false, count: contacts.count)))
    }

    func set(_ contact: Contact, at slot: UInt32) {
        state.withLock { state in
            let missing = Int(slot) + 1 - state.contacts.count
            if missing > 0 {
                state.contacts += [Contact?](repeating: nil, count: missing)
                state.isDirty += [Bool](repeating: false, count: missing)
            }
            state.contacts[Int(slot)] = contact
            if !state.isDirty[Int(slot)] {
                state.isDirty[Int(slot)] = true
                state.dirty.append(slot)
            }
        }
    }

    func contact(at slot: UInt32) -> Contact? {
        state.withLock { Int(slot) < $0.contacts.count ? $0.contacts[Int(slot)] : nil }
    }

    /// Writes what has changed.
    func flush() throws(TrackFault) {
        let result = flushing.withLock { _ in
            Result { () throws(TrackFault) in try write() }
        }
        try result.get()
    }

    private func write() throws(TrackFault) {
        let entries = state.withLock { state in
            defer {
                for slot in state.dirty { state.isDirty[Int(slot)] = false }
                state.dirty.removeAll(keepingCapacity: true)
            }
            return state.dirty.compactMap { slot in state.contacts[Int(slot)].map { (slot, $0) } }
        }
        for (slot, contact) in entries {
            var bytes: [UInt8] = []
            bytes.append(little: contact.time)
            bytes.append(little: contact.alarm)
            bytes.append(contact.battery ?? 255)
            bytes += [UInt8](repeating: 0, count: Self.entrySize - bytes.count)
            try file.write(bytes, at: Int(slot) * Self.entrySize)
        }
    }
}
