/// The name under which a tracker is registered: its IMEI, telephone number or serial number, as text of 1 to 64 bytes.
public struct DeviceID: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// Nil where the text is empty, longer than 64 bytes of UTF-8, or holds control characters.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), !text.utf8.contains(where: { $0 < 32 || $0 == 127 }) else { return nil }
        self.text = text
    }

    public var description: String { text }
}
