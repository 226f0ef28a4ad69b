import DeviceGateway
import Testing

@Suite struct PhoneTests {
    @Test func leadingZerosAreNoPartOfTheName() throws {
        #expect(JT808Phone(digits: "13345678906", byteCount: 6)?.device == "13345678906")
        #expect(JT808Phone(digits: "866496077582164", byteCount: 10)?.device == "866496077582164")
        #expect(JT808Phone(digits: "866496077582164", byteCount: 10)?.hexadecimal == "00000866496077582164")
        #expect(JT808Phone(digits: "000", byteCount: 6)?.device == "0")
        #expect(JT808Phone(digits: "1234567890123", byteCount: 6) == nil)
    }

    /// 4eb6fb4ad628 is 86 547 806 303 784 as a number; the fifteenth digit is the check digit.
    @Test func aBinaryIMEI() throws {
        let phone = try #require(JT808Phone([0x4E, 0xB6, 0xFB, 0x4A, 0xD6, 0x28]))
        #expect(phone.device.count == 15)
        #expect(phone.device.hasPrefix(String(0x4EB6_FB4A_D628)))
        #expect(BinaryDecimal.luhn("49015420323751") == 8, "the example of an IMEI that manuals give: 490154203237518")
    }
}
