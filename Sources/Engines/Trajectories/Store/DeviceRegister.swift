internal import Ground
internal import Synchronization

/// Which devices there are and to whom their points are sealed: a file that only grows.
///
/// A record: kind 1 · when, milliseconds (8) · the owner's card (64) · the device's name (the rest). A later record of the same device
/// gives it to another owner, from its next epoch on; what was sealed before stays the former one's.
final class DeviceRegister: Sendable {
    private struct State {
        var log: AppendLog
        var slots: [DeviceID: UInt32] = [:]
        var devices: [DeviceID] = []
        var cards: [UInt8] = []
        var former: [UInt32: [Former]] = [:]

        mutating func enter(_ device: DeviceID, _ card: some Collection<UInt8>, at time: Int64) {
            if let slot = slots[device] {
                let old = Array(cards[(Int(slot) * 64)..<(Int(slot) * 64 + 64)])
                if !old.elementsEqual(card) { former[slot, default: []].append(Former(card: old, until: time)) }
                cards.replaceSubrange((Int(slot) * 64)..<(Int(slot) * 64 + 64), with: card)
            } else {
                slots[device] = UInt32(devices.count)
                devices.append(device)
                cards += card
            }
        }
    }

    private struct Former {
        var card: [UInt8]
        var until: Int64
    }

    private let state: Mutex<State>

    init(folder: String, files: any FileSystem, findings: inout [Diagnostic]) throws(TrackFault) {
        var entered: [(DeviceID, ArraySlice<UInt8>, Int64)] = []
        let path = folder + "/devices.log"
        let log = try AppendLog(path, letters: "TRKDEVIC", files: files, findings: &findings) { record throws(TrackFault) in
            guard record.kind == 1, record.body.count > 72, let name = String(validating: record.body[72...], as: UTF8.self),
                let device = DeviceID(name)
            else { throw .brokenFile(path, byte: record.offset, reason: "this is no device") }
            var reader = ByteReader(record.body[..<8])
            entered.append((device, record.body[8..<72], reader.number(Int64.self) ?? 0))
        }
        var state = State(log: log)
        for (device, card, time) in entered { state.enter(device, card, at: time) }
        self.state = Mutex(state)
    }

    /// Registers devices with their owners; returns when they are on the disk.
    func register(_ devices: [(DeviceID, OwnerCard)], at time: Int64) throws(TrackFault) {
        let result: Result<Void, TrackFault> = state.withLock { state in
            var bytes: [UInt8] = []
            for (device, card) in devices {
                var body: [UInt8] = []
                body.append(little: time)
                body += card.bytes
                body += device.text.utf8
                RecordFile.append(1, body, to: &bytes)
            }
            do throws(TrackFault) {
                try state.log.append(bytes)
                try state.log.file.sync()
            } catch {
                return .failure(error)
            }
            for (device, card) in devices { state.enter(device, card.bytes, at: time) }
            return .success(())
        }
        try result.get()
    }

    var count: Int { state.withLock { $0.slots.count } }
    func slot(of device: DeviceID) -> UInt32? { state.withLock { $0.slots[device] } }
    func device(at slot: UInt32) -> DeviceID? { state.withLock { Int(slot) < $0.devices.count ? $0.devices[Int(slot)] : nil } }
    func slots(of devices: [DeviceID]) -> [UInt32?] { state.withLock { state in devices.map { state.slots[$0] } } }

    /// Until when, in milliseconds, the device was or is somebody's: the end of time for the owner; nil for who never was.
    func tenure(of card: OwnerCard, at slot: UInt32) -> Int64? {
        state.withLock { state in
            guard (Int(slot) + 1) * 64 <= state.cards.count else { return nil }
            if state.cards[(Int(slot) * 64)..<(Int(slot) * 64 + 64)].elementsEqual(card.bytes) { return .max }
            return state.former[slot]?.last { $0.card == card.bytes }?.until
        }
    }

    /// The owner, then those who were.
    func owners(at slot: UInt32) -> [OwnerCard] {
        let former = state.withLock { $0.former[slot]?.reversed().map(\.card) ?? [] }
        return (card(at: slot).map { [$0] } ?? []) + former.compactMap { OwnerCard(bytes: $0) }
    }

    func card(at slot: UInt32) -> OwnerCard? {
        let bytes = state.withLock { state in
            (Int(slot) + 1) * 64 <= state.cards.count ? Array(state.cards[(Int(slot) * 64)..<(Int(slot) * 64 + 64)]) : []
        }
        return OwnerCard(bytes: bytes)
    }
}
