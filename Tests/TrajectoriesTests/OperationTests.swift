import Ground
import Testing
import Trajectories

/// What an operator does with a store: keep so many days, share devices between gateways, hand a fleet's points on.
@Suite struct OperationTests {
    @Test func olderDaysGo() async throws {
        let test = try TestStore(devices: 1)
        for day in 0..<5 {
            if day > 0 { test.clock.now += 86_400_000 }
            try await test.send(Rides.ride(10, seed: UInt64(day), start: test.clock.now - 3_600_000), of: 0)
        }
        let days = test.store.keptDays
        #expect(days.count == 5)
        #expect(try await test.store.keep(days: 5) == [])
        #expect(try await test.store.keep(days: 2) == Array(days.prefix(3)))
        #expect(test.store.keptDays == Array(days.suffix(2)))
        #expect(try await test.history(0).count == 20)
        // The day that is written to never goes.
        #expect(try await test.store.keep(days: 0) == [days[3]])
        #expect(try await test.history(0).count == 10)
    }

    /// Dropping costs a number of acts that does not depend on how much the day holds.
    @Test func droppingADayIsAsCheapWhateverItHolds() async throws {
        var counts: [Int] = []
        for points in [10, 2000] {
            let files = ShakyFiles()
            let test = try TestStore(devices: 3, files: files)
            for index in 0..<3 { try await test.send(Rides.ride(points, seed: UInt64(index)), of: index) }
            test.clock.now += 86_400_000
            try await test.store.sweep()
            _ = files.takeActs()
            try await test.store.keep(days: 1)
            counts.append(files.takeActs().count)
            #expect(test.store.keptDays.count <= 1)
        }
        #expect(counts[0] == counts[1] && counts[0] > 0)
    }

    @Test func devicesFallIntoParts() throws {
        let parts = try #require(DeviceParts(4))
        #expect(DeviceParts(0) == nil && DeviceParts(1025) == nil)
        // Fixed for ever: a device may not move because a program is new. sha256sum says b21d02b53514493b….
        #expect(parts.part(of: try #require(DeviceID("86000000000001"))) == 3)
        var counts = [0, 0, 0, 0]
        for number in 0..<4000 {
            let device = try #require(DeviceID("8600\(100_000_000_000 + number)"))
            let part = parts.part(of: device)
            #expect(part == parts.part(of: device) && (1...4).contains(part))
            counts[part - 1] += 1
            #expect(DeviceParts(1)?.part(of: device) == 1)
        }
        #expect(counts.allSatisfy { (900...1100).contains($0) })
    }

    @Test func aFleetIsOneTable() throws {
        let device = try #require(DeviceID("bike \"7\", red"))
        let points = [Point(time: 1_789_000_000_123, latitude: -1_234_567, longitude: 102_718_399, speed: 183, course: 359, flags: [.positioned, .alarm])]
        #expect(
            TrackTable.header + TrackTable.rows(points, of: device)
                == "device,time_ms,latitude,longitude,speed_kmh,course,flags\n\"bike \"\"7\"\", red\",1789000000123,-1.234567,102.718399,18.3,359,129\n")
    }
}
