/// Why a track cannot be kept or shown.
public enum TrackFault: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownDevice(DeviceID)
    /// More points wait for the disk than are allowed to: try again later.
    case busy
    case closed
    /// The disk failed: nothing more is accepted until the store is opened anew.
    case disk(String)
    /// A file is not what it should be.
    case brokenFile(String, byte: Int, reason: String)
    case cannotSeal
    /// The key does not open this piece.
    case cannotOpen
    case brokenBlock(BrokenBlock)
    /// The day is still being written to.
    case dayIsOpen(UInt32)
    /// Reading was asked for without a right to it.
    case notGranted(String)
    /// The signature is not that of the owner.
    case wrongSignature
    case tooMany(String)

    public var description: String {
        switch self {
        case .unknownDevice(let device): "the device \(device) is not registered"
        case .busy: "too many points wait for the disk"
        case .closed: "the store is closed"
        case .disk(let reason): "the disk failed: \(reason)"
        case .brokenFile(let path, let byte, let reason): "\(path), byte \(byte): \(reason)"
        case .cannotSeal: "the owner's key cannot be sealed for"
        case .cannotOpen: "this key does not open the piece, or the piece was changed"
        case .brokenBlock(let broken): "\(broken)"
        case .dayIsOpen(let day): "day \(day) is still being written to"
        case .notGranted(let reason): "not granted: \(reason)"
        case .wrongSignature: "the signature is not that of the device's owner"
        case .tooMany(let what): "too many \(what)"
        }
    }
}
