internal import Ground
internal import Synchronization

/// Which devices there are and to whom their points are sealed: a file that only grows.
///
/// A record: kind 1 · when, milliseconds (8) · the owner's card (64) · the device's name (the rest). A later record of the same device
/// gives it to another owner, from its next epoch on.
final class DeviceRegister: Sendable {
    private struct State {
        var log: AppendLog
        var slots: [DeviceID: UInt32] = [:]
        var devices: [DeviceID] = []
        var cards: [UInt8] = []

        mutating func enter(_ device: DeviceID, _ card: some Collection<UInt8>) {
            if let slot = slots[device] {
                cards.replaceSubrange((Int(slot) * 64)..<(Int(slot) * 64 + 64), with: card)
            } else {
                slots[device] = UInt32(devices.count)
                devices.append(device)
                cards += card
            }
        }
    }

    private let state: Mutex<State>

    init(folder: String, files: any FileSystem, findings: inout [Diagnostic]) throws(TrackFault) {
        var entered: [(DeviceID, ArraySlice<UInt8>)] = []
        let path = folder + "/devices.log"
        let log = try AppendLog(path, letters: "TRKDEVIC", files: files, findings: &findings) { record throws(TrackFault) in
            guard record.kind == 1, record.body.count > 72, let name = String(validating: record.body[72...], as: UTF8.self),
                let device = DeviceID(name)
            else { throw .brokenFile(path, byte: record.offset, reason: "this is no device") }
            entered.append((device, record.body[8..<72]))
        }
        var state = State(log: log)
        for (device, card) in entered { state.enter(device, card) }
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
            for (device, card) in devices { state.enter(device, card.bytes) }
            return .success(())
        }
        try result.get()
    }

    var count: Int { state.withLock { $0.slots.count } }
    func slot(of device: DeviceID) -> UInt32? { state.withLock { $0.slots[device] } }
    func device(at slot: UInt32) -> DeviceID? { state.withLock { Int(slot) < $0.devices.count ? $0.devices[Int(slot)] : nil } }
    func slots(of devices: [DeviceID]) -> [UInt32?] { state.withLock { state in devices.map { state.slots[$0] } } }

    func card(at slot: UInt32) -> OwnerCard? {
        let bytes = state.withLock { state in
            (Int(slot) + 1) * 64 <= state.cards.count ? Array(state.cards[(Int(slot) * 64)..<(Int(slot) * 64 + 64)]) : []
        }
        return OwnerCard(bytes: bytes)
    }
}
