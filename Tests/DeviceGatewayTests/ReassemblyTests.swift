import DeviceGateway
import Ground
import Testing

@Suite struct ReassemblyTests {
    let phone = JT808Phone(digits: "13800138000", byteCount: 6)!

    private func part(_ number: UInt16, of total: UInt16, serial: UInt16, message: UInt16 = 0x0704, body: [UInt8]) throws -> JT808Frame {
        let wire = JT808Writer.frame(message: message, phone: phone, serial: serial, package: .init(total: total, number: number), body: body)
        var deframer = JT808Deframer()
        let found = try #require(wire.compactMap { deframer.push($0) }.first)
        let bytes = try found.get()
        return try #require(JT808Frame(bytes))
    }

    @Test func packagesInAnyOrder() throws {
        var random = SeededRandom(seed: 13)
        for _ in 0..<200 {
            let total = 1 + random.below(20)
            let first = UInt16(truncatingIfNeeded: random.next())
            let parts = (0..<total).map { index in [UInt8](repeating: UInt8(index), count: random.below(30)) }
            var reassembly = JT808Reassembly()
            var whole: JT808Reassembly.Whole?
            for index in (0..<total).shuffled(using: &random) {
                #expect(whole == nil)
                whole = try reassembly.add(try part(UInt16(index + 1), of: UInt16(total), serial: first &+ UInt16(index), body: parts[index]))
            }
            #expect(whole?.body == parts.flatMap { $0 })
            #expect(whole?.serials == (0..<total).map { first &+ UInt16($0) })
            #expect(reassembly.pending == 0)
        }
    }

    @Test func aRepeatedPackageIsTakenOnce() throws {
        var reassembly = JT808Reassembly()
        #expect(try reassembly.add(try part(1, of: 2, serial: 5, body: [1])) == nil)
        #expect(try reassembly.add(try part(1, of: 2, serial: 5, body: [1])) == nil)
        #expect(try reassembly.add(try part(2, of: 2, serial: 6, body: [2]))?.body == [1, 2])
    }

    @Test func memoryIsBounded() throws {
        var limits = JT808Reassembly.Limits()
        limits.bytes = 4000
        var reassembly = JT808Reassembly(limits: limits)
        var refused = 0
        for serial in 0..<500 {
            do {
                _ = try reassembly.add(try part(1, of: 3, serial: UInt16(serial * 3), body: [UInt8](repeating: 7, count: 900)))
            } catch {
                refused += 1
            }
            #expect(reassembly.pending <= 4000)
        }
        #expect(refused == 0, "the oldest message gives way before the bytes are full: \(refused)")
        #expect(throws: Refusal.self) { try reassembly.add(try part(1, of: 60_000, serial: 1, body: [])) }
        for number in UInt16(1)...20 {
            let frame = try part(number, of: 40, serial: number, body: [UInt8](repeating: 7, count: 900))
            do { _ = try reassembly.add(frame) } catch { refused += 1 }
        }
        #expect(refused > 0)
        #expect(reassembly.pending <= 4000)
    }
}
