import Ground
import Trajectories

/// How long it takes to read what is in the store.
struct ReadingMeasure {
    let store: SegmentStore
    let devices: [DeviceID]
    let files: TimedFiles
    private let now = VehiclesBenchmark.now

    /// Looks as an owner does: signed by the owner, checked and noted by the store; sealed pieces unwrapped, opened and decoded by the owner.
    func days() async throws {
        var random = SeededRandom(seed: 3)
        var (all, own, cpu) = ([Double](), [Double](), 0.0)
        var count = 0
        let decoder = BlockDecoder()
        let span = Fleet.start - 600_000...Fleet.start + 86_400_000
        for round in 0..<1200 {
            let index = random.below(devices.count)
            let keys = VehiclesBenchmark.owners[index % VehiclesBenchmark.owners.count]
            let request = try ReadRequest(devices[index], span, by: .owner, purpose: "benchmark", at: now(), signedBy: keys)
            _ = files.takeSpent()
            let (stretch, points) = try await Stretch.of { try await store.read(request).points(with: keys, decoder) }
            guard round >= 200 else { continue }
            count += points.count
            all.append(stretch.wall)
            own.append(stretch.wall - files.takeSpent())
            cpu += stretch.cpu
        }
        tell("\nThe last 24 hours of a device, read, unsealed and decoded (\(count / all.count) points on average):")
        tell("  signature, right, search, key, blocks        \(percentiles(own))")
        tell("  with the wait for the read log's disk        \(percentiles(all))")
        tell("  of the processor                             \(milliseconds(cpu / Double(all.count)))")
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
