import Ground
import Testing
import Trajectories

@Suite struct GrantTests {
    let reader = OwnerKeys()

    /// A store whose first device has ridden, and a grant of half of its ride.
    private func granted(files: any FileSystem = DiskFiles()) async throws -> (test: TestStore, ride: [Point], grant: Grant) {
        var settings = TestStore.settings
        settings.blockPoints = 30
        let test = try TestStore(devices: 2, settings: settings, files: files)
        let ride = Rides.ride(100, seed: 1)
        try await test.send(ride, of: 0)
        try await test.send(Rides.ride(100, seed: 2), of: 1)
        let span = ride[20].time...ride[70].time
        let keys = try await test.store.wrappedKeys(try test.request(0, span))
        let grant = try Grant(
            of: test.devices[0], from: test.owners[0], to: "Street police post 3", reader.card, span: span,
            expires: test.clock.now + 60_000, keys: keys)
        try await test.store.add(grant)
        return (test, ride, grant)
    }

    @Test func theReaderSeesTheSpanAndNothingElse() async throws {
        let (test, ride, grant) = try await granted()
        let request = try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
        #expect(try await test.store.read(request).points(with: reader) == Array(ride[20...70]))
        let narrow = try test.request(0, ride[30].time...ride[31].time, by: .grant(grant.id), signedBy: reader)
        #expect(try await test.store.read(narrow).points(with: reader) == Array(ride[30...31]))
        for span in [ride[19].time...ride[70].time, ride[20].time...ride[71].time] {
            let wide = try test.request(0, span, by: .grant(grant.id), signedBy: reader)
            await #expect(throws: TrackFault.notGranted("the grant is for another span of time")) { try await test.store.read(wide) }
        }
        let other = try test.request(1, grant.span, by: .grant(grant.id), signedBy: reader)
        await #expect(throws: TrackFault.notGranted("there is no such grant")) { try await test.store.read(other) }
        let thief = OwnerKeys()
        let stolen = try test.request(0, grant.span, by: .grant(grant.id), signedBy: thief)
        await #expect(throws: TrackFault.wrongSignature) { try await test.store.read(stolen) }
        let asOwner = try test.request(0, grant.span, signedBy: reader)
        await #expect(throws: TrackFault.wrongSignature) { try await test.store.read(asOwner) }
    }

    @Test func whatWasOverheardIsWorthNothingLater() async throws {
        let (test, _, grant) = try await granted()
        let request = try test.request(0, grant.span, signedBy: test.owners[0])
        test.clock.now += ReadRequest.freshness
        _ = try await test.store.read(request)
        test.clock.now += 1
        await #expect(throws: TrackFault.notGranted("the request is not of now")) { try await test.store.read(request) }
        test.clock.now -= 2 * ReadRequest.freshness + 2
        await #expect(throws: TrackFault.notGranted("the request is not of now")) { try await test.store.read(request) }
    }

    @Test func revokingEndsReadingAtOnce() async throws {
        let (test, _, grant) = try await granted()
        let request = try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
        let reading = try await test.store.read(request)
        #expect(try reading.next() != nil)
        let stranger = try Revocation(of: grant.id, by: reader)
        await #expect(throws: TrackFault.wrongSignature) { try await test.store.revoke(stranger) }
        #expect(try reading.next() != nil)
        try await test.store.revoke(try Revocation(of: grant.id, by: test.owners[0]))
        #expect(throws: TrackFault.notGranted("the grant was revoked")) { try reading.next() }
        await #expect(throws: TrackFault.notGranted("the grant was revoked")) { try await test.store.read(request) }
        #expect(test.store.ledger.grants(of: test.devices[0]).map(\.isRevoked) == [true])
        let again = try test.reopened()
        await #expect(throws: TrackFault.notGranted("the grant was revoked")) { try await again.store.read(request) }
    }

    @Test func aGrantExpiresInTheMiddleOfReading() async throws {
        let (test, _, grant) = try await granted()
        let request = try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
        let reading = try await test.store.read(request)
        #expect(try reading.next() != nil)
        test.clock.now += 60_000
        #expect(throws: TrackFault.notGranted("the grant has expired")) { try reading.next() }
        await #expect(throws: TrackFault.notGranted("the grant has expired")) { try await test.store.read(request) }
    }

    @Test func onlyTheOwnersGrantsAreKept() async throws {
        let (test, _, grant) = try await granted()
        var wider = grant
        wider.id = GrantID()
        wider.span = .min ... .max
        await #expect(throws: TrackFault.wrongSignature) { try await test.store.add(wider) }
        await #expect(throws: TrackFault.notGranted("a grant of this name is there")) { try await test.store.add(grant) }
        let keys = try await test.store.wrappedKeys(try test.request(0))
        #expect(throws: TrackFault.cannotOpen) {
            try Grant(of: test.devices[0], from: reader, to: "me", reader.card, span: 0...1, expires: .max, keys: keys)
        }
    }

    @Test func grantsComeBackFromTheirBytes() async throws {
        let (_, _, grant) = try await granted()
        #expect(Grant(bytes: grant.bytes) == grant)
        var random = SeededRandom(seed: 4)
        for _ in 0..<3000 {
            var bytes = grant.bytes
            bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
            if random.below(2) == 0 { bytes.removeLast(random.below(bytes.count)) }
            if let other = Grant(bytes: bytes) { #expect(other != grant) }
        }
    }

    @Test func everyLookIsInTheLog() async throws {
        let (test, ride, grant) = try await granted()
        _ = try await test.history(0, ride[0].time...ride[9].time)
        test.clock.now += 1000
        _ = try await test.store.read(try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader))
        let again = try test.reopened()
        _ = try await again.history(0)
        let reads = try again.store.ledger.reads(of: again.devices[0])
        #expect(reads.map(\.reader) == ["", "", "Street police post 3", ""])
        #expect(reads.map(\.span) == [grant.span, ride[0].time...ride[9].time, grant.span, .min ... .max])
        #expect(reads[2].right == .grant(grant.id))
        #expect(try again.store.ledger.reads(of: again.devices[1]) == [])
    }

    @Test func aLookCannotBeTakenOutOfTheLog() async throws {
        let (test, _, _) = try await granted()
        for _ in 0..<3 { _ = try await test.history(0) }
        let path = test.folder.path + "/reads.log"
        let disk = DiskFiles()
        let file = try disk.open(path, forWriting: true)
        let bytes = try file.read(try file.size(), at: 0)
        // Behind the looks stand the zeros into which the next are written.
        let end = try #require(bytes.lastIndex { $0 != 0 }) + 1
        let size = (end - 16) / 4
        #expect((end - 16) % 4 == 0)
        // All looks are of the same length here: the second is cut out.
        try file.write(Array(bytes[..<(16 + size)] + bytes[(16 + 2 * size)...]), at: 0)
        try file.cut(to: bytes.count - size)
        #expect(throws: TrackFault.self) { try test.store.ledger.reads(of: test.devices[0]) }
    }

    // MARK: A look without a log entry

    /// At every step of a look the disk is made to fail: whenever something of the track was read, the look was already on the disk.
    @Test func aLookWithoutALogEntryIsImpossible() async throws {
        let files = ShakyFiles()
        let (test, _, grant) = try await granted(files: files)
        let request = try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
        func isOfTracks(_ act: ShakyFiles.Act) -> Bool {
            if case .read = act { return act.name.hasPrefix("blocks-") || act.name.hasPrefix("batches-") || act.name.hasPrefix("keys-") }
            return false
        }
        let session = try test.store.session(request)
        let ways: [() async throws -> Reading] = [
            { try await test.store.read(request) }, { try test.store.look(request) }, { try session.look() }, { try await session.read() },
        ]
        for way in ways {
            _ = files.takeActs()
            _ = try await way().points(with: reader)
            let acts = files.takeActs()
            let noted = try #require(acts.firstIndex(of: .sync("reads.log")))
            let read = try #require(acts.firstIndex(where: isOfTracks))
            #expect(noted < read)
        }
        #expect(try test.store.ledger.reads(of: test.devices[0]).count == 5)

        for failing in [ShakyFiles.Act.write("reads.log"), .sync("reads.log")] {
            let files = ShakyFiles()
            let (test, _, grant) = try await granted(files: files)
            let request = try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
            let session = try test.store.session(request)
            files.fail { $0 == failing }
            _ = files.takeActs()
            await #expect(throws: TrackFault.self) { try await test.store.read(request) }
            #expect(throws: TrackFault.self) { try test.store.look(request) }
            #expect(throws: TrackFault.self) { try session.look() }
            #expect(!files.takeActs().contains(where: isOfTracks))
            // Once it has failed, the log is not trusted again, even if the disk seems well.
            files.fail { _ in false }
            await #expect(throws: TrackFault.self) { try await test.store.read(request) }
            #expect(throws: TrackFault.self) { try session.look() }
            #expect(!files.takeActs().contains(where: isOfTracks))
        }
    }

    @Test func aRefusedLookReadsNothing() async throws {
        let files = ShakyFiles()
        let (test, _, grant) = try await granted(files: files)
        try await test.store.revoke(try Revocation(of: grant.id, by: test.owners[0]))
        _ = files.takeActs()
        let request = try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
        await #expect(throws: TrackFault.self) { try await test.store.read(request) }
        #expect(files.takeActs() == [])
    }

    // MARK: Writing

    /// Keys are on the disk before what they seal, and nobody is told of success before the batch is.
    @Test func aFailingDiskAcknowledgesNothing() async throws {
        for step in ["keys-0.log", "batches-0-000001.log"] {
            for failing in [ShakyFiles.Act.write(step), .sync(step)] {
                let files = ShakyFiles()
                let test = try TestStore(devices: 1, files: files)
                try await test.store.sweep()
                files.fail { $0 == failing }
                await #expect(throws: TrackFault.self) { try await test.send(Rides.ride(3, seed: 1), of: 0) }
                files.fail { _ in false }
                await #expect(throws: TrackFault.self) { try await test.send(Rides.ride(3, seed: 1), of: 0) }
            }
        }
        let files = ShakyFiles()
        let test = try TestStore(devices: 1, files: files)
        _ = files.takeActs()
        try await test.send(Rides.ride(3, seed: 1), of: 0)
        let acts = files.takeActs()
        let keys = try #require(acts.lastIndex(of: .sync("keys-0.log")))
        let batch = try #require(acts.lastIndex(of: .write("batches-0-000001.log")))
        #expect(keys < batch)
        // The other part of the store begins its files when it comes to it.
        #expect(acts.last { if case .sync(let name) = $0 { name.contains("s-0") } else { false } } == .sync("batches-0-000001.log"))
    }
}
