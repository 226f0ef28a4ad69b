internal import Trajectories

/// Finds the frames of GT06 in a stream: `7878` with one byte of length or `7979` with two, and `0d0a` at the end. It is fed byte
/// by byte and never keeps more than `longest` bytes; after damage it looks for the next `0d0a`.
package struct GT06Deframer: Deframer {
    /// The longest frame that is taken; trackers send some 300 bytes.
    package static let longest = 2048

    private var buffer: [UInt8] = []
    /// The whole length of the frame that has begun, once it is known.
    private var expected: Int?
    /// Bytes since the stream was lost, and the last of them.
    private var lost: (count: Int, last: UInt8)?

    package init() {}

    /// Bytes that wait for the rest of their frame.
    package var pending: Int { buffer.count }

    /// Whether a frame has begun and not ended.
    package var isInside: Bool { !buffer.isEmpty || lost != nil }

    /// Takes one byte. Gives a frame with its start and end, or why something is refused, when the byte completes it.
    package mutating func push(_ byte: UInt8) -> Result<[UInt8], Refusal>? {
        if let lost { return pass(byte, lost: lost) }
        buffer.append(byte)
        switch buffer.count {
        case 1:
            guard byte == 0x78 || byte == 0x79 else { return lose(.garbage("a frame starts with 7878 or 7979, not with \(Hexadecimal.text([byte]))")) }
            return nil
        case 2:
            guard byte == buffer[0] else { return lose(.garbage("a frame starts with 7878 or 7979, not with \(Hexadecimal.text(buffer))")) }
            return nil
        case 3 where buffer[0] == 0x78: return begin(length: Int(byte), head: 3)
        case 4 where buffer[0] == 0x79: return begin(length: Int(buffer[2]) << 8 | Int(byte), head: 4)
        default: return end()
        }
    }

    /// The stream has ended: what is wrong with what is left over.
    package func finish() -> Refusal? {
        buffer.isEmpty ? nil : Refusal(.incomplete(found: buffer.count))
    }

    /// The stated length counts protocol, content, serial and checksum: five bytes at least.
    private mutating func begin(length: Int, head: Int) -> Result<[UInt8], Refusal>? {
        guard length >= 5 else { return lose(.length(stated: length, found: 5)) }
        guard head + length + 2 <= GT06Deframer.longest else { return lose(.tooLong(limit: GT06Deframer.longest)) }
        expected = head + length + 2
        return nil
    }

    private mutating func end() -> Result<[UInt8], Refusal>? {
        guard let expected, buffer.count == expected else { return nil }
        guard buffer[expected - 2] == 0x0D, buffer[expected - 1] == 0x0A else {
            let head = buffer[0] == 0x78 ? 5 : 6
            // The frame ended earlier or later than it states.
            let found = zip(buffer.dropFirst(2), buffer.dropFirst(3)).enumerated().first { $0.element == (0x0D, 0x0A) }.map { $0.offset + 4 }
            return lose(.length(stated: expected - head, found: (found ?? expected + 1) - head))
        }
        defer { forget() }
        return .success(buffer)
    }

    private mutating func forget() {
        buffer = []
        expected = nil
    }

    private mutating func lose(_ cause: Refusal.Cause) -> Result<[UInt8], Refusal> {
        let tail = buffer.suffix(2)
        lost = tail == [0x0D, 0x0A] ? nil : (0, tail.last ?? 0)
        forget()
        return .failure(Refusal(cause))
    }

    /// Looks for the end of the damage; noise without end is told once for every 1,024 bytes.
    private mutating func pass(_ byte: UInt8, lost: (count: Int, last: UInt8)) -> Result<[UInt8], Refusal>? {
        if lost.last == 0x0D, byte == 0x0A {
            self.lost = nil
            return nil
        }
        guard lost.count < 1024 else {
            self.lost = (0, byte)
            return .failure(Refusal(.garbage("\(lost.count) bytes without the end of a frame (0d0a)")))
        }
        self.lost = (lost.count + 1, byte)
        return nil
    }
}
