/// Why a frame was not taken.
package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Cause: Sendable, Hashable {
        /// The check bytes do not fit what arrived.
        case checksum(stated: UInt16, computed: UInt16)
        /// The length that the frame states is not the one that arrived, or none that its kind can have.
        case length(stated: Int, found: Int)
        /// More bytes than any frame of the protocol has.
        case tooLong(limit: Int)
        /// The frame is cut off.
        case incomplete(found: Int)
        /// Bytes between frames, or an escape that does not exist.
        case garbage(String)
        case encrypted(method: Int)
        /// A message of a vendor, or one that this gateway does not read.
        case unsupported(message: String)
        /// A known message with a vendor's own layout: its values would be misread.
        case vendorLayout(String)
        /// The frame is whole, what it says is not.
        case content(String)
        /// More sub-packages than are kept for one connection.
        case packages(String)
    }

    package var cause: Cause

    package init(_ cause: Cause) { self.cause = cause }

    /// Whether the bytes themselves are wrong: noise, a broken device or an attack. A few of them end the connection.
    package var isDamage: Bool {
        switch cause {
        case .checksum, .length, .tooLong, .incomplete, .garbage, .packages: true
        case .encrypted, .unsupported, .vendorLayout, .content: false
        }
    }

    package var description: String {
        switch cause {
        case .checksum(let stated, let computed):
            "wrong checksum: the frame says \(hex(stated)), its bytes make \(hex(computed))"
        case .length(let stated, let found): "wrong length: the frame states \(stated) bytes, \(found) are there"
        case .tooLong(let limit): "frame longer than \(limit) bytes"
        case .incomplete(let found): "frame cut off after \(found) bytes"
        case .garbage(let what): what
        case .encrypted(let method): "encrypted body (method \(method)): this gateway has no key"
        case .unsupported(let message): "message \(message) is not one that this gateway reads (a vendor's own, or rare)"
        case .vendorLayout(let what): "vendor layout: \(what)"
        case .content(let what): what
        case .packages(let what): what
        }
    }

    private func hex(_ value: UInt16) -> String { "0x" + String(value, radix: 16) }
}
