import Foundation

/// What stands in the memory of another process, as root on its machine would see it.
struct ProcessMemory {
    /// Stretches of memory that can be written to; pages of zeros are left out.
    var stretches: [[UInt8]] = []

    struct Unreadable: Error {}

    /// Reads the memory of a process that is idle just now.
    init(of process: Int32) throws {
        let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
        let file = open("/proc/\(process)/mem", O_RDONLY)
        guard file >= 0 else { throw Unreadable() }
        defer { close(file) }
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard ends.count == 2, words[1].dropFirst().first == "w" else { continue }
            read(file, ends[0], ends[1])
        }
    }

    private mutating func read(_ file: Int32, _ from: UInt64, _ to: UInt64) {
        let (size, page) = (1 << 20, 4096)
        let zeros = [UInt8](repeating: 0, count: page)
        var stretch: [UInt8] = []
        for start in stride(from: from, to: to, by: size) {
            var piece = [UInt8](repeating: 0, count: min(size, Int(to - start)))
            guard pread(file, &piece, piece.count, off_t(truncatingIfNeeded: start)) == piece.count else { continue }
            piece.withUnsafeBytes { bytes in
                for at in stride(from: 0, to: bytes.count, by: page) {
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[at..<min(at + page, bytes.count)])
                    guard let start = rest.baseAddress else { continue }
                    if memcmp(start, zeros, rest.count) == 0 {
                        if !stretch.isEmpty { stretches.append(stretch) }
                        stretch = []
                    } else {
                        stretch.append(contentsOf: rest)
                    }
                }
            }
        }
        if !stretch.isEmpty { stretches.append(stretch) }
    }

    /// Which of these are somewhere in the memory or in other bytes; each has four bytes or more.
    static func found(_ patterns: Set<[UInt8]>, in contents: [[UInt8]]) -> Set<[UInt8]> {
        var starts: [UInt32: [[UInt8]]] = [:]
        var isStart = [Bool](repeating: false, count: 1 << 16)
        for pattern in patterns {
            let word = pattern.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
            starts[word, default: []].append(pattern)
            isStart[Int(word & 0xFFFF)] = true
        }
        var found: Set<[UInt8]> = []
        for bytes in contents where bytes.count >= 4 {
            bytes.withUnsafeBytes { bytes in
                var window = bytes.loadUnaligned(as: UInt32.self) << 8
                for at in 0...(bytes.count - 4) {
                    window = window >> 8 | UInt32(bytes[at + 3]) << 24
                    guard isStart[Int(window & 0xFFFF)], let candidates = starts[window] else { continue }
                    for pattern in candidates where at + pattern.count <= bytes.count {
                        if memcmp(bytes.baseAddress! + at, pattern, pattern.count) == 0 { found.insert(pattern) }
                    }
                }
            }
        }
        return found
    }

    /// Every 32 bytes, at steps of eight, that may be a key: memory that is no pointer, no fill and not repetitive. Of random keys one in
    /// ten thousand is not among them.
    var keys: Set<[UInt8]> {
        var keys: Set<[UInt8]> = []
        for stretch in stretches where stretch.count >= 32 {
            stretch.withUnsafeBytes { bytes in
                // The last of four words that cannot be part of a key.
                var unfit = -1
                for word in 0..<(bytes.count / 8) {
                    let value = bytes.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
                    if value >> 48 == 0 || value & 0xFFFF == 0 || value == 0xA5A5_A5A5_A5A5_A5A5 || value == 0x5A5A_5A5A_5A5A_5A5A { unfit = word }
                    guard word >= 3, word - unfit >= 4 else { continue }
                    let window = UnsafeRawBufferPointer(rebasing: bytes[((word - 3) * 8)..<((word + 1) * 8)])
                    if Set(window).count >= 24 { keys.insert(Array(window)) }
                }
            }
        }
        return keys
    }
}
