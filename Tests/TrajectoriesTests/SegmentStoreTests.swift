import Foundation
import Ground
import Synchronization
import Testing
import Trajectories

@Suite struct SegmentStoreTests {
    @Test func whatWentInComesOut() async throws {
        var settings = TestStore.settings
        settings.blockPoints = 50
        let test = try TestStore(devices: 5, settings: settings)
        let rides = (0..<5).map { Rides.ride(30 + $0 * 41, seed: UInt64($0)) }
        await withThrowingTaskGroup(of: Void.self) { group in
            for (index, ride) in rides.enumerated() { group.addTask { try await test.send(ride, of: index, atATime: 3 + index) } }
        }
        for (index, ride) in rides.enumerated() { #expect(try await test.history(index) == ride) }
        try await test.store.close()
        #expect(test.folder.names("batches-") == [])
        let again = try test.reopened()
        for (index, ride) in rides.enumerated() { #expect(try await again.history(index) == ride) }
        #expect(again.store.findings == [])
    }

    @Test func nothingAcknowledgedIsLostWithoutAClose() async throws {
        var settings = TestStore.settings
        settings.blockPoints = 40
        var test = try TestStore(devices: 3, settings: settings)
        var sent = [[Point]](repeating: [], count: 3)
        for round in 0..<4 {
            for index in 0..<3 {
                let ride = Rides.ride(25 + index * 13, seed: UInt64(round * 3 + index), start: test.clock.now)
                try await test.send(ride, of: index, atATime: 4)
                sent[index] += ride
            }
            test.clock.now += 3_600_000
            test = try test.reopened(settings: settings)
            for index in 0..<3 { #expect(try await test.history(index) == sent[index]) }
        }
        #expect(test.folder.names("left-").count == 16)
    }

    @Test func aTornTailIsCutAndReported() async throws {
        var settings = TestStore.settings
        settings.shards = 1
        let test = try TestStore(devices: 1, settings: settings)
        let ride = Rides.ride(200, seed: 8)
        try await test.send(ride, of: 0, atATime: 10)
        let folder = test.folder
        let (clock, owners, devices) = (test.clock, test.owners, test.devices)
        func tear(_ name: String, _ bytes: [UInt8]) throws {
            let path = folder.path + "/" + name
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
        }
        let day = try #require(folder.names("tags.key").first).dropLast(9)
        test.giveUp()
        for name in ["keys-0.log", "blocks-0-000001.log", "batches-0-000001.log"] { try tear(day + "/" + name, [1, 90, 0, 0, 7, 7, 7, 7, 1, 2]) }
        try tear("devices.log", [1])
        try tear("reads.log", [1, 2, 3])
        let store = try SegmentStore(folder.path, now: { clock.now })
        let warnings = store.findings.filter { $0.severity == .warning }
        #expect(warnings.count == 5)
        let torn = try #require(warnings.first { $0.place.file.hasSuffix("blocks-0-000001.log") })
        #expect(torn.message.contains("10 bytes"))
        let request = try ReadRequest(devices[0], .min ... .max, by: .owner, purpose: "", at: clock.now, signedBy: owners[0])
        #expect(try await store.read(request).points(with: owners[0]) == ride)
    }

    /// Recovery fails at every step that it makes on the disk, and is done again: nothing is lost and nothing comes twice.
    @Test func aRecoveryThatFailsIsDoneAgain() async throws {
        var failures = 0
        for steps in 0..<24 {
            var settings = TestStore.settings
            settings.shards = 1
            settings.blockPoints = 30
            let test = try TestStore(devices: 2, settings: settings)
            let ride = Rides.ride(110, seed: 5)
            try await test.send(ride, of: 0)
            test.giveUp()
            let files = ShakyFiles()
            let done = Mutex(0)
            files.fail { act in
                if case .read = act { return false }
                if case .open = act { return false }
                return done.withLock { done in
                    done += 1
                    return done > steps
                }
            }
            let clock = test.clock
            do throws(TrackFault) {
                _ = try SegmentStore(test.folder.path, files: files, now: { clock.now })
            } catch {
                failures += 1
            }
            let again = try test.reopened(settings: settings)
            #expect(try await again.history(0) == ride)
        }
        #expect(failures > 10)
    }

    @Test func aDayGoesWithItsKeys() async throws {
        let test = try TestStore(devices: 1)
        let (first, second) = (Rides.ride(170, seed: 1), Rides.ride(30, seed: 2, start: 1_789_100_000_000))
        try await test.send(first, of: 0)
        let today = try #require(test.store.keptDays.first)
        await #expect(throws: TrackFault.dayIsOpen(today)) { try await test.store.drop(day: today) }
        test.clock.now += 86_400_000
        try await test.send(second, of: 0)
        #expect(test.store.keptDays == [today, today + 1])
        #expect(try await test.history(0) == first + second)
        try await test.store.drop(day: today)
        #expect(test.store.keptDays == [today + 1])
        #expect(try await test.history(0) == second)
        #expect(test.folder.names("days/").count == test.folder.names("days/" + DayName.text(today + 1)).count)
    }

    /// A failure in the middle of dropping leaves nothing that belongs to somebody.
    @Test func aDayHalfDroppedIsDroppedWhenOpened() async throws {
        let test = try TestStore(devices: 1)
        try await test.send(Rides.ride(170, seed: 1), of: 0)
        let key = try #require(test.folder.names("tags.key").first)
        let (folder, clock) = (test.folder, test.clock)
        test.giveUp()
        try FileManager.default.removeItem(atPath: folder.path + "/" + key)
        let store = try SegmentStore(folder.path, now: { clock.now })
        #expect(store.keptDays == [])
        #expect(folder.names("blocks-0-000001", ".idx") == [])
    }

    @Test func aBlockClosesWhenItIsOld() async throws {
        let test = try TestStore(devices: 2)
        try await test.send(Rides.ride(10, seed: 1), of: 0)
        test.clock.now += test.store.settings.headAge - 1
        try await test.send(Rides.ride(10, seed: 2), of: 1)
        try await test.store.sweep()
        func kinds(_ index: Int) async throws -> Set<PieceHead.Kind> {
            let reading = try await test.store.read(try test.request(index))
            var kinds: Set<PieceHead.Kind> = []
            while let (piece, _) = try reading.next() { kinds.insert(piece.head.kind) }
            return kinds
        }
        #expect(try await kinds(0) == [.batch])
        test.clock.now += 1
        try await test.store.sweep()
        #expect(try await kinds(0) == [.block])
        #expect(try await kinds(1) == [.batch])
        try await test.store.sweep(everything: true)
        #expect(try await kinds(1) == [.block])
        #expect(try await test.history(0) == Rides.ride(10, seed: 1))
    }

    @Test func anEpochEndsAndTheNextIsSealedToWhoOwnsTheDeviceThen() async throws {
        var settings = TestStore.settings
        settings.epoch = 3_600_000
        let test = try TestStore(devices: 1, settings: settings)
        let (mine, yours) = (Rides.ride(20, seed: 1), Rides.ride(20, seed: 2))
        try await test.send(mine, of: 0)
        let buyer = OwnerKeys()
        try test.store.register(test.devices[0], owner: buyer.card)
        test.clock.now += 3_600_000
        try await test.send(yours, of: 0)
        let request = try test.request(0, signedBy: buyer)
        let reading = try await test.store.read(request)
        #expect(try reading.points(with: buyer) == yours)
        #expect(reading.closedPieces > 0)
        let again = try await test.store.read(request)
        var seen: [Point] = []
        while let (piece, key) = try again.next() {
            if case .owner(let wrapped) = key, let key = wrapped.open(with: buyer) { seen += try piece.open(with: key) }
        }
        #expect(seen == yours)
    }

    @Test func unknownDevicesAreRefused() async throws {
        let test = try TestStore(devices: 1)
        let stranger = try #require(DeviceID("stranger"))
        await #expect(throws: TrackFault.unknownDevice(stranger)) { try await test.store.append(device: stranger, points: []) }
        await #expect(throws: TrackFault.unknownDevice(stranger)) { try await test.store.load(devices: [stranger]) { _ in nil } }
        #expect(test.store.lastContacts(of: [stranger, test.devices[0]]) == [nil, nil])
        await #expect(throws: TrackFault.tooMany("points in one message")) {
            try await test.store.append(device: test.devices[0], points: Rides.ride(4097, seed: 1))
        }
    }

    @Test func lastContactsStay() async throws {
        let test = try TestStore(devices: 3)
        let contact = Contact(time: 1_789_000_000_123, battery: 61, alarm: 1 << 26)
        try await test.store.append(device: test.devices[0], points: Rides.ride(1, seed: 1), contact: contact)
        try test.store.touch(test.devices[2], Contact(time: 5))
        try await test.store.close()
        let devices = test.devices
        let store = try test.reopened()
        #expect(store.store.lastContacts(of: devices) == [contact, nil, Contact(time: 5)])
        let table = try #require(store.folder.contents.first { $0.path == "contacts.table" })
        #expect(table.bytes.count == 96)
    }

    @Test func aLoadIsThereWholeOrNotAtAll() async throws {
        var settings = TestStore.settings
        settings.blockPoints = 40
        settings.fileSize = 4000
        let test = try TestStore(devices: 4, settings: settings)
        let rides = (0..<4).map { Rides.ride(130 + $0, seed: UInt64($0)) }
        var rows: [TrackRow] = []
        for at in 0..<133 {
            for (index, ride) in rides.enumerated() where at < ride.count { rows.append(TrackRow(device: UInt32(index), point: ride[at])) }
        }
        let all = rows
        @Sendable func chunk(_ number: Int) -> [TrackRow]? { number * 50 < all.count ? Array(all[(number * 50)..<min(all.count, number * 50 + 50)]) : nil }
        struct Broken: Error {}
        await #expect(throws: Broken.self) {
            try await test.store.load(devices: test.devices) { number in
                if number == 5 { throw Broken() }
                return chunk(number)
            }
        }
        for index in 0..<4 { #expect(try await test.history(index) == []) }
        let report = try await test.store.load(devices: test.devices) { chunk($0) }
        #expect(report.points == rows.count)
        #expect(report.devices == 4)
        for index in 0..<4 { #expect(try await test.history(index) == rides[index]) }
        let again = try test.reopened(settings: settings)
        for index in 0..<4 { #expect(try await again.history(index) == rides[index]) }
        #expect(again.folder.names(".part") == [])
    }

    @Test func onlyOneProcessHasAFolder() throws {
        let test = try TestStore(devices: 1)
        let clock = test.clock
        #expect(throws: TrackFault.self) { _ = try SegmentStore(test.folder.path, now: { clock.now }) }
    }

    @Test func filesOfOthersAreRefused() throws {
        let folder = TestFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data("something else entirely".utf8).write(to: URL(fileURLWithPath: folder.path + "/devices.log"))
        #expect(throws: TrackFault.self) { _ = try SegmentStore(folder.path, now: { 0 }) }
    }
}

enum DayName {
    static func text(_ day: UInt32) -> String { CivilDate(daysSinceEpoch: Int(day)).description }
}
