internal import Crypto

/// Which of several gateways takes a device: each has a store of its own, and all agree by the device's name alone.
public struct DeviceParts: Sendable, Hashable {
    /// How many gateways there are.
    public let count: Int

    /// Nil where the number is none of 1 to 1,024.
    public init?(_ count: Int) {
        guard (1...1024).contains(count) else { return nil }
        self.count = count
    }

    /// The device's part, from 1: the first eight bytes of the SHA-256 of its name, lowest first, modulo the number of parts.
    public func part(of device: DeviceID) -> Int {
        let number = SHA256.hash(data: Array(device.text.utf8)).prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(number % UInt64(count)) + 1
    }
}
