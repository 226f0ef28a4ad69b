internal import Crypto
internal import Foundation

/// Under which name a device's pieces lie in the files of one day: a keyed hash, so that without the day's key nobody can tell whose they are
/// or which pieces of two days belong together.
public struct DeviceTag: Sendable, Hashable {
    /// 16 bytes.
    public let bytes: [UInt8]

    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The first eight bytes, by which the index is sorted.
    var order: UInt64 { bytes[..<8].reduce(0) { ($0 << 8) | UInt64($1) } }
}

/// The key of a day's device tags: 32 random bytes, destroyed with the day.
struct TagKey: Sendable {
    let bytes: [UInt8]
    private let key: SymmetricKey

    init() {
        key = SymmetricKey(size: .bits256)
        bytes = key.withUnsafeBytes { Array($0) }
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        (self.bytes, key) = (bytes, SymmetricKey(data: bytes))
    }

    /// The first half of HMAC-SHA256 over the device's name.
    func tag(of device: DeviceID) -> DeviceTag {
        let code = HMAC<SHA256>.authenticationCode(for: Array(device.text.utf8), using: key)
        guard let tag = DeviceTag(Array(code).prefix(16)) else { preconditionFailure("an HMAC has 32 bytes") }
        return tag
    }
}
