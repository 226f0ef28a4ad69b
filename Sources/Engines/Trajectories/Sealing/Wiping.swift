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

    /// Overwrites the part of this thread's stack that calls before this one have used and left.
    @inline(never)
    package static func wipeStack(kilobytes: Int = 48) {
        // Larger pieces would not stand on the stack.
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { memory in
            wipe(memory)
            if kilobytes > 1 { wipeStack(kilobytes: kilobytes - 1) }
        }
    }
}

extension Array where Element: BitwiseCopyable {
    /// Overwrites the elements where they stand, provided that nobody else holds this array.
    mutating func wipe() { withUnsafeMutableBytes { Wiping.wipe($0) } }
}
