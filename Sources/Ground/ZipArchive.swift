/// A ZIP archive in memory, read strictly: what the directory at its end says must hold where the files begin.
///
/// No encryption, no ZIP64, no archives in several parts, only stored and deflated files: what office programs write.
/// Source: PKWARE APPNOTE 6.3.
public struct ZipArchive: Sendable {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case noArchive
        case damaged(String, atByte: Int)
        case unsupported(String)
        case tooLarge(limit: Int)

        public var description: String {
            switch self {
            case .noArchive: "is not a ZIP archive, or its end is missing"
            case .damaged(let what, let byte): "the ZIP archive is damaged near byte \(byte): \(what)"
            case .unsupported(let what): "the ZIP archive \(what)"
            case .tooLarge(let limit): "the ZIP archive unpacks to more than \(limit) bytes"
            }
        }
    }

    private struct Item {
        var method: Int
        var checkSum: UInt32
        var packed: Int
        var count: Int
        var start: Int
    }

    /// The names in the archive, in its order.
    public private(set) var names: [String] = []
    private var items: [String: Item] = [:]
    private let bytes: [UInt8]

    /// Whether the bytes begin as an archive with a file in it does.
    public static func isZip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 3, 4]) }

    /// - Parameters:
    ///   - limit: the most bytes of all files together, unpacked.
    ///   - most: the most files.
    public init(_ bytes: [UInt8], limit: Int = 256 << 20, most: Int = 4096) throws(Failure) {
        self.bytes = bytes
        let end = try ZipArchive.end(bytes)
        let (count, size, start) = (number(end + 10, 2), number(end + 12, 4), number(end + 16, 4))
        guard number(end + 4, 2) == 0, number(end + 6, 2) == 0, number(end + 8, 2) == count else {
            throw .unsupported("comes in several parts")
        }
        guard count < 0xFFFF, start < 0xFFFF_FFFF else { throw .unsupported("is of the ZIP64 kind") }
        guard count <= most else { throw .unsupported("holds \(count) files, more than \(most)") }
        guard start + size == end else { throw .damaged("its directory is not where its end says", atByte: end) }
        var at = start
        var total = 0
        for _ in 0..<count {
            guard at + 46 <= end, number(at, 4) == 0x0201_4B50 else { throw .damaged("its directory ends early", atByte: at) }
            let next = at + 46 + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2)
            guard next <= end else { throw .damaged("its directory ends early", atByte: at) }
            try add(at)
            total += number(at + 24, 4)
            if total > limit { throw .tooLarge(limit: limit) }
            at = next
        }
        guard at == end else { throw .damaged("its directory is longer than its files are many", atByte: at) }
    }

    /// The bytes of a file; nil where there is no such file.
    public func file(_ name: String) throws(Failure) -> [UInt8]? {
        guard let item = items[name] else { return nil }
        let packed = bytes[item.start..<(item.start + item.packed)]
        let content = item.method == 0 ? (item.packed == item.count ? Array(packed) : nil) : Deflate.decompress(packed, count: item.count)
        guard let content, Deflate.checkSum(content) == item.checkSum else {
            throw .damaged("“\(name)” cannot be unpacked, or is not what its check sum says", atByte: item.start)
        }
        return content
    }

    // MARK: Reading

    private func number(_ at: Int, _ width: Int) -> Int {
        var value = 0
        for index in (0..<width).reversed() where bytes.indices.contains(at + index) { value = value << 8 | Int(bytes[at + index]) }
        return value
    }

    /// Where the record stands that ends an archive; at most a comment of 65,535 bytes follows.
    private static func end(_ bytes: [UInt8]) throws(Failure) -> Int {
        let mark: [UInt8] = [0x50, 0x4B, 5, 6]
        var at = bytes.count - 22
        let last = max(0, at - 0xFFFF)
        while at >= last, at >= 0 {
            let length = Int(bytes[at + 20]) | Int(bytes[at + 21]) << 8
            if bytes[at] == mark[0], bytes[at..<(at + 4)].elementsEqual(mark), at + 22 + length == bytes.count { return at }
            at -= 1
        }
        throw .noArchive
    }

    private mutating func add(_ at: Int) throws(Failure) {
        guard let name = String(validating: bytes[(at + 46)..<(at + 46 + number(at + 28, 2))], as: UTF8.self), !name.isEmpty else {
            throw .damaged("a name is not UTF-8 text", atByte: at)
        }
        if name.hasSuffix("/") { return }
        guard number(at + 8, 2) & 1 == 0 else { throw .unsupported("is encrypted") }
        let method = number(at + 10, 2)
        guard method == 0 || method == 8 else { throw .unsupported("packs “\(name)” in a way that is not read here (\(method))") }
        let (packed, count, head) = (number(at + 20, 4), number(at + 24, 4), number(at + 42, 4))
        guard packed < 0xFFFF_FFFF, count < 0xFFFF_FFFF, head < 0xFFFF_FFFF else { throw .unsupported("is of the ZIP64 kind") }
        guard head + 30 <= bytes.count, number(head, 4) == 0x0403_4B50 else { throw .damaged("“\(name)” does not begin here", atByte: head) }
        let start = head + 30 + number(head + 26, 2) + number(head + 28, 2)
        guard start + packed <= at else { throw .damaged("“\(name)” ends early", atByte: head) }
        guard number(head + 8, 2) == method else { throw .damaged("“\(name)” is described in two ways", atByte: head) }
        // DEFLATE makes at most 1,032 bytes of one: whatever promises more is a bomb or damaged.
        guard count <= packed * 1032 + 64 else { throw .damaged("“\(name)” promises more than it can hold", atByte: at) }
        guard items[name] == nil else { throw .damaged("“\(name)” stands twice", atByte: at) }
        names.append(name)
        items[name] = Item(method: method, checkSum: UInt32(number(at + 16, 4)), packed: packed, count: count, start: start)
    }
}
