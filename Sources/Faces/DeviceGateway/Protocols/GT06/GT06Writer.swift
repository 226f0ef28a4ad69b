package import Ground
internal import Trajectories

/// Makes frames of GT06: the answers, and what a simulated tracker sends.
package enum GT06Writer {
    /// A frame with length, checksum and end; the content has at most 250 bytes and is cut there.
    package static func frame(_ number: UInt8, content: [UInt8] = [], serial: UInt16) -> [UInt8] {
        let content = content.prefix(250)
        var bytes: [UInt8] = [0x78, 0x78, UInt8(content.count + 5), number]
        bytes.reserveCapacity(content.count + 10)
        bytes.append(contentsOf: content)
        bytes.append(u16: serial)
        bytes.append(u16: GT06Checksum.of(bytes.dropFirst(2)))
        bytes.append(contentsOf: [0x0D, 0x0A])
        return bytes
    }

    /// The answer to a login, a heartbeat or an alarm.
    package static func answer(to number: UInt8, serial: UInt16) -> [UInt8] { frame(number, serial: serial) }

    /// The answer to a request for the time (0x8a): six binary bytes, UTC.
    package static func time(_ time: Instant, serial: UInt16) -> [UInt8] { frame(0x8A, content: clock(time), serial: serial) }

    /// The content of a login: the 15 digits of the IMEI; nil where it has others.
    package static func login(imei: String) -> [UInt8]? {
        guard imei.utf8.count == 15 else { return nil }
        return Hexadecimal.bytes("0" + imei).flatMap { bytes in bytes.allSatisfy { BinaryDecimal.number($0) != nil } ? bytes : nil }
    }

    /// The content of a location (0x12) in a cell of Kunming's network.
    package static func location(_ point: DevicePoint, satellites: UInt8 = 9) -> [UInt8] {
        var content = clock(point.time)
        content.append(0xC0 | satellites & 15)
        content.append(u32: UInt32(exactly: (Double(point.latitude.magnitude) * 1.8).rounded()) ?? 0)
        content.append(u32: UInt32(exactly: (Double(point.longitude.magnitude) * 1.8).rounded()) ?? 0)
        content.append(UInt8(clamping: (Int(point.speed) + 5) / 10))
        var bits = point.course & 0x3FF
        if point.latitude >= 0 { bits |= 0x400 }
        if point.longitude < 0 { bits |= 0x800 }
        if point.flags.contains(.positioned) { bits |= 0x1000 }
        content.append(u16: bits)
        content.append(contentsOf: [0x01, 0xCC, 0x00, 0x28, 0x7D, 0x00, 0x1F, 0x71])
        return content
    }

    private static func clock(_ time: Instant) -> [UInt8] {
        let day = Int((Double(time.milliseconds) / 86_400_000).rounded(.down))
        let second = Int(time.milliseconds / 1000) - day * 86_400
        let date = CivilDate(daysSinceEpoch: day).components
        return [date.year % 100, date.month, date.day, second / 3600, second / 60 % 60, second % 60].map { UInt8(truncatingIfNeeded: $0) }
    }
}
