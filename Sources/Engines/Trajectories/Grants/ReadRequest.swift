/// Who wants to see what, and why; signed by the owner or by the reader of a grant.
public struct ReadRequest: Sendable, Hashable {
    /// By what right.
    public enum Right: Sendable, Hashable {
        case owner
        case grant(GrantID)
    }

    /// How far the request's time may be from the server's, in milliseconds: a request that was overheard is worth nothing later.
    public static let freshness: Int64 = 5 * 60_000

    public var device: DeviceID
    /// Milliseconds since 1970, both ends included.
    public var span: ClosedRange<Int64>
    public var right: Right
    /// In words, at most 255 bytes.
    public var purpose: String
    /// When it was signed.
    public var time: Int64
    public var signature: [UInt8]

    public init(
        _ device: DeviceID, _ span: ClosedRange<Int64>, by right: Right, purpose: String, at time: Int64, signedBy keys: OwnerKeys
    ) throws(TrackFault) {
        (self.device, self.span, self.right, self.purpose, self.time) = (device, span, right, purpose, time)
        signature = []
        signature = try keys.signature(message)
    }

    private var message: [UInt8] { Array("concentric track reading 1".utf8) + bytes }

    /// Everything but the signature.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(little: time)
        switch right {
        case .owner: bytes += [0] + [UInt8](repeating: 0, count: 16)
        case .grant(let id): bytes += [1] + id.bytes
        }
        bytes.append(little: span.lowerBound)
        bytes.append(little: span.upperBound)
        bytes.append(text: device.text)
        bytes.append(text: purpose)
        return bytes
    }

    func isSigned(by card: OwnerCard) -> Bool { card.isSigned(signature, message) }
}

/// One look, as the read log keeps it.
public struct ReadEntry: Sendable, Hashable {
    /// Milliseconds since 1970, by the server's clock.
    public var time: Int64
    public var device: DeviceID
    public var span: ClosedRange<Int64>
    public var right: ReadRequest.Right
    /// The reader's name of the grant; empty for the owner.
    public var reader: String
    public var purpose: String

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(little: time)
        bytes.append(little: span.lowerBound)
        bytes.append(little: span.upperBound)
        switch right {
        case .owner: bytes.append(0)
        case .grant(let id): bytes += [1] + id.bytes
        }
        bytes.append(text: device.text)
        bytes.append(text: reader)
        bytes.append(text: purpose)
        return bytes
    }

    init(time: Int64, device: DeviceID, span: ClosedRange<Int64>, right: ReadRequest.Right, reader: String, purpose: String) {
        (self.time, self.device, self.span) = (time, device, span)
        (self.right, self.reader, self.purpose) = (right, reader, purpose)
    }

    init?(bytes: ArraySlice<UInt8>) {
        var rest = ByteReader(bytes)
        guard let time = rest.number(Int64.self), let from = rest.number(Int64.self), let to = rest.number(Int64.self), from <= to,
            let kind = rest.number(UInt8.self), kind <= 1
        else { return nil }
        var right = ReadRequest.Right.owner
        if kind == 1 {
            guard let id = rest.take(16).flatMap({ GrantID($0) }) else { return nil }
            right = .grant(id)
        }
        guard let device = rest.text().flatMap({ DeviceID($0) }), let reader = rest.text(), let purpose = rest.text(), rest.rest.isEmpty
        else { return nil }
        self.init(time: time, device: device, span: from...to, right: right, reader: reader, purpose: purpose)
    }
}
