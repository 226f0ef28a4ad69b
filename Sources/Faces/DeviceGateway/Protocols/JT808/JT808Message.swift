internal import Trajectories

/// What a terminal says, as far as this gateway reads it.
package enum JT808Message: Sendable, Hashable {
    /// 0x0001: the answer to something the platform asked.
    case generalReply(serial: UInt16, message: UInt16, result: UInt8)
    /// 0x0002
    case heartbeat
    /// 0x0003
    case logout
    /// 0x0100
    case registration(JT808Registration)
    /// 0x0102
    case authentication(JT808Authentication)
    /// 0x0200
    case location(JT808Location)
    /// 0x0704; the items were recorded where there was no network when `isResent`.
    case batch(JT808Batch)
    /// 0x0900: bytes between the terminal and its maker; taken and not read.
    case transparent

    /// Reads a body that is whole.
    package init(message: UInt16, body: ArraySlice<UInt8>, isOf2019: Bool) throws(Refusal) {
        switch message {
        case 0x0001:
            var reader = ByteReader(body)
            guard let serial = reader.u16(), let message = reader.u16(), let result = reader.u8() else {
                throw Refusal(.content("a general reply of \(body.count) bytes; it has 5"))
            }
            self = .generalReply(serial: serial, message: message, result: result)
        case 0x0002: self = .heartbeat
        case 0x0003: self = .logout
        case 0x0100: self = .registration(try JT808Registration(body, isOf2019: isOf2019))
        case 0x0102: self = .authentication(try JT808Authentication(body, isOf2019: isOf2019))
        case 0x0200: self = .location(try JT808Location(body))
        case 0x0704: self = .batch(try JT808Batch(body))
        case 0x0900: self = .transparent
        default: throw Refusal(.unsupported(message: Hexadecimal.prefixed(message, digits: 4)))
        }
    }
}

/// The body of an authentication (0x0102).
package struct JT808Authentication: Sendable, Hashable {
    package var code: ArraySlice<UInt8>
    /// Since 2019.
    package var imei: String?
    package var software: String?

    package init(_ body: ArraySlice<UInt8>, isOf2019: Bool) throws(Refusal) {
        guard isOf2019 else {
            code = body
            return
        }
        var reader = ByteReader(body)
        guard let length = reader.u8(), let code = reader.take(Int(length)), let imei = reader.take(15), let software = reader.take(20) else {
            throw Refusal(.content("an authentication of 2019 with \(body.count) bytes is too short"))
        }
        self.code = code
        self.imei = GBK.text(imei)
        self.software = GBK.text(software)
    }
}

/// The body of a batch of locations (0x0704).
package struct JT808Batch: Sendable, Hashable {
    /// 0 normal, 1 recorded where there was no network.
    package var kind: UInt8
    package var locations: [JT808Location]

    package var isResent: Bool { kind == 1 }

    package init(_ body: ArraySlice<UInt8>) throws(Refusal) {
        var reader = ByteReader(body)
        guard let count = reader.u16(), let kind = reader.u8() else { throw Refusal(.content("a batch of \(body.count) bytes is too short")) }
        // Each item has two bytes of length and 28 of location at least: a false count cannot ask for memory.
        guard reader.count >= Int(count) * 30 else { throw Refusal(.content("a batch of \(count) locations in \(body.count) bytes")) }
        self.kind = kind
        locations = []
        locations.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let length = reader.u16(), let item = reader.take(Int(length)) else {
                throw Refusal(.content("location \(locations.count + 1) of the batch is cut off"))
            }
            locations.append(try JT808Location(item))
        }
        guard reader.isAtEnd else { throw Refusal(.content("\(reader.count) bytes follow the last location of the batch")) }
    }
}
