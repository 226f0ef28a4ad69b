/// One frame of GT06: start, length, protocol number, content, serial, checksum. Nothing of the content is read yet.
package struct GT06Frame: Sendable, Hashable {
    /// Starts with 7979 and has a length of two bytes.
    package var isLong: Bool
    /// Counts protocol number to checksum.
    package var length: Int
    package var number: UInt8
    package var content: ArraySlice<UInt8>
    package var serial: UInt16
    package var checksum: UInt16
    package var computedChecksum: UInt16

    package var checksumIsValid: Bool { checksum == computedChecksum }

    /// - Parameter bytes: from start to `0d0a`, as `GT06Deframer` gives them; nil where they are no frame.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 10, bytes.suffix(2) == [0x0D, 0x0A] else { return nil }
        isLong = bytes[0] == 0x79
        var reader = ByteReader(bytes[2..<(bytes.count - 2)])
        guard let length = isLong ? reader.u16().map(Int.init) : reader.u8().map(Int.init), length >= 5, reader.count == length,
            let number = reader.u8(), let content = reader.take(length - 5), let serial = reader.u16(), let checksum = reader.u16()
        else { return nil }
        self.length = length
        self.number = number
        self.content = content
        self.serial = serial
        self.checksum = checksum
        computedChecksum = GT06Checksum.of(bytes[2..<(bytes.count - 4)])
    }

    package var refusal: Refusal? {
        checksumIsValid ? nil : Refusal(.checksum(stated: checksum, computed: computedChecksum))
    }
}
