#if canImport(Glibc)
    internal import Glibc
#endif

/// Overwriting of memory that held something in the open, so that who copies the memory of the process finds none of it.
package enum Wiping {
    /// Fills the memory with zeros; the compiler may not leave that out.
    package static func wipe(_ memory: UnsafeMutableRawBufferPointer) {
        guard let start = memory.baseAddress, !memory.isEmpty else { return }
        explicit_bzero(start, memory.count)
    }
}

extension Array where Element: BitwiseCopyable {
    /// Overwrites the elements where they stand, provided that nobody else holds this array.
    mutating func wipe() { withUnsafeMutableBytes { Wiping.wipe($0) } }
}
