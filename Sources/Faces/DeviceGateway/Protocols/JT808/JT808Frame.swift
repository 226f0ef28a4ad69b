/// One frame of JT/T 808 without flags and escapes: header, body, checksum. Nothing of the body is read yet.
package struct JT808Frame: Sendable, Hashable {
    package var message: UInt16
    /// Bits 0–9 length of the body, 10–12 encryption, 13 sub-packages, 14 version of 2019.
    package var attributes: UInt16
    package var protocolVersion: UInt8?
    package var phone: JT808Phone
    package var serial: UInt16
    /// Which of how many sub-packages, from 1.
    package var package: Package?
    package var body: ArraySlice<UInt8>
    package var checksum: UInt8
    package var computedChecksum: UInt8

    package struct Package: Sendable, Hashable {
        package var total: UInt16
        package var number: UInt16

        package init(total: UInt16, number: UInt16) {
            self.total = total
            self.number = number
        }
    }

    package var bodyLength: Int { Int(attributes & 0x3FF) }
    package var encryption: Int { Int(attributes >> 10 & 7) }
    package var isSubpackage: Bool { attributes & 0x2000 != 0 }
    package var hasVersion: Bool { attributes & 0x4000 != 0 }
    package var checksumIsValid: Bool { checksum == computedChecksum }
    package var bodyLengthMatches: Bool { body.count == bodyLength }

    /// Nil where the bytes are too few for a header.
    package init?(_ bytes: [UInt8]) {
        guard let last = bytes.last else { return nil }
        var reader = ByteReader(bytes.dropLast())
        guard let message = reader.u16(), let attributes = reader.u16() else { return nil }
        self.message = message
        self.attributes = attributes
        let isNew = attributes & 0x4000 != 0
        if isNew {
            guard let version = reader.u8() else { return nil }
            protocolVersion = version
        }
        guard let field = reader.take(isNew ? 10 : 6), let phone = JT808Phone(field), let serial = reader.u16() else { return nil }
        self.phone = phone
        self.serial = serial
        if attributes & 0x2000 != 0 {
            guard let total = reader.u16(), let number = reader.u16() else { return nil }
            package = Package(total: total, number: number)
        }
        body = reader.takeRest()
        checksum = last
        computedChecksum = JT808Frame.checksum(bytes.dropLast())
    }

    /// The exclusive or of the bytes from the message id to the end of the body.
    package static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        var sum: UInt8 = 0
        for byte in bytes { sum ^= byte }
        return sum
    }

    /// What keeps the frame as such from being read; its body is judged by `JT808Message`.
    package var refusal: Refusal? {
        if !checksumIsValid { return Refusal(.checksum(stated: UInt16(checksum), computed: UInt16(computedChecksum))) }
        if !bodyLengthMatches { return Refusal(.length(stated: bodyLength, found: body.count)) }
        if encryption != 0 { return Refusal(.encrypted(method: encryption)) }
        if let package, package.number == 0 || package.number > package.total {
            return Refusal(.content("sub-package \(package.number) of \(package.total)"))
        }
        return nil
    }
}
