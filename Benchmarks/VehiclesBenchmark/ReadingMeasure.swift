import Foundation
import Ground
import Trajectories

/// How long it takes to read what is in the store.
struct ReadingMeasure {
    let store: SegmentStore
    let devices: [DeviceID]
    let files: TimedFiles
    private let now = VehiclesBenchmark.now

    /// Times of one kind of look.
    private struct Times {
        var all: [Double] = []
        /// Without the wait for the read log's disk.
        var own: [Double] = []
        var cpu = 0.0
        var points = 0

        mutating func add(_ stretch: Stretch, disk: Double, points: Int) {
            all.append(stretch.wall)
            own.append(stretch.wall - disk)
            cpu += stretch.cpu
            self.points += points
        }
    }

    /// Looks at days of bikes that are drawn anew each time, one after the other, on this thread.
    func days() async throws {
        let span = Fleet.start - 600_000...Fleet.start + 86_400_000
        let owner = try looks { index, keys in
            let request = try ReadRequest(devices[index], span, by: .owner, purpose: "benchmark", at: now(), signedBy: keys)
            return { try store.look(request) }
        }
        let reader = OwnerKeys()
        let grants = try await granted(to: reader, span)
        let granted = try looks(signedBy: reader, among: grants.map(\.index)) { index, _ in
            guard let grant = grants.first(where: { $0.index == index }) else { throw TrackFault.notGranted("benchmark") }
            let right = ReadRequest.Right.grant(grant.id)
            let request = try ReadRequest(devices[index], span, by: right, purpose: "benchmark", at: now(), signedBy: reader)
            return { try store.look(request) }
        }
        let again = try looks { index, keys in
            let request = try ReadRequest(devices[index], span, by: .owner, purpose: "benchmark", at: now(), signedBy: keys)
            let session = try store.session(request)
            return { try session.look() }
        }
        tell("\nThe last 24 hours of a device, read, unsealed and decoded (\(owner.points / owner.all.count) points on average), milliseconds:")
        tell("                                                        without / with the wait for the read log's disk")
        tell(line("owner: signature, log, search, key, blocks", owner))
        tell(line("reader: the same and the grant", granted))
        tell(line("in a session whose signature was checked before", again))
        try parts(span)
    }

    private func line(_ name: String, _ times: Times) -> String {
        "  \(name.padding(toLength: 50, withPad: " ", startingAt: 0))"
            + " \(percentiles(times.own)) / \(percentiles(times.all))  of the processor \(milliseconds(times.cpu / Double(times.all.count)))"
    }

    private func looks(
        signedBy reader: OwnerKeys? = nil, among some: [Int]? = nil, _ prepare: (Int, OwnerKeys) throws -> () throws -> Reading
    ) throws -> Times {
        var random = SeededRandom(seed: 3)
        var times = Times()
        let decoder = BlockDecoder()
        for round in 0..<(200 + VehiclesBenchmark.looks) {
            let index = some.map { $0[random.below($0.count)] } ?? random.below(devices.count)
            let keys = reader ?? VehiclesBenchmark.owners[index % VehiclesBenchmark.owners.count]
            let look = try prepare(index, keys)
            _ = files.takeSpent()
            let (stretch, points) = try Stretch.ofThread { try look().points(with: keys, decoder) }
            guard round >= 200 else { continue }
            times.add(stretch, disk: files.takeSpent(), points: points.count)
        }
        return times
    }

    /// Owners grant one reader their day.
    private func granted(to reader: OwnerKeys, _ span: ClosedRange<Int64>) async throws -> [(index: Int, id: GrantID)] {
        var grants: [(index: Int, id: GrantID)] = []
        for index in 0..<min(200, devices.count) {
            let owner = VehiclesBenchmark.owners[index % VehiclesBenchmark.owners.count]
            let request = try ReadRequest(devices[index], span, by: .owner, purpose: "grant", at: now(), signedBy: owner)
            let grant = try Grant(
                of: devices[index], from: owner, to: "benchmark", reader.card, span: span, expires: now() + 3_600_000,
                keys: try await store.wrappedKeys(request))
            try await store.add(grant)
            grants.append((index, grant.id))
        }
        return grants
    }

    /// The owner's side alone, with the sealed pieces at hand: the day's key, then its points.
    private func parts(_ span: ClosedRange<Int64>) throws {
        var random = SeededRandom(seed: 3)
        var (keyTimes, pieceTimes) = ([Double](), [Double]())
        let decoder = BlockDecoder()
        for _ in 0..<VehiclesBenchmark.looks {
            let index = random.below(devices.count)
            let keys = VehiclesBenchmark.owners[index % VehiclesBenchmark.owners.count]
            let reading = try store.look(try ReadRequest(devices[index], span, by: .owner, purpose: "benchmark", at: now(), signedBy: keys))
            while let (piece, sealed) = try reading.next() {
                let start = ContinuousClock.now
                guard let key = sealed.open(with: keys) else { throw TrackFault.cannotOpen }
                keyTimes.append(Stretch.seconds(since: start))
                let next = ContinuousClock.now
                let points = try piece.open(with: key, decoder)
                pieceTimes.append(Stretch.seconds(since: next))
                precondition(!points.isEmpty, "a piece holds points")
            }
        }
        tell("  of which the day's key unwrapped (HPKE)            \(percentiles(keyTimes))")
        tell("  and a block of it unsealed and decoded             \(percentiles(pieceTimes))")
    }

    func contacts() throws {
        for (index, device) in devices.enumerated() { try store.touch(device, Contact(time: Fleet.start, battery: UInt8(index % 100))) }
        var random = SeededRandom(seed: 4)
        var times: [Double] = []
        for _ in 0..<300 {
            let some = (0..<1000).map { _ in devices[random.below(devices.count)] }
            let start = ContinuousClock.now
            let contacts = store.lastContacts(of: some)
            times.append(Stretch.seconds(since: start))
            precondition(contacts.allSatisfy { $0 != nil }, "every device has been heard of")
        }
        tell("\nLast contact of 1,000 of \(devices.count) devices:             \(percentiles(times))")
    }
}
