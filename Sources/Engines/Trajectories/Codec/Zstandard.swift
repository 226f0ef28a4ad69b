internal import CZstd

/// Compression by zstd with a context that is used again and again, so that small pieces cost no set-up.
///
/// The four bytes that begin every frame are left out: the format around it knows where a frame begins.
final class Zstandard {
    private static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    // Each is made when it is first needed: a context is some hundred kilobytes of memory.
    private lazy var compressor = Self.made(ZSTD_createCCtx())
    private lazy var decompressor = Self.made(ZSTD_createDCtx())
    private var (compresses, decompresses) = (false, false)
    private var scratch: [UInt8] = []
    private let level: Int32

    /// - Parameter level: of zstd, 1 (fast) to 19 (small).
    init(level: Int32) { self.level = level }

    deinit {
        if compresses { ZSTD_freeCCtx(compressor) }
        if decompresses { ZSTD_freeDCtx(decompressor) }
    }

    private static func made(_ context: OpaquePointer?) -> OpaquePointer {
        guard let context else { preconditionFailure("there is no memory for a zstd context") }
        return context
    }

    /// The compressed bytes without their first four; nil where zstd cannot, or where they would not be fewer than `bytes`.
    func compress(_ bytes: UnsafeBufferPointer<UInt8>) -> ArraySlice<UInt8>? {
        compresses = true
        let bound = ZSTD_compressBound(bytes.count)
        if scratch.count < bound { scratch = [UInt8](repeating: 0, count: bound) }
        let size = scratch.withUnsafeMutableBytes {
            ZSTD_compressCCtx(compressor, $0.baseAddress, $0.count, bytes.baseAddress, bytes.count, level)
        }
        guard ZSTD_isError(size) == 0, size >= 4, size - 4 < bytes.count else { return nil }
        return scratch[4..<size]
    }

    /// The bytes behind a compressed piece, or nil where it is broken or does not hold exactly `size` bytes.
    func decompress(_ piece: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        decompresses = true
        let frame = Self.magic + piece
        var isSound = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let written = ZSTD_decompressDCtx(decompressor, buffer.baseAddress, size, frame, frame.count)
            isSound = ZSTD_isError(written) == 0 && written == size
            count = isSound ? size : 0
        }
        return isSound ? bytes : nil
    }
}
