/// The text of a statement as the key under which a connection keeps what it has prepared.
///
/// Statements are long and few: length and three samples tell them apart at a fraction of the cost of hashing the whole text;
/// whatever collides is still compared in full.
struct StatementKey: Hashable {
    private let text: String

    init(_ text: String) { self.text = text }

    static func == (a: StatementKey, b: StatementKey) -> Bool { a.text == b.text }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { bytes in
            hasher.combine(bytes.count)
            guard bytes.count > 24 else { return hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
            for start in [8, bytes.count / 2 - 4, bytes.count - 8] {
                hasher.combine(UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: UInt64.self))
            }
        }
    }
}
