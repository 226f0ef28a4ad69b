internal import Trajectories

/// Finds the frames of JT/T 808 in a stream: `7e`, escaped bytes, `7e`. It is fed byte by byte and never keeps more than
/// the longest frame.
package struct JT808Deframer: Deframer {
    /// Head of 2019 with sub-package fields, the longest body, the checksum.
    package static let longest = 2 + 2 + 1 + 10 + 2 + 4 + 1023 + 1
    static let flag: UInt8 = 0x7E

    private enum State: Sendable {
        /// Between frames; the bytes that do not belong there are counted.
        case outside(garbage: Int)
        case inside
        case escaped
        /// The rest of a frame that is refused already.
        case skipping
    }

    private var state = State.outside(garbage: 0)
    private var buffer: [UInt8] = []

    package init() {}

    /// Bytes that wait for the rest of their frame.
    package var pending: Int { buffer.count }

    /// Whether a frame has begun and not ended.
    package var isInside: Bool {
        if case .outside = state { false } else { true }
    }

    /// Takes one byte. Gives a frame without its flags and escapes, or why one is refused, when the byte completes it.
    package mutating func push(_ byte: UInt8) -> Result<[UInt8], Refusal>? {
        switch state {
        case .outside(let garbage):
            guard byte == JT808Deframer.flag else { return skipped(garbage + 1) }
            state = .inside
            return nil
        case .skipping:
            if byte == JT808Deframer.flag { state = .outside(garbage: 0) }
            return nil
        case .escaped:
            state = .inside
            switch byte {
            case 0x01: return append(0x7D)
            case 0x02: return append(0x7E)
            default:
                let refusal = refuse(.garbage("an escape 7d \(Hexadecimal.text([byte])) that the protocol does not have"))
                if byte == JT808Deframer.flag { state = .outside(garbage: 0) }
                return refusal
            }
        case .inside:
            switch byte {
            case JT808Deframer.flag: return end()
            case 0x7D:
                state = .escaped
                return nil
            default: return append(byte)
            }
        }
    }

    /// The stream has ended: what is wrong with what is left over.
    package func finish() -> Refusal? {
        switch state {
        case .outside(let garbage): garbage > 0 ? Refusal(.garbage("\(garbage) bytes outside a frame (7e … 7e)")) : nil
        case .skipping: nil
        case .inside, .escaped: Refusal(.incomplete(found: buffer.count + 1))
        }
    }

    private mutating func append(_ byte: UInt8) -> Result<[UInt8], Refusal>? {
        guard buffer.count < JT808Deframer.longest else { return refuse(.tooLong(limit: JT808Deframer.longest)) }
        if buffer.isEmpty { buffer.reserveCapacity(64) }
        buffer.append(byte)
        return nil
    }

    /// Two flags in a row are the end of one frame and the start of the next, so an empty frame is only a start.
    private mutating func end() -> Result<[UInt8], Refusal>? {
        guard !buffer.isEmpty else { return nil }
        state = .outside(garbage: 0)
        defer { buffer = [] }
        return .success(buffer)
    }

    private mutating func refuse(_ cause: Refusal.Cause) -> Result<[UInt8], Refusal> {
        buffer = []
        state = .skipping
        return .failure(Refusal(cause))
    }

    /// Garbage is told once for every 64 bytes, so that a stream of noise cannot be endless and free.
    private mutating func skipped(_ count: Int) -> Result<[UInt8], Refusal>? {
        guard count >= 64 else {
            state = .outside(garbage: count)
            return nil
        }
        state = .outside(garbage: 0)
        return .failure(Refusal(.garbage("\(count) bytes outside a frame (7e … 7e)")))
    }
}
