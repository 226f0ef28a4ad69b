internal import Trajectories

/// Makes frames of JT/T 808: the platform's replies, and what a simulated terminal sends.
package enum JT808Writer {
    /// Header, body and checksum, escaped, between flags. `body` has at most 1,023 bytes; more would need sub-packages and is cut.
    package static func frame(
        message: UInt16, phone: JT808Phone, version: UInt8? = nil, serial: UInt16, package: JT808Frame.Package? = nil, body: [UInt8]
    ) -> [UInt8] {
        let body = body.prefix(1023)
        var attributes = UInt16(body.count)
        if phone.byteCount == 10 { attributes |= 0x4000 }
        if package != nil { attributes |= 0x2000 }
        var plain: [UInt8] = []
        plain.reserveCapacity(body.count + 24)
        plain.append(u16: message)
        plain.append(u16: attributes)
        if phone.byteCount == 10 { plain.append(version ?? 1) }
        plain.append(contentsOf: phone.bytes)
        plain.append(u16: serial)
        if let package {
            plain.append(u16: package.total)
            plain.append(u16: package.number)
        }
        plain.append(contentsOf: body)
        plain.append(JT808Frame.checksum(plain[...]))
        return escape(plain)
    }

    private static func escape(_ plain: [UInt8]) -> [UInt8] {
        var wire: [UInt8] = []
        wire.reserveCapacity(plain.count + 8)
        wire.append(JT808Deframer.flag)
        for byte in plain {
            switch byte {
            case 0x7E: wire.append(contentsOf: [0x7D, 0x02])
            case 0x7D: wire.append(contentsOf: [0x7D, 0x01])
            default: wire.append(byte)
            }
        }
        wire.append(JT808Deframer.flag)
        return wire
    }

    package enum Result: UInt8, Sendable {
        case done = 0
        case failed = 1
        case wrong = 2
        case unsupported = 3
        case alarmConfirmed = 4
    }

    /// The body of 0x8001, the general reply.
    package static func generalReply(to serial: UInt16, message: UInt16, _ result: Result) -> [UInt8] {
        var body: [UInt8] = []
        body.append(u16: serial)
        body.append(u16: message)
        body.append(result.rawValue)
        return body
    }

    /// The body of 0x8100: 0 with the code to authenticate with, or why not (2: no such vehicle, 4: no such terminal).
    package static func registrationReply(to serial: UInt16, code: String?) -> [UInt8] {
        var body: [UInt8] = []
        body.append(u16: serial)
        body.append(code == nil ? 4 : 0)
        if let code { body.append(contentsOf: Array(code.utf8)) }
        return body
    }

    /// The body of 0x0200 with mileage, signal and satellites.
    package static func location(_ point: DevicePoint, alarm: UInt32 = 0, mileage: UInt32 = 0) -> [UInt8] {
        var status: UInt32 = 0
        if point.flags.contains(.ignition) { status |= 1 }
        if point.flags.contains(.positioned) { status |= 2 }
        if point.latitude < 0 { status |= 4 }
        if point.longitude < 0 { status |= 8 }
        if point.flags.contains(.locked) { status |= 0x1000 }
        var body: [UInt8] = []
        body.reserveCapacity(40)
        body.append(u32: alarm)
        body.append(u32: status)
        body.append(u32: point.latitude.magnitude)
        body.append(u32: point.longitude.magnitude)
        body.append(u16: 1890)
        body.append(u16: point.speed)
        body.append(u16: point.course)
        body.append(contentsOf: BinaryDecimal.bytes(of: point.time, offsetSeconds: JT808Location.offsetSeconds))
        body.append(contentsOf: [0x01, 4])
        body.append(u32: mileage)
        body.append(contentsOf: [0x30, 1, 24, 0x31, 1, 12])
        return body
    }

    /// The body of 0x0704.
    package static func batch(_ locations: [[UInt8]], isResent: Bool) -> [UInt8] {
        var body: [UInt8] = []
        body.append(u16: UInt16(clamping: locations.count))
        body.append(isResent ? 1 : 0)
        for location in locations {
            body.append(u16: UInt16(clamping: location.count))
            body.append(contentsOf: location)
        }
        return body
    }
}
