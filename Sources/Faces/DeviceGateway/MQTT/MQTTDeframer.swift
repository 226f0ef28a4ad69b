/// Finds the packets of MQTT in a stream, fed byte by byte; a packet longer than `longest` ends the connection.
package struct MQTTDeframer: Sendable {
    /// Bytes behind the length that a packet may have.
    package static let longest = 64 * 1024

    private enum State: Sendable {
        case first
        case length(first: UInt8, value: Int, digits: Int)
        case content(first: UInt8, missing: Int)
    }

    private var state = State.first
    private var buffer: [UInt8] = []

    package init() {}

    package var pending: Int { buffer.count }

    /// After a failure the stream is lost: the connection has to be closed.
    package mutating func push(_ byte: UInt8) throws(Refusal) -> MQTTPacket? {
        switch state {
        case .first:
            state = .length(first: byte, value: 0, digits: 0)
            return nil
        case .length(let first, let value, let digits):
            let value = value | Int(byte & 0x7F) << (7 * digits)
            if byte & 0x80 != 0 {
                guard digits < 3 else { throw Refusal(.garbage("an MQTT length of more than four bytes")) }
                state = .length(first: first, value: value, digits: digits + 1)
                return nil
            }
            guard value <= MQTTDeframer.longest else { throw Refusal(.tooLong(limit: MQTTDeframer.longest)) }
            guard value > 0 else { return try finish(first) }
            state = .content(first: first, missing: value)
            return nil
        case .content(let first, let missing):
            buffer.append(byte)
            guard missing == 1 else {
                state = .content(first: first, missing: missing - 1)
                return nil
            }
            return try finish(first)
        }
    }

    private mutating func finish(_ first: UInt8) throws(Refusal) -> MQTTPacket {
        defer {
            buffer = []
            state = .first
        }
        return try MQTTPacket(first: first, content: buffer)
    }
}
